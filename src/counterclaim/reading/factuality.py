"""Whether an event happened, by its innermost source: actual, possible, future or negated.

The model answers from the whole sentence. It reads nouns of events as actual too readily, so a word beside or above one that says otherwise decides.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from counterclaim import vocab
from counterclaim.language.parser import Sentence
from counterclaim.reading.events import Event

SURE = 0.6
"""What the model answers with this chance stays, unless it answers "actual"."""
_WORDS = vocab.load("factuality")


def _kinds(part: str) -> dict[str, str]:
    return {word: kind for kind, words in _WORDS[part].items() for word in words}


_ADJECTIVES, _PARTICIPLES, _GOVERNORS = _kinds("adjectives"), _kinds("participles"), _kinds("governors")
_OBJECTS = {(verb, of): kind for kind, verbs in _WORDS["objects"].items() for verb, types in verbs.items() for of in types}


def find_factuality(sentence: Sentence, event: Event, names: Sequence[str]) -> tuple[str, str]:
    """Return an event's factuality and what decided it; `names` are the model's classes in order."""
    scores = event.trigger.factuality
    value, chance = names[int(scores.argmax())], float(scores.max())
    for kind, why, strong in _said(sentence, event):
        if value == "actual" or (value != "negated" and (strong or chance < SURE)):
            return kind, why
    return value, f"model {chance:.2f}"


def _said(sentence: Sentence, event: Event) -> Iterator[tuple[str, str, bool]]:
    """Yield what words around the event say of it, and whether they say so against a sure model too."""
    inside = range(*event.span)
    for index, head in enumerate(sentence.heads):
        if head - 1 not in inside or index in inside:
            continue
        form, deprel = sentence.forms[index], sentence.deprel[index]
        if deprel == "amod" and form.lower() in _ADJECTIVES:
            yield _ADJECTIVES[form.lower()], f"adjective {form!r}", True
        elif deprel == "acl" and sentence.lemmas[index] in _PARTICIPLES:
            yield _PARTICIPLES[sentence.lemmas[index]], f"participle {form!r}", False
    head = next((i for i in inside if sentence.heads[i] - 1 not in inside), event.span[0])
    above = sentence.heads[head] - 1
    if above < 0:
        return
    lemma, form = sentence.lemmas[above], sentence.forms[above]
    below = [i for i, h in enumerate(sentence.heads) if h == head + 1]
    for index in below:
        if sentence.deprel[index] in ("case", "mark"):
            # who is suspected of a killing may be innocent, the killing has happened; who is suspected of killing may not have killed
            governor = f"{lemma} {sentence.forms[index].lower()}" + (" -ing" if sentence.deprel[index] == "mark" else "")
            if governor in _GOVERNORS:
                yield _GOVERNORS[governor], f"{form!r} {sentence.forms[index]}", False
    dated = any(sentence.deprel[i].startswith(("nmod:tmod", "obl:tmod", "acl")) for i in below)
    if sentence.deprel[head] == "obj" and (lemma, event.type) in _OBJECTS and not dated:
        yield _OBJECTS[lemma, event.type], f"object of {form!r}", False
