"""Who is meant: the names of actors and sources, resolved within the report and looked up in vocabulary/actors.yml.

A mention keeps its own words and gets `name`, the fullest neutral name that the report or the table gives it, and `id`, its entry in the table. What
neither knows keeps its own words with a null id. Abbreviations are learned where the report introduces them ("Hayat Tahrir al-Sham (HTS)").
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from counterclaim import vocab
from counterclaim.language.lexicon import candidates
from counterclaim.language.parser import Sentence, WordRange
from counterclaim.reading.framing import neutral_name
from counterclaim.reading.roles import head_word

REACH = 60
"""Mentions back in which "the group" looks for its name."""

_DETERMINERS = frozenset("the a an its their his her our this that these those some several all both many other another such said".split())
_PLURAL = frozenset("they them their theirs themselves these those both all who which".split())
_SINGULAR_PERSON = frozenset("he him his himself she her hers herself who".split())
_SINGULAR_THING = frozenset("it its itself which that this".split())
PRONOUNS = _PLURAL | _SINGULAR_PERSON | _SINGULAR_THING | frozenset("we us our i me my you".split())
_OWN_STAFF = re.compile(r"^(?:our|this newspaper's|this agency's) (?:own )?(?:\w+ )?(?:correspondent|reporter|journalist|team|staff|colleague)s?\b", re.IGNORECASE)
_TITLES = re.compile(rf"^(?:{'|'.join(vocab.load('anaphora')['titles'])})\.?\s+")


@dataclass(frozen=True, slots=True)
class Entry:
    """One actor of the table; `parent` is the state or actor that it belongs to."""

    id: str
    name: str
    kind: str
    country: str | None
    sector: str | None
    acled: str | None
    parent: str | None
    agency: bool = False


class ActorTable:
    """vocabulary/actors.yml as lookups from folded names to entries."""

    def __init__(self) -> None:
        data: dict[str, Any] = vocab.load("actors")
        self.entries: dict[str, Entry] = {}
        self._names: dict[str, str] = {}
        self.demonyms: dict[str, str] = {}
        self.capitals: dict[str, str] = {}
        self.generic: dict[str, dict[str, str]] = data["generic"]
        words: dict[str, Any] = vocab.load("anaphora")
        self.persons, self.members, self.outlets = (frozenset(words[key]) for key in ("persons", "members", "outlets"))
        self.bodies: dict[str, list[str]] = words["bodies"]
        self._forces, self._police, self._offices = (frozenset(words[key]) for key in ("forces", "police", "offices"))
        for key, row in data["states"].items():
            self.entries[key] = Entry(key, row["name"], "government", row["country"], "GOV", "1", None)
            for name in [row["name"], *row.get("aliases", [])]:
                self._names.setdefault(fold(name), key)
            for name in [*row.get("capital", []), *row.get("seats", [])]:
                self.capitals.setdefault(fold(name), key)
            for name in row.get("demonyms", []):
                self.demonyms.setdefault(fold(name), key)
        for key, row in data["actors"].items():
            self.entries[key] = Entry(key, row["name"], row["kind"], row.get("country"), row.get("sector"), row.get("acled"), row.get("side"), bool(row.get("agency")))
            for name in [row["name"], *row.get("aliases", []), *row.get("formerly", [])]:
                self._names[fold(name)] = key

    def find(self, name: str) -> Entry | None:
        """Return the entry of a name, as an alias, a capital that stands for its government, or a demonym."""
        folded = fold(name)
        key = self._names.get(folded) or self.capitals.get(folded) or self.demonyms.get(folded)
        return self.entries[key] if key else None

    def of_state(self, state: Entry, head: str) -> Entry | None:
        """Return the entry of a state's own army, police or government, told as "Syrian troops", "Iraqi police", "Iranian officials"."""
        key = f"{state.id}-armed-forces" if head in self._forces else f"{state.id}-police" if head in self._police else state.id if head in self._offices else ""
        return self.entries.get(key)

    def state_of(self, word: str) -> Entry | None:
        """Return the state that a demonym or state name points to."""
        folded = fold(word)
        key = self.demonyms.get(folded) or self._names.get(folded)
        entry = self.entries.get(key) if key else None
        return entry if entry and entry.sector == "GOV" and entry.parent is None else None


def fold(name: str) -> str:
    """Fold a name for comparison: case, articles, possessive, hyphens and marks; what is too long for a name stays as it is."""
    return _fold(name) if len(name) <= 200 else name


@lru_cache(maxsize=50_000)
def _fold(name: str) -> str:
    text = re.sub(r"['’]s$|['’]$", "", name.strip())
    text = text.replace("U.S.", "US").replace("U.N.", "UN").replace("U.K.", "UK").replace("E.U.", "EU").replace("’", "'").replace("‘", "'").replace("`", "'")
    # "US" must not fold to the pronoun
    text = text if text in ("US", "IS", "IT", "WHO") else text.casefold()
    text = re.sub(r"[-‐–_/]", " ", text)
    text = re.sub(r"[^\w\s']", "", text)
    return re.sub(r"^(?:the|a|an)\s+", "", " ".join(text.split()))


@lru_cache(maxsize=1)
def load_actors() -> ActorTable:
    """The table, built on first use."""
    return ActorTable()


@dataclass(slots=True)
class Known:
    """An actor that the report has named: its words, its entry, and what it can be called later."""

    name: str
    entry: Entry | None
    head: str
    plural: bool
    person: bool
    sentence: int
    subject: bool
    word: int
    span: WordRange


class Cast:
    """The actors of one report in the order in which they appear; resolves each new mention against them."""

    def __init__(self, table: ActorTable, sentences: Sequence[Sentence], text: str, outlet: str | None = None) -> None:
        self._table = table
        self._text = text
        self.outlet = fold(outlet) if outlet else None
        self._aliases: dict[str, str] = {}
        self._people: dict[str, str] = {}
        self._known: list[Known] = []
        self._learn(sentences, text)

    def _learn(self, sentences: Sequence[Sentence], text: str) -> None:
        """Collect the abbreviations and former names that the report introduces, and the full names of its people."""
        for match in re.finditer(r" \(([A-Z][\w&.-]{1,11})(?=[,;) ])", text):
            short = match.group(1).rstrip(".")
            whole = self._expand(name_before(text, match.start()), short)
            if whole and sum(c.isupper() for c in short) >= 2:
                self._aliases.setdefault(fold(short), whole)
        for match in re.finditer(r"[,(] ?formerly(?: known as)? (?:the )?([A-Z][\w'’]{0,30}(?:[ -][A-Z][\w'’]{0,30}){0,4})", text):
            words = name_before(text, match.start())
            if words:
                self._aliases.setdefault(fold(match.group(1)), " ".join(words))
        for sentence in sentences:
            for begin, end, kind in sentence.names:
                if kind == "PER" and end - begin >= 2:
                    whole = text[sentence.words[begin][0] : sentence.words[end - 1][1]]
                    whole = re.sub(r"['’]s$", "", whole)
                    last = whole.split()[-1]
                    self._people.setdefault(fold(last), _TITLES.sub("", whole))

    def _expand(self, words: list[str], short: str) -> str | None:
        """The shortest tail of `words` whose initials spell `short`."""
        letters = re.sub(r"[^A-Za-z]", "", short).lower()
        for start in range(len(words) - 1, -1, -1):
            tail = words[start:]
            if not tail[0][0].isupper():
                continue
            initials = "".join(p[0] for w in tail for p in re.split(r"[-‐]", w) if p and (p[0].isupper())).lower()
            if initials == letters:
                return " ".join(tail)
        capitals = [i for i, w in enumerate(words) if w[0].isupper()]
        return " ".join(words[capitals[0] :]) if capitals and len(words) >= 2 and words[capitals[0]][0].lower() == letters[:1] else None

    # -- one mention ------------------------------------------------------------------------------------------------------------------

    def resolve(self, sentence: Sentence, number: int, span: WordRange, subject: bool) -> tuple[str, Entry | None, WordRange]:
        """Return the name and the entry of the mention at words [begin, end) of a sentence, and remember it.

        The words returned are the mention's own, or of a pronoun the explicit mention in the same sentence that it means.
        """
        begin, end = span
        text = self._text[sentence.words[begin][0] : sentence.words[end - 1][1]]
        head = head_word(sentence, begin, end)
        lower = text.lower()
        # "US" and "WHO" are names
        capitals = text.isupper() and len(text) > 1
        if not capitals and lower in PRONOUNS:
            found = self._speaker(sentence, number, begin, lower) or self._antecedent(lower, number)
            if found is None:
                return text, None, span
            return found.name, found.entry, found.span if found.sentence == number else span
        name, entry = self._name(sentence, begin, end, text, head)
        if entry is None:
            name = neutral_name(without_count(name))
        if entry is None and self._definite(sentence, begin, end, text):
            found = self._same_head(sentence, head, number)
            if found:
                name, entry = found.name, found.entry
        person = any(k == "PER" and b < end and e > begin for b, e, k in sentence.names) or (sentence.lemmas[head].lower() in self._table.persons and sentence.upos[head] != "PROPN")
        plural = (sentence.upos[head] == "NOUN" and sentence.forms[head].lower() != sentence.lemmas[head].lower()) or sentence.lemmas[head].lower() in ("people", "police") or " and " in text
        self._known.append(Known(name, entry, sentence.lemmas[head].lower(), plural, person, number, subject, head, span))
        return name, entry, span

    def _name(self, sentence: Sentence, begin: int, end: int, text: str, head: int) -> tuple[str, Entry | None]:
        bare = strip_edges(text)
        for candidate in (bare, re.sub(r"\s*\([^)]*\)?", "", bare).strip()):
            entry = self._table.find(candidate)
            if entry:
                # "the Israeli army" is neutral as it stands; an abbreviation or another name gives way to the usual one
                own_words = entry.kind in ("military", "police") and entry.parent is not None and not candidate.isupper() and candidate.split()[-1].islower()
                return bare if own_words else entry.name, entry
            whole = self._aliases.get(fold(candidate))
            if whole:
                return whole, self._table.find(whole)
        inner = [(b, e, k) for b, e, k in sentence.names if b >= begin and e <= end]
        lemma = next((c for c in sorted(candidates(sentence.forms[head])) if c in self._table.members | self._table.persons | self._table.generic.keys()), sentence.lemmas[head].lower())
        people = [n for n in inner if n[2] == "PER" and (n[0] <= head < n[1] or (lemma in self._table.persons and n[0] > head))]
        if people:
            b, e, _ = people[-1]
            words = re.sub(r"['’]s$", "", self._text[sentence.words[b][0] : sentence.words[e - 1][1]])
            words = _TITLES.sub("", words)
            return self._people.get(fold(words.split()[-1]), words), None
        for b, e, kind in inner:
            phrase = re.sub(r"['’]s$", "", self._text[sentence.words[b][0] : sentence.words[e - 1][1]])
            if e < end and sentence.forms[e] in ("-", "‐", "–"):
                continue  # "NATO-led", "US-backed": the name qualifies, it is not the one meant
            if kind in ("LOC", "NORP") and not b <= head < e and (b < head or sentence.forms[b - 1].lower() == "of"):
                # "Syrian troops", "Iraqi police": the state's own; "jihadist forces in Syria" are not
                state = self._table.state_of(phrase)
                entry = self._table.of_state(state, lemma) if state else None
                if entry and len(inner) == 1:
                    return bare, entry
            if kind == "ORG" and lemma not in self._table.persons:
                name = self._aliases.get(fold(phrase), phrase)
                entry = self._table.find(phrase) or self._table.find(name) or self._table.find(self._without_kind(phrase))
                # "rebels of the Northern Front", "the news agency Anadolu" are the group, the outlet
                own = entry is not None and entry.parent is None and entry.sector == "GOV"
                group = lemma in self._table.members and not own
                outlet = entry is not None and entry.kind == "media" and any(o in bare.lower() for o in self._table.outlets)
                if entry and (b <= head < e or group or outlet):
                    return entry.name, entry
                if lemma in self._table.members and not b <= head < e and e - b >= 2:
                    return strip_edges(name), None
        named = self._apposition(sentence, begin, end, head)
        if named and not inner:
            entry = self._table.find(named)
            return (entry.name, entry) if entry else (self._aliases.get(fold(named), named), None)
        # "rebels of the Northern Liberation Front (NLF)" that the tagger took for one name
        of = re.match(r"(?:\w+ ){0,3}?(\w+) of (?:the )?([A-Z].+)", bare)
        if of and candidates(of.group(1)) & self._table.members:
            whole = re.sub(r"\s*\([^)]*\)?", "", of.group(2)).strip()
            entry = self._table.find(whole)
            return (entry.name, entry) if entry else (whole, None)
        return re.sub(r"\s*\([^)]*\)?", "", bare).strip() or text, None

    def _without_kind(self, phrase: str) -> str:
        """A name without the words that say what kind of outlet it is: "RIA Novosti" of "RIA Novosti news agency"."""
        words = phrase.split()
        while len(words) > 1 and words[-1].lower() in self._table.outlets:
            words = words[:-1]
        while len(words) > 1 and words[0].lower() in self._table.outlets:
            words = words[1:]
        return " ".join(words)

    def _apposition(self, sentence: Sentence, begin: int, end: int, head: int) -> str | None:
        """The name that stands beside a plain phrase: "a Sunni group, Jundollah"."""
        for index, above in enumerate(sentence.heads):
            beside = (above - 1 == head and not begin <= index < end) or (sentence.heads[head] - 1 == index and sentence.deprel[head] == "appos")
            if beside and sentence.upos[index] == "PROPN" and (sentence.deprel[index] == "appos" or sentence.deprel[head] == "appos"):
                found = next(((b, e) for b, e, _ in sentence.names if b <= index < e), (index, index + 1))
                return strip_edges(self._text[sentence.words[found[0]][0] : sentence.words[found[1] - 1][1]])
        return None

    def _definite(self, sentence: Sentence, begin: int, end: int, text: str) -> bool:
        first = sentence.forms[begin].lower()
        has_name = any(b < end and e > begin for b, e, _ in sentence.names) or any(sentence.upos[i] == "PROPN" for i in range(begin, end))
        return not has_name and end - begin <= 3 and (first in ("the", "its", "their", "this", "that", "these", "those") or end - begin == 1)

    def can_act(self, sentence: Sentence, word: int) -> bool:
        """Whether a noun is one that can do and say things: a name, or a head noun of people and bodies."""
        if sentence.upos[word] == "PROPN" or any(b <= word < e for b, e, _ in sentence.names):
            return True
        return sentence.upos[word] == "NOUN" and bool(candidates(sentence.forms[word]) & (self._table.persons | self._table.members | self._table.outlets | self._table.generic.keys()))

    def _speaker(self, sentence: Sentence, number: int, pronoun: int, word: str) -> Known | None:
        """The subject of the clause above, which a pronoun in what is said means: "the army said that it ..."."""
        verb = sentence.heads[pronoun] - 1
        for _ in range(3):
            if verb < 0 or sentence.deprel[verb] not in ("ccomp", "xcomp", "advcl", "conj"):
                return None
            relation, verb = sentence.deprel[verb], sentence.heads[verb] - 1
            if relation == "conj":
                continue
            subject = next((i for i, head in enumerate(sentence.heads) if head - 1 == verb and sentence.deprel[i].startswith("nsubj")), None)
            if subject is not None:
                return next((k for k in reversed(self._known) if k.sentence == number and k.word == subject and self._agrees(k, word)), None)
        return None

    @staticmethod
    def _agrees(known: Known, pronoun: str) -> bool:
        """Whether an actor can be told by a pronoun: "he" is a person, "it" neither a person nor many."""
        if pronoun in ("he", "him", "his", "she", "her"):
            return known.person
        if pronoun in ("it", "its"):
            return not known.person and not known.plural
        return not (pronoun in ("they", "them", "their") and known.person and not known.plural)

    def _antecedent(self, pronoun: str, number: int) -> Known | None:
        """The nearest actor that a pronoun can mean: subjects of the same or an earlier sentence first."""
        many = pronoun in ("they", "them", "their")
        for plural_only, subjects_only in ((True, True), (True, False), (False, True), (False, False)) if many else ((False, True), (False, False)):
            for known in reversed(self._known):
                if number - known.sentence > 3:
                    break
                if (subjects_only and not known.subject) or (plural_only and not known.plural):
                    continue
                if self._agrees(known, pronoun):
                    return known
        return None

    def _same_head(self, sentence: Sentence, head: int, number: int) -> Known | None:
        """The latest actor that "the group", "the army", "the militants" can mean."""
        lemma = sentence.lemmas[head].lower()
        plain = self._table.generic.get(lemma)
        for known in reversed(self._known[-REACH:]):
            if known.head == lemma and known.name.lower() != lemma:
                return known
            if known.entry and plain and lemma not in self._table.persons and known.entry.kind == plain.get("kind") and number - known.sentence <= 4:
                return known
            if known.entry and known.entry.kind in self._table.bodies.get(lemma, ()) and number - known.sentence <= 4:
                return known
        return None

    def is_outlet(self, text: str, name: str, entry: Entry | None) -> bool:
        """Whether a source is the outlet that publishes the report, by name or as "we" and "our correspondent": it is never listed."""
        if text in ("We", "we", "I", "us", "Our", "our") or text.lower() in ("this newspaper", "this agency") or _OWN_STAFF.match(text):
            return True
        return self.outlet is not None and (fold(name) == self.outlet or (entry is not None and fold(entry.name) == self.outlet))


_JOINING = frozenset("al el of the for and de in du des".split())


def name_before(text: str, position: int) -> list[str]:
    """Return the words of the capitalised name that ends right before a position, with the small words inside it."""
    words: list[str] = []
    for word in reversed(text[max(0, position - 150) : position].split()[-10:]):
        if not (word[0].isupper() or word in _JOINING):
            break
        words.insert(0, word)
    while words and words[0] in _JOINING:
        words = words[1:]
    return words


def without_count(name: str) -> str:
    """Return a name without the count before it: "at least 20 militants" to "militants"."""
    pattern = _count_pattern()
    while (match := pattern.match(name)) and match.end() < len(name):
        name = name[match.end() :]
    return name


@lru_cache(maxsize=1)
def _count_pattern() -> re.Pattern[str]:
    words: dict[str, Any] = vocab.load("quantities")
    told = [*words["bounds"], *words["numbers"], *words["scales"], *(f"{v} of" for v in words["vague"]), *words["vague"], "a group of", "group of", "another", "a further", "further", "of the", "of"]
    return re.compile(rf"(?:\d[\d,.]*|{'|'.join(re.escape(w) for w in sorted(told, key=len, reverse=True))})(?:-\w+)?\s+", re.IGNORECASE)


def strip_edges(text: str) -> str:
    """Cut articles, possessives and quotes off a phrase."""
    text = text.strip("“”\"‘’'«» (")
    words = text.split()
    first = next((i for i, word in enumerate(words) if word.lower() not in _DETERMINERS), len(words) - 1)
    return re.sub(r"['’]s$", "", " ".join(words[max(0, first):]))
