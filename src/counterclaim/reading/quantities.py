"""Counts and measures: from the words of a span to lower, best and upper bound.

The bounds follow the claim guidelines: "at least 20" is low 20, best 20, high open; "dozens" low 24 only; "up to 20" best and high 20; "between 5
and 8" low 5 and high 8. Areas are converted to square kilometres.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from counterclaim import vocab
from counterclaim.language.lexicon import candidates
from counterclaim.language.parser import Sentence, WordRange

LONGEST = 300
"""Characters of a count that are read: no count is longer."""
LARGEST = 1e15
"""A larger number counts nothing that a report can mean."""


@dataclass(frozen=True, slots=True)
class Bounds:
    """Lower bound, best figure and upper bound of a count; None where the words leave one open."""

    low: float | None
    best: float | None
    high: float | None


class Numbers:
    """The grammar of counts, built once from vocabulary/quantities.yml."""

    def __init__(self) -> None:
        words: dict[str, Any] = vocab.load("quantities")
        self._words: dict[str, float] = words["numbers"]
        self._scales: dict[str, float] = words["scales"]
        self._vague: dict[str, float] = words["vague"]
        self._exact: dict[str, float] = words["exact"]
        self.bounds: dict[str, str] = words["bounds"]
        self._after: dict[str, str] = words["after"]
        self._areas: dict[str, float] = words["areas"]

        def either(names: Any) -> str:
            return "|".join(re.escape(name) for name in sorted(names, key=len, reverse=True))

        one = rf"(?:\d+(?:,\d{{2,3}})*(?:\.\d+)?|(?!no (?:more|fewer|less) than)(?:{either(self._words)})(?:-(?:{either(self._words)}))?)"
        self._number = re.compile(rf"\b(?P<first>{one})(?P<rest>(?:[ -]?(?:{either(self._scales)})\b|(?: and)? (?:{one})(?= (?:{either(self._scales)})\b))*)(?P<tail>(?:(?:(?<=hundred)|(?<=thousand)) and (?:{one}))?)(?![\w])")
        self._one = re.compile(one)
        self._scale = re.compile(rf"\b(?:{either(self._scales)})\b|(?<=\d)(?:k|m|mn|bn)\b")
        self._vague_words = re.compile(rf"\b(?:{either(self._vague)})\b")
        self._exact_words = re.compile(rf"\b(?:{either(self._exact)})\b")
        self._bound_words = re.compile(rf"\b(?:{either(self.bounds)})\b")
        self._after_words = re.compile(rf"\b(?:{either(self._after)})\b")
        self._area_words = re.compile(rf"\b({either(self._areas)})s?(?!\w)")
        self._no_count = re.compile(r"\b[\w-]+[- ]years?[- ]old|\baged? \d+|(?<=man of )\d+|\b[a-z]{1,3}-?\d+\w*\b|\b[\w.]+[- ](?:millimet(?:er|re)|mm|cm|inch)\b"
                                    rf"|\b(?:{either(words['models'])}) \d+")
        self._uncounted = re.compile(rf"(?:an?|the) (?:\w+ ){{0,2}}(?:{either(words['groups'])}|{either(words['amounts'])}) of ")
        self.groups = re.compile(rf"\b(?:{either(words['groups'])}) of (?:some |about |around |at least )?(?=(?:{one})\b)")

    def _values(self, text: str) -> list[tuple[int, int, float]]:
        """The numbers of a text with their places."""
        out: list[tuple[int, int, float]] = []
        for match in self._number.finditer(text):
            whole = match.group("first")
            value = self._plain(whole)
            for scale in self._scale.findall(match.group("rest") or ""):
                value *= self._scales[scale]
            end = match.end("rest")
            following = self._scale.match(text, end)
            if following and following.group() in ("k", "m", "mn", "bn"):
                value *= self._scales[following.group()]
            tail = self._one.search(match.group("tail") or "")
            if tail:
                value += self._plain(tail.group())
                end = match.end()
            if value <= LARGEST:
                out.append((match.start(), end, value))
        return out

    def _plain(self, word: str) -> float:
        if word[0].isdigit():
            return float(word.replace(",", ""))
        return sum(float(self._words[part]) for part in word.split("-"))

    def read(self, text: str) -> Bounds | None:
        """Return the bounds that a span's words state; None where it states no count."""
        lower = " ".join(text[:LONGEST].lower().replace("’", "'").replace("“", "").replace("”", "").split())
        # ages, calibres and the names of weapons hold figures that count nothing
        lower = self._no_count.sub("", lower)
        area = self._area_words.search(lower)
        if area:
            found = self._read(lower[: area.start()])
            factor = float(self._areas[area.group(1)])
            return found and Bounds(*(None if v is None else round(v * factor, 3) for v in (found.low, found.best, found.high)))
        return self._read(lower)

    def _read(self, text: str) -> Bounds | None:
        group = self.groups.search(text)
        if group:
            text = text[group.end() :]
        values = self._values(text)
        if values:
            first, last = values[0], values[-1]
            before = text[: first[0]]
            if len(values) >= 2:
                joint = text[values[0][1] : values[1][0]]
                if re.fullmatch(r"\s*(?:-|–|—|to|or)\s*", joint) or ("between" in before and re.search(r"\band\b", joint)):
                    return Bounds(values[0][2], None, values[1][2])
                if re.match(r"\s+of (?:the |its |their |his |her |\w+'s )?", joint) or joint.strip() in ("out of",):
                    return self._bounded(values[0][2], text, values[0][0], values[0][1])
                if re.search(r"\band\b|,", joint) and not re.search(r"\bof\b", joint):
                    total = sum(v for _, _, v in values)
                    singles = len(re.findall(r"(?:^|\band |, )(?:a|an|his|her|their) (?!total)", text))
                    return self._bounded(total + (singles if singles and before.strip() in ("a", "an") else 0), text, first[0], last[1])
            value = values[0][2]
            lone = re.search(r"\b(?:a|an|his|her)\s+(?!total|further|record|combined|estimated|reported|minimum|maximum)[\w-]+(?: [\w-]+)?(?: and|,) (?:his |her |their )?$", before)
            if lone or re.match(r"[^.;]*?\band (?:a|an|one) [a-z]", text[values[0][1] :]):
                value += 1
            return self._bounded(value, text, values[0][0], values[0][1])
        vague = self._vague_words.search(text)
        if not vague and self._uncounted.match(text):
            return None
        if vague:
            value = float(self._vague[vague.group()])
            if re.search(r"\b(?:up to|as many as)\b", text):
                return Bounds(None, value, value)
            return Bounds(value, None, None)
        # "a married couple" counts two: an article gives way to a word that counts
        told = list(self._exact_words.finditer(text))
        exact = next((m for m in told if m.group() not in ("a", "an", "another")), told[0] if told else None)
        if exact:
            value = float(self._exact[exact.group()])
            if exact.group() in ("a", "an", "another"):
                value += len(re.findall(r"(?:\band|,) (?:a|an|his|her|another|one) [a-z]", text[exact.end() :]))
            return self._bounded(value, text, exact.start(), exact.end())
        if text:
            if re.match(r"(?:nobody|no one|any|without)\b", text):
                return Bounds(0.0, 0.0, 0.0)
            if not re.match(r"(?:the|his|her|its|their|this|that|one|another) \w|[\w'-]+'s ", text):
                return None
            if re.search(r"\b\w*(?:s|men|people|children|women)\b", text.split(" of ")[0].split(" in ")[0]):
                return None
            # a person named or described in the singular counts one
            return Bounds(1.0, 1.0, 1.0)
        return None

    def _bounded(self, value: float, text: str, begin: int, end: int) -> Bounds:
        found = None
        for match in self._bound_words.finditer(text, 0, begin):
            found = match
        rule = self.bounds[found.group()] if found and begin - found.end() <= 14 else None
        after = self._after_words.match(text[end:].lstrip()) or self._after_words.search(text[end:])
        if rule is None and after:
            rule = self._after[after.group()]
        match rule:
            case "low best":
                return Bounds(value, value, None)
            case "best high" | "high":
                return Bounds(None, value, value)
            case _:
                return Bounds(value, value, value)


class Kinds:
    """What a count counts: by its head noun, for people by what happened to them, and by the model where neither tells."""

    def __init__(self) -> None:
        words: dict[str, Any] = vocab.load("quantities")
        self._of_noun = {noun: kind for kind, nouns in words["kinds"].items() for noun in nouns}
        self._people, self._of_people = frozenset(words["people"]), frozenset(words["of_people"])
        self._by_type: dict[str, str] = words["by_type"]
        self._by_trigger = {lemma: kind for kind, lemmas in words["by_trigger"].items() for lemma in lemmas}
        self._belong: dict[str, list[str]] = words["belong"]
        self._bare: dict[str, str] = words["bare"]
        self._partial = frozenset(words["partial"])
        self._killed, self._injured, self._harmed = frozenset(words["killed"]), frozenset(words["injured"]), frozenset(words["killed_or_injured"])
        self._losing, self._bodies = frozenset(words["losing"]), frozenset(words["bodies"])
        self._areas = re.compile(rf"\b(?:{'|'.join(re.escape(a) for a in words['areas'])})s?(?!\w)")

    def belongs(self, kind: str, event: str) -> bool:
        """Whether counts of a kind belong to events of a type before others."""
        return self._by_type.get(event) == kind or event in self._belong.get(kind, ())

    def of_recipients(self, event: str) -> str | None:
        """Return the kind that the number of those affected has; None where it depends on what became of them."""
        kind = self._by_type.get(event)
        return kind if kind in self._of_people and kind not in ("personnel", "participants") else None

    def are_people(self, sentence: Sentence, span: WordRange) -> bool:
        """Whether a count's head noun names persons."""
        return any(self._noun(sentence, i) in self._people for i in range(*span) if sentence.upos[i] in ("NOUN", "PROPN"))

    def is_part(self, sentence: Sentence, span: WordRange) -> bool:
        """Whether a count is contained in another one of its sentence: "four of them children", "including two officers"."""
        begin, end = span
        before = {form.lower() for form in sentence.forms[max(0, begin - 3) : begin]}
        inside = [form.lower() for form in sentence.forms[begin : end + 2]]
        of_them = any(a == "of" and b in ("them", "whom", "which") for a, b in zip(inside, inside[1:], strict=False))
        return of_them or (bool(before & self._partial) and begin > 0 and sentence.forms[begin - 1].lower() not in ("people", "those"))

    def counts_bodies(self, sentence: Sentence, span: WordRange, kind: str) -> bool:
        """Whether a count of people is one of their units or groups ("two brigades"), and so none of people."""
        head = next((i for i in range(*span) if not span[0] <= sentence.heads[i] - 1 < span[1] and sentence.upos[i] == "NOUN"), None)
        return kind in self._of_people and head is not None and sentence.lemmas[head].lower() in self._bodies

    def decide(self, sentence: Sentence, span: WordRange, event: str, trigger: WordRange, model: Mapping[str, float]) -> tuple[str, str]:
        """Return the kind of the count at words [begin, end) and what decided it; `model` has the model's chance of each kind."""
        begin, end = span
        text = " ".join(sentence.forms[begin:end]).lower()
        if self._areas.search(text):
            return "area_km2", "unit"
        if re.search(r"[$€£]|\b(?:usd|eur)\b", text):
            return "money", "unit"
        if re.search(r"%|\bper ?cent\b", text):
            return "other", "unit"
        likeliest = max(model, key=lambda kind: model[kind])
        nouns = [self._noun(sentence, i) for i in range(begin, end) if sentence.upos[i] in ("NOUN", "PROPN", "ADJ", "SYM")]
        noun = next((n for n in reversed(nouns) if n), None)
        if noun and noun not in self._people:
            return self._of_noun[noun], f"noun {noun!r}"
        if not nouns and event in self._bare:
            return self._bare[event], f"type {event}"
        if noun is None and model[likeliest] > 0.8:
            return likeliest, f"model {model[likeliest]:.2f}"
        fate = "killed_or_injured" if self._lost_with_materiel(sentence, span, trigger) else self._fate(sentence, span)
        if fate and (event not in self._by_type or event in ("kill", "injure", "execute")):
            return fate, "words of killing and wounding"
        told = next((self._by_trigger[c] for i in range(*trigger) for c in sorted(candidates(sentence.forms[i])) if c in self._by_trigger), None)
        if told and event in ("detain", "abduct", "seize_territory", "surrender"):
            return told, "trigger"
        usual = self._by_type.get(event)
        if usual and (likeliest != usual):
            # another kind of people, "20 captured soldiers" among the detained, only where the model is sure
            related = model[likeliest] > 0.7 and likeliest in self._of_people
            return (likeliest, f"model {model[likeliest]:.2f}") if related else (usual, f"type {event}")
        return likeliest, f"model {model[likeliest]:.2f}"

    def _noun(self, sentence: Sentence, index: int) -> str | None:
        for lemma in (sentence.lemmas[index].lower(), *sorted(candidates(sentence.forms[index]))):
            if lemma in self._of_noun or lemma in self._people:
                return lemma
        return None

    def _fate(self, sentence: Sentence, span: WordRange) -> str | None:
        """Killed or injured, by the words that the count hangs on or that stand in it."""
        begin, end = span
        inside: frozenset[str] = frozenset().union(*(candidates(form) for form in sentence.forms[begin:end]))
        after: frozenset[str] = frozenset().union(*(candidates(form) for form in sentence.forms[end : end + 3]))
        if inside & self._harmed or (after & self._killed and after & self._injured):
            return "killed_or_injured"
        killed, injured = bool(inside & self._killed), bool(inside & self._injured)
        if killed and injured:
            return "killed_or_injured"
        if killed or injured:
            return "killed" if killed else "injured"
        beside = self._beside(sentence, span)
        if beside:
            return beside
        head = next((i for i in range(begin, end) if not begin <= sentence.heads[i] - 1 < end), begin)
        for _ in range(4):
            head = sentence.heads[head] - 1
            if head < 0:
                return None
            lemmas = candidates(sentence.forms[head])
            joined = [i for i, h in enumerate(sentence.heads) if h - 1 == head and sentence.deprel[i] == "conj" and i - head <= 3]
            both = any(candidates(sentence.forms[i]) & (self._injured | self._killed) for i in joined)
            if lemmas & self._killed:
                return "killed_or_injured" if both and any(candidates(sentence.forms[i]) & self._injured for i in joined) else "killed"
            if lemmas & self._injured:
                return "killed_or_injured" if both and any(candidates(sentence.forms[i]) & self._killed for i in joined) else "injured"
        return None

    def _lost_with_materiel(self, sentence: Sentence, span: WordRange, trigger: WordRange) -> bool:
        """Whether men stand in a list of losses that holds materiel too, as defence ministries give them: "lost up to 190 servicemen, one tank"."""
        lost = any(candidates(sentence.forms[i]) & self._losing for i in range(*trigger))
        end = span[1]
        listed = end < len(sentence.forms) and sentence.forms[end] in (",", "and")
        return lost and listed and any(self._of_noun.get(self._noun(sentence, i) or "") in ("vehicles", "weapons") for i in range(end, min(end + 8, len(sentence.forms))))

    def _beside(self, sentence: Sentence, span: WordRange) -> str | None:
        """Killed or injured, by the word right before or after a count: "wounding 29 people", "60 soldiers were killed and wounded"."""
        begin, end = span
        for index in (begin - 1, begin - 2):
            if index >= 0 and sentence.upos[index] == "VERB":
                lemmas = candidates(sentence.forms[index])
                if lemmas & (self._killed | self._injured):
                    return "killed" if lemmas & self._killed else "injured"
                break
            if index < 0 or sentence.upos[index] not in ("ADV", "DET", "ADP", "PUNCT"):
                break
        index = end
        while index < min(end + 5, len(sentence.forms)) and sentence.upos[index] in ("AUX", "ADV"):
            index += 1
        if index < len(sentence.forms):
            lemmas = candidates(sentence.forms[index])
            further: frozenset[str] = frozenset().union(*(candidates(form) for form in sentence.forms[index + 1 : index + 3]))
            killed, injured = bool(lemmas & self._killed), bool(lemmas & self._injured)
            if (killed and further & self._injured) or (injured and further & self._killed):
                return "killed_or_injured"
            return "killed" if killed else "injured" if injured else None
        return None


def widen(sentence: Sentence, span: WordRange) -> WordRange:
    """Extend a count that stops short of its noun: "some 400 square" to "some 400 square kilometers"; "40" of "between 40 and 55" to the whole range."""
    begin, end = span
    size = len(sentence.forms)
    forms = [form.lower() for form in sentence.forms]
    # "between 40 and 55", "10 to 15": one count
    if begin >= 2 and forms[begin - 1] in ("and", "to", "or", "-", "–") and sentence.upos[begin - 2] == "NUM" and sentence.upos[begin] == "NUM" and (
        forms[begin - 1] != "and" or "between" in forms[max(0, begin - 4) : begin - 2]):
        begin -= 2
    if end + 1 < size and forms[end] in ("and", "to", "or", "-", "–") and sentence.upos[end - 1] == "NUM" and sentence.upos[end + 1] == "NUM" and (
        forms[end] != "and" or "between" in forms[max(0, begin - 2) : end]):
        end += 2
    # "four" of "four of nine cruise missiles"
    if end + 1 < size and forms[end] == "of" and sentence.upos[end - 1] == sentence.upos[end + 1] == "NUM":
        end += 2
    # "a judge and his driver"
    if end + 2 < size and forms[begin] in ("a", "an") and forms[end] == "and" and forms[end + 1] in ("a", "an", "his", "her", "their") and sentence.upos[end + 2] == "NOUN":
        end += 3
    if begin and forms[begin - 1] == "between":
        begin -= 1
    for reach in (3, 2, 1):
        if begin >= reach and (" ".join(forms[begin - reach : begin]) in load_numbers().bounds or " ".join(forms[begin - reach : begin + 1]) in load_numbers().bounds):
            begin -= reach
            break
    while end < size and end - begin < 8 and sentence.upos[end - 1] in ("ADJ", "NUM", "NOUN", "PROPN", "PUNCT", "VERB"):
        word = sentence.heads[end - 1] - 1 if sentence.deprel[end - 1] == "conj" else end - 1
        head = sentence.heads[word] - 1
        ahead = end <= head <= end + 3 and sentence.upos[head] in ("NOUN", "PROPN") and sentence.deprel[word] in ("amod", "nummod", "compound", "punct", "nmod:desc", "flat")
        hyphen = sentence.forms[end] == "-" and end + 1 < size
        if not (ahead or hyphen):
            break
        end = head + 1 if ahead else end + 2
    return begin, end


def whole_of(sentence: Sentence, span: WordRange, trigger: WordRange) -> WordRange:
    """Cut "two of ten employees" to "ten employees" for an event that is told of all ten, as "kidnapped" in "two of ten kidnapped employees" is."""
    begin, end = span
    of = next((i for i in range(begin + 1, end - 1) if sentence.forms[i].lower() == "of" and sentence.upos[i - 1] == sentence.upos[i + 1] == "NUM"), None)
    if of is None or not sentence.deprel[trigger[0]].startswith(("acl", "amod")):
        return span
    return (of + 1, end) if trigger[0] > of else span


@lru_cache(maxsize=1)
def load_kinds() -> Kinds:
    """The kinds, built on first use."""
    return Kinds()


@lru_cache(maxsize=1)
def load_numbers() -> Numbers:
    """The grammar, built on first use."""
    return Numbers()
