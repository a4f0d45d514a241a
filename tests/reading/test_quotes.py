import pytest

from counterclaim.reading.quotes import find_quotes


@pytest.mark.parametrize(
    ("text", "quotes"),
    [
        ("“We go. We stay,” he said. “Now.”", ["“We go. We stay,”", "“Now.”"]),
        ('"We go," he said. "Now."', ['"We go,"', '"Now."']),
        ('called it " a farce " again', ['" a farce "']),
        ("«Nous restons», a dit le maire", ["«Nous restons»"]),
        ("``We can't go,'' he said", ["``We can't go,''"]),
        ("''We can't go,'' he said", ["''We can't go,''"]),
        ("the soldiers' leader called it an 'intentional act'", ["'intentional act'"]),
        ("‘It’s over,’ he said", ["‘It’s over,’"]),
        ("the rebels' guns and the troops' tanks", []),
        ("“We go.\n\n“We stay,” he said", ["“We go.", "“We stay,”"]),
        ("“We go.\nHe left.", ["“We go."]),
        ('He said "we go.', ['"we go.']),
        ("a “truce “of sorts” held”", ["“truce “of sorts”"]),
        ("", []),
    ],
)
def test_quotes_with_their_marks(text: str, quotes: list[str]) -> None:
    assert [text[q.begin : q.end] for q in find_quotes(text)] == quotes


def test_quote_opened_again_goes_on() -> None:
    assert [q.goes_on for q in find_quotes("“A b.\n\n“C d.\n\n“E f,” he said. “G.”")] == [False, True, True, False]
