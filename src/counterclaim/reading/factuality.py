"""Whether an event happened, by its innermost source: actual, possible, future or negated.

The model answers from the whole sentence. It reads nouns of events as actual too readily, so an adjective beside one that says otherwise decides.
"""

from __future__ import annotations

from collections.abc import Sequence

from counterclaim import vocab
from counterclaim.language.parser import Sentence
from counterclaim.reading.events import Event

_BY_ADJECTIVE: dict[str, str] = {word: kind for kind, words in vocab.load("factuality").items() for word in words}


def find_factuality(sentence: Sentence, event: Event, names: Sequence[str]) -> tuple[str, str]:
    """Return an event's factuality and what decided it; `names` are the model's classes in order."""
    scores = event.trigger.factuality
    value = names[int(scores.argmax())]
    if value != "negated":
        for index, head in enumerate(sentence.heads):
            kind = _BY_ADJECTIVE.get(sentence.forms[index].lower())
            if kind and head - 1 in range(*event.span) and sentence.deprel[index] == "amod":
                return kind, f"adjective {sentence.forms[index]!r}"
    return value, f"model {float(scores.max()):.2f}"
