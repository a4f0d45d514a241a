"""Attributions of one sentence: who says, thinks or shows what, by the parse and vocabulary/cues.yml.

Each rule finds a cue, its source and its content as words of the sentence; `reported.py` puts quotes and whole texts together. Claims' own chains come
from the model (`attribution.py`): these rules see every attribution, of events or not. Verbs are in `cueverbs.py`; here are nouns ("the claim that"),
adverbs, prepositions ("according to") and marks (a colon, a dash).
"""

from __future__ import annotations

from collections.abc import Sequence

from counterclaim.language.lexicon import candidates
from counterclaim.language.parser import Sentence, WordRange
from counterclaim.reading.cueverbs import VerbCues
from counterclaim.reading.cuewalk import ACTORS, Said
from counterclaim.reading.cuewords import CueWords
from counterclaim.reading.tree import without

_DASHES = frozenset(("–", "—", "―", "-", "--"))
LONGEST = 500
"""Words beyond which a sentence is none: the language layer cuts its own far before, tokens that come from outside are as long as they like."""
FEWEST = 3
"""Words that somebody before a colon says, at least: "Source: NATO" is a label."""
LABEL_REACH = 12
"""Words before a colon among which a speaker is looked for."""


def find_said(sentence: Sentence, words: CueWords, quoted: Sequence[int]) -> list[Said]:
    """Return the attributions of a sentence; `quoted` numbers the quote that each word stands in, -1 for none."""
    if len(sentence.forms) > LONGEST:
        return []
    lemmas = [lemma.lower() for lemma in sentence.lemmas]
    if not any(lemma in words.all_verbs or lemma in words.all_nouns or lemma in words.adverbs or lemma in words.prepositions for lemma in lemmas) and not (
        {":", *_DASHES, *words.prepositions} & {form.lower() for form in sentence.forms}
    ):
        return []
    return _Reader(sentence, lemmas, words, quoted).read()


class _Reader(VerbCues):
    def __init__(self, sentence: Sentence, lemmas: list[str], words: CueWords, quoted: Sequence[int]) -> None:
        super().__init__(sentence, lemmas, words, quoted)
        self.found: list[Said] = []
        self.taken = [False] * len(lemmas)

    def read(self) -> list[Said]:
        for word, lemma in enumerate(self.lemmas):
            if self.taken[word]:
                continue
            upos = self.s.upos[word]
            if upos == "VERB" and lemma in self.words.all_verbs:
                self._add(self._verb(word))
            elif upos == "NOUN" and lemma in self.words.all_nouns:
                self._add(self._noun(word))
            elif upos == "ADV" and lemma in self.words.adverbs:
                self._add(self._adverb(word))
            if self.forms[word] in self.words.prepositions:
                self._add(self._preposition(word))
        self._add(self._label())
        self._add(self._credit())
        return self.found

    def _add(self, said: Said | None) -> None:
        if said is None or not (said.content or said.awaits or said.follows) or any(self.taken[i] for i in range(*said.cue)):
            return
        if said.source is not None:
            said.source = next((part for piece in without(said.source, [said.cue]) if (part := self._trim(piece)) is not None), None)
        out = [said.cue, *([said.source] if said.source else [])]
        said.content = [part for whole in said.content for piece in without(self._without_aside(whole), out) if (part := self._trim(piece)) is not None]
        if not (said.content or said.awaits or said.follows):
            return
        self.taken[said.cue[0] : said.cue[1]] = [True] * (said.cue[1] - said.cue[0])
        self.found.append(said)

    def _noun(self, noun: int) -> Said | None:
        lemma, nouns = self.lemmas[noun], self.words.nouns
        below = [i for i in self.tree.below[noun] if i > noun]
        clause = next((i for i in below if self.relation[i] in ("acl", "ccomp", "advcl", "appos", "dep") and self._is_that_clause(i)), None)
        doing = next((i for i in below if self.relation[i] in ("acl", "advcl", "xcomp", "ccomp") and self._infinitive(i)), None)
        about = next((i for i in below if self.relation[i] in ("nmod", "acl", "obl", "advcl") and (case := self._case(i)) is not None and case == noun + 1 and self.forms[case] in self.words.noun_prepositions.get(lemma, ())), None)
        cue = noun, noun + 1
        if clause is not None and lemma in nouns["clause"]:
            content = self.tree.stretch(clause)
        elif doing is not None and lemma in nouns["doing"]:
            content = self.tree.stretch(doing)
        elif about is not None:
            cue = noun, noun + 2
            content = noun + 2, self.tree.stretch(about)[1]
        else:
            return None
        source = self._owner(noun, content)
        if source is not None and self.forms[source[0]] in ("my", "our", "your"):
            return None
        return Said(cue, source, [content])

    def _is_that_clause(self, word: int) -> bool:
        mark = next(iter(self._below(word, "mark")), None)
        return mark is not None and self.forms[mark] == "that" and bool(self._below(word, "nsubj", "csubj", "expl")) and self.s.deprel[word] != "acl:relcl"

    def _owner(self, noun: int, content: WordRange) -> WordRange | None:
        """Whose claim, report or promise it is."""
        for i in self.tree.below[noun]:
            if self.s.deprel[i] == "nmod:poss":
                return self.tree.stretch(i)
        for i in self.tree.below[noun]:
            case = self._case(i)
            if i > noun and self.relation[i] in ("nmod", "obl") and case is not None and self.forms[case] in ("by", "from", "of") and not content[0] - 1 <= i < content[1] and self._is_actor(i):
                begin, end = self._phrase(i, noun)
                return begin, min(end, content[0]) if i < content[0] else end
        for i in self.tree.below[noun]:
            if i < noun and self.relation[i] in ("amod", "compound") and self.named[i]:
                return self.tree.stretch(i)
        verb = self.s.heads[noun] - 1
        if self.relation[noun] == "obj" and self.lemmas[verb] in self.words.nouns["light"]:
            return self._source(verb)[0]
        return None

    def _adverb(self, word: int) -> Said | None:
        head = self.s.heads[word] - 1
        if head < 0:
            return None
        clause = self._clause_head(head) if self.s.upos[head] in ("AUX", "ADV") else head
        return Said((word, word + 1), None, without(self._within_semicolons(self.tree.stretch(clause), word), [(word, word + 1)]))

    def _preposition(self, word: int) -> Said | None:
        phrase = next((p for p in self.words.prepositions[self.forms[word]] if tuple(self.forms[word : word + len(p)]) == p), None)
        if phrase is None:
            return None
        end = word + len(phrase)
        # what the words hang on: the noun of the source
        noun = next((self.s.heads[i] - 1 for i in range(word, end) if self.s.heads[i] - 1 >= end), None)
        if noun is None:
            noun = next((i for i in range(word, end) for i in self.tree.below[i] if i >= end and self.s.upos[i] in ("NOUN", "PROPN", "PRON", "NUM")), None)
        if noun is None or (len(phrase) == 1 and not self.named[noun] and not (self.forms[end] == "the" and self._is_actor(noun))):
            return None
        stretch = self.tree.stretch(noun)
        source = max(end, stretch[0]), stretch[1]
        top = next((self.s.heads[i] - 1 for i in (noun, *range(word, end)) if not word <= self.s.heads[i] - 1 < stretch[1]), -1)
        if top < 0:
            return None
        # a phrase behind a whole clause attributes the clause, whatever noun of it the parse chose
        head = self._clause_head(top)
        first = min(word, stretch[0])
        # behind several clauses it attributes all of them
        part = self._within_semicolons((0, len(self.forms)), word)
        if stretch[1] >= part[1] - 1 and (self.relation[head] in ("root", "conj") or (self.forms[first - 1] == "," and self.relation[head] != "ccomp")):
            return Said((word, end), source, [(part[0], first)])
        return Said((word, end), source, without(self._within_semicolons(self.tree.stretch(head), word), [(first, stretch[1])]))

    def _speaks(self, span: WordRange) -> bool:
        """Whether words that stand alone before a colon name a speaker; a place there is where it happened."""
        words = {self.lemmas[span[1] - 1], self.forms[span[1] - 1]} | candidates(self.s.forms[span[1] - 1])
        if words & self.words.labels:
            return False
        shouted = span[1] - span[0] <= 3 and all(self.s.forms[i].isupper() and len(self.s.forms[i]) > 1 for i in range(*span))
        return shouted or bool(words & (self.words.speakers | ACTORS)) or any(kind in ("PER", "ORG") and b < span[1] and span[0] < e for b, e, kind in self.s.names)

    def _label(self) -> Said | None:
        forms, upos = self.s.forms, self.s.upos
        colon = next((i for i in range(1, min(len(forms) - 1, LABEL_REACH)) if forms[i] == ":"), None)
        if colon is not None and "VERB" not in upos[:colon] and "AUX" not in upos[:colon]:
            begin = 2 if forms[0][:1].isdigit() and forms[1] in _DASHES else 0
            span = self._trim((begin, colon))
            rest = self._trim((colon + 1, len(forms)))
            if span and rest and rest[1] - rest[0] >= FEWEST and self._speaks(span) and not any(forms[i] == "," for i in range(*span)):
                return Said((colon, colon + 1), span, [rest], speech=True)
        # "Ten dead in blast: police"
        colon = next((i for i in range(len(forms) - 2, max(0, len(forms) - 7), -1) if forms[i] == ":"), None)
        if colon is not None and colon >= 3:
            span = self._trim((colon + 1, len(forms)))
            if span and all(upos[i] in ("NOUN", "PROPN", "ADJ", "DET") for i in range(*span)) and self._speaks(span):
                return Said((colon, colon + 1), span, [(0, colon)])
        return None

    def _credit(self) -> Said | None:
        """The name behind a quote and a dash, or behind a headline's last dash."""
        forms, upos = self.s.forms, self.s.upos
        last = len(forms) - (forms[-1] in ".!?")
        dash = next((i for i in range(last - 2, max(-1, last - 7), -1) if forms[i] in _DASHES), None)
        if dash is None or not all(upos[i] == "PROPN" or forms[i] == "of" for i in range(dash + 1, last)):
            return None
        if dash == 0:
            return Said((0, 1), (1, last), speech=True, follows=True)
        if self.quoted[dash - 1] >= 0 and self.quoted[dash] < 0:
            return Said((dash, dash + 1), (dash + 1, last), [(i, dash) for i in (next(i for i in range(dash) if self.quoted[i] == self.quoted[dash - 1]),)], speech=True)
        if any(kind == "ORG" and b <= dash + 1 and e >= last for b, e, kind in self.s.names) and any(u in ("VERB", "AUX") for u in upos[:dash]):
            return Said((dash, dash + 1), (dash + 1, last), [(0, dash)])
        return None
