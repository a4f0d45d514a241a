"""What the attribution rules ask of a sentence: its phrases, who can speak, where a cue begins and ends, and whose it is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from counterclaim import vocab
from counterclaim.language.lexicon import candidates
from counterclaim.language.parser import Sentence, WordRange
from counterclaim.reading.cuewords import CueWords
from counterclaim.reading.tree import Tree

RELATIVE = frozenset(("who", "which", "that", "whom"))
_PERSONAL = frozenset("he she they it who some many others both all several most each neither none nobody everybody everyone somebody someone".split())
_NOT_IN_CUE = frozenset(("when", "how", "where", "why", "so", "however", "as", "if", "once"))
_CLAUSES = frozenset(("root", "ccomp", "conj", "advcl", "parataxis", "acl", "csubj", "xcomp", "dep"))
ACTORS = frozenset(word for key in ("persons", "members", "outlets", "forces", "police", "offices") for word in vocab.load("anaphora")[key]) | vocab.load("anaphora")["bodies"].keys()
"""Nouns of those who can say and think things, besides the vocabulary's speakers."""


@dataclass(slots=True)
class Said:
    """One attribution in words of its sentence; `speech` where it can hold quotes, `awaits` where its content comes in the next sentence, `follows` in the last."""

    cue: WordRange
    source: WordRange | None
    content: list[WordRange] = field(default_factory=list)
    speech: bool = False
    awaits: bool = False
    follows: bool = False


class Walk:
    """A sentence with its tree; `quoted` numbers the quote that each word stands in, -1 for none."""

    def __init__(self, sentence: Sentence, lemmas: list[str], words: CueWords, quoted: Sequence[int]) -> None:
        self.s = sentence
        self.lemmas = lemmas
        self.forms = [form.lower() for form in sentence.forms]
        self.words = words
        self.quoted = quoted
        self.tree = Tree(sentence)
        self.relation = [relation.partition(":")[0] for relation in sentence.deprel]
        self.named = [False] * len(lemmas)
        for begin, end, kind in sentence.names:
            if kind in ("PER", "ORG", "NORP", "LOC"):
                self.named[begin:end] = [True] * (end - begin)

    # -- small questions ---------------------------------------------------------------------------------------------------------------

    def _below(self, word: int, *relations: str) -> list[int]:
        return [i for i in self.tree.below[word] if self.relation[i] in relations]

    def _trim(self, span: WordRange) -> WordRange | None:
        """Cut marks and joining words off both ends of a stretch; a bracket or quote that closes inside stays."""
        begin, end = span
        upos, forms = self.s.upos, self.s.forms
        while begin < end and (upos[begin] == "PUNCT" or (upos[begin] == "CCONJ" and self.relation[begin] == "cc")):
            begin += 1
        while begin < end and upos[end - 1] == "PUNCT" and not (forms[end - 1] in (")", "]") and any(f in ("(", "[") for f in forms[max(begin, end - 30) : end - 1])):
            end -= 1
        return (begin, end) if begin < end else None

    def _without_aside(self, span: WordRange) -> WordRange:
        """Cut a relative clause behind a comma off the end: what only explains is the text's own."""
        begin, end = span
        last = end
        while last > begin + 1 and self.s.upos[last - 1] == "PUNCT":
            last -= 1
        at = last - 1
        for _ in range(12):
            first, stop = self.tree.stretch(at)
            if first <= begin or stop > end:
                break
            if self.s.deprel[at] in ("acl:relcl", "advcl:relcl") and self.forms[first] in ("who", "which", "whose", "where") and self.forms[first - 1] == "," and self.quoted[at] < 0:
                return begin, first - 1
            at = self.s.heads[at] - 1
            if at < begin:
                break
        return span

    def _hull(self, heads: Iterable[int]) -> WordRange:
        stretches = [self.tree.stretch(i) for i in heads]
        return min(b for b, _ in stretches), max(e for _, e in stretches)

    def _case(self, word: int) -> int | None:
        """The preposition or mark right at the beginning of a phrase or clause."""
        first = self.tree.stretch(word)[0]
        return next((i for i in self.tree.below[word] if self.relation[i] in ("case", "mark") and i <= first + 1), None)

    def _is_actor(self, word: int) -> bool:
        if self.s.upos[word] == "PRON":
            return self.forms[word] in _PERSONAL
        if self.s.upos[word] == "PROPN" or self.named[word]:
            return True
        return self.s.upos[word] in ("NOUN", "ADJ", "NUM") and bool((candidates(self.s.forms[word]) | {self.lemmas[word]}) & (ACTORS | self.words.speakers))

    def _clause_head(self, word: int) -> int:
        """The head of the clause that a word stands in."""
        for _ in range(8):
            if self.s.heads[word] == 0 or (self.relation[word] in _CLAUSES and self.s.upos[word] in ("VERB", "AUX", "ADJ")):
                break
            word = self.s.heads[word] - 1
        return word

    def _within_semicolons(self, span: WordRange, word: int) -> WordRange:
        """The part of a stretch between the semicolons on either side of a word: entries of a digest are told apart by them."""
        begin, end = span
        for i in range(word, begin - 1, -1):
            if self.s.forms[i] == ";":
                begin = i + 1
                break
        for i in range(word, end):
            if self.s.forms[i] == ";":
                end = i
                break
        return begin, end

    # -- cue and source ----------------------------------------------------------------------------------------------------------------

    def _group(self, verb: int) -> WordRange:
        """The verb with its auxiliaries, the adverbs between and before them, and its particle."""
        below = self.tree.below[verb]
        begin = verb
        for i in reversed([i for i in below if i < verb]):
            fits = self.relation[i] == "aux" or (self.relation[i] == "advmod" and self.forms[i] not in _NOT_IN_CUE and not self.tree.below[i])
            if i != begin - 1 or not fits or (self.s.upos[i] == "PART" and self.forms[i] == "to"):
                break
            begin = i
        end = verb + 1
        for i in below:
            if i == end and self.s.deprel[i] == "compound:prt":
                end = i + 1
        return begin, end

    def _phrase(self, word: int, verb: int) -> WordRange:
        """The noun phrase of a source: all that hangs on it, up to the verb that it is the source of."""
        begin, end = self.tree.stretch(word)
        if begin <= verb < end:
            begin, end = (begin, verb) if word < verb else (verb + 1, end)
        case = self._case(word)
        if case is not None and case == begin:
            begin += 1
        # a clause of its own that the parse hangs on the phrase
        cut = next((self.tree.stretch(i)[0] for i in self.tree.below[word] if i > word and self.relation[i] in ("parataxis", "advcl", "ccomp")), end)
        return begin, max(word + 1, min(end, cut))

    def _subject(self, verb: int) -> tuple[int | None, int]:
        """The subject of a verb, its own or that of the verb that lends it one, and the verb that it belongs to."""
        at = self._speaks_along(verb)
        for _ in range(6):
            # in "A full panic,” said Wimes" the words of the quote speak for nobody
            subjects = [i for i in self.tree.below[at] if self.relation[i] in ("nsubj", "csubj") and (self.quoted[i] == self.quoted[at] or self.quoted[i] < 0)]
            subject = min(subjects, key=lambda i: (i > at, abs(i - at)), default=None)
            relation = self.relation[at]
            if subject is not None:
                above = self.s.heads[at] - 1
                # "denied that the town had fallen and said ...": a town says nothing, who denied it does
                if at != verb and relation == "ccomp" and self.lemmas[above] in self.words.verbs["clause"] and not self._is_actor(subject):
                    at = above
                    continue
                return subject, at
            above = self.s.heads[at] - 1
            if above < 0:
                return None, at
            if relation == "acl":
                return (above if self.s.upos[above] in ("NOUN", "PROPN", "PRON", "NUM") else None), at
            if relation == "xcomp":
                owner = next((i for i in self._below(above, "obj", "iobj") if i < at), None)
                if owner is not None:
                    return owner, above
            if relation not in ("conj", "advcl", "xcomp", "parataxis") or self.s.upos[above] not in ("VERB", "ADJ", "NOUN", "AUX", "PROPN"):
                return None, at
            if relation == "conj" and self.s.upos[above] not in ("VERB", "ADJ", "AUX"):
                return None, at
            at = above
        return None, at

    def _speaks_along(self, verb: int) -> int:
        """The verb of saying with which a participle shares its speaker, though it hangs on what is said: "said it had fallen, adding that"."""
        if self.relation[verb] != "advcl" or not self.forms[verb].endswith("ing") or self._below(verb, "mark"):
            return verb
        at = self.s.heads[verb] - 1
        for _ in range(4):
            if at < 0:
                break
            other = next((i for i in self.tree.below[at] if self.relation[i] in ("parataxis", "dep") and i < verb and self.lemmas[i] in self.words.verbs["clause"] and self._below(i, "nsubj")), None)
            if other is not None:
                return other
            above = self.s.heads[at] - 1
            if self.relation[at] == "ccomp" and above >= 0 and self.lemmas[above] in self.words.verbs["clause"]:
                return above
            at = above if self.relation[at] in ("conj", "advcl", "xcomp", "ccomp") else -1
        return verb

    def _source(self, verb: int) -> tuple[WordRange | None, int | None]:
        """The words of an active verb's source, and their head."""
        subject, owner = self._subject(verb)
        if subject is None:
            return None, None
        if self.forms[subject] in RELATIVE and self.relation[owner] == "acl":
            noun = self.s.heads[owner] - 1
            begin, end = self.tree.stretch(noun)
            end = min(end, self.tree.stretch(owner)[0])
            case = self._case(noun)
            return (begin + (case == begin), end), noun
        if subject == self.s.heads[owner] - 1:  # the noun that a participle hangs on
            begin, end = self.tree.stretch(subject)
            end = min(end, self.tree.stretch(owner)[0]) if subject < owner else end
            case = self._case(subject)
            return (begin + (case == begin), end), subject
        begin, end = self._phrase(subject, owner)
        # title and name, or article and noun, that the parse made two subjects
        for i in reversed([i for i in self.tree.below[owner] if i < subject and self.relation[i] == "nsubj"]):
            first, last = self.tree.stretch(i)
            if last != begin:
                break
            begin = first
        return (begin, end), subject

    def _agent(self, verb: int) -> tuple[WordRange | None, int | None]:
        for i in self._below(verb, "obl", "nmod"):
            case = self._case(i)
            if i > verb and case is not None and self.forms[case] == "by":
                return self._phrase(i, verb), case
        return None, None
