"""Attributions of one sentence: who says, thinks or shows what, by the parse and vocabulary/cues.yml.

Each rule finds a cue, its source and its content as words of the sentence; `reported.py` puts quotes and whole texts together. Claims' own chains come
from the model (`attribution.py`): these rules see every attribution, of events or not.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field

from counterclaim import vocab
from counterclaim.language.lexicon import candidates
from counterclaim.language.parser import Sentence, WordRange
from counterclaim.reading.cuewords import CueWords
from counterclaim.reading.tree import Tree, without

_OWN_VOICE = frozenset(("i", "we", "you", "us", "me", "one"))
_RELATIVE = frozenset(("who", "which", "that", "whom"))
_PERSONAL = frozenset("he she they it who some many others both all several most each neither none nobody everybody everyone somebody someone".split())
_AUXILIARY = frozenset(("aux", "aux:pass"))
_NOT_IN_CUE = frozenset(("when", "how", "where", "why", "so", "however", "as", "if", "once"))
_CLAUSES = frozenset(("root", "ccomp", "conj", "advcl", "parataxis", "acl", "csubj", "xcomp", "dep"))
_OPENING_MARKS = frozenset("“\"'‘«„([``")
_DASHES = frozenset(("–", "—", "―", "-", "--"))
_ACTORS = frozenset(word for key in ("persons", "members", "outlets", "forces", "police", "offices") for word in vocab.load("anaphora")[key]) | vocab.load("anaphora")["bodies"].keys()
_QUOTING = frozenset("say add ask write tell reply continue declare tweet shout chant answer respond sing read state note explain conclude".split())
LONGEST = 500
"""Words beyond which a sentence is none: the language layer cuts its own far before, tokens that come from outside are as long as they like."""
LABEL_REACH = 12
"""Words before a colon among which a speaker is looked for."""


@dataclass(slots=True)
class Said:
    """One attribution in words of its sentence; `speech` where it can hold quotes, `awaits` where its content comes in the next sentence, `follows` in the last."""

    cue: WordRange
    source: WordRange | None
    content: list[WordRange] = field(default_factory=list)
    speech: bool = False
    awaits: bool = False
    follows: bool = False


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


class _Reader:
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
            said.source = self._trim(said.source)
        out = [said.cue, *([said.source] if said.source else [])]
        said.content = [part for whole in said.content for piece in without(self._without_aside(whole), out) if (part := self._trim(piece)) is not None]
        if not (said.content or said.awaits or said.follows):
            return
        self.taken[said.cue[0] : said.cue[1]] = [True] * (said.cue[1] - said.cue[0])
        self.found.append(said)

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
        return self.s.upos[word] in ("NOUN", "ADJ", "NUM") and bool((candidates(self.s.forms[word]) | {self.lemmas[word]}) & (_ACTORS | self.words.speakers))

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
        if self.forms[subject] in _RELATIVE and self.relation[owner] == "acl":
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

    # -- verbs -------------------------------------------------------------------------------------------------------------------------

    def _verb(self, verb: int) -> Said | None:
        if self.relation[verb] in ("amod", "compound", "case", "fixed", "aux", "cop", "mark"):
            return None
        below = self.tree.below[verb]
        passive = any(self.s.deprel[i] in ("aux:pass", "nsubj:pass") for i in below) or (
            self.relation[verb] == "acl" and not self.forms[verb].endswith("ing") and self.forms[verb] != self.lemmas[verb] and not any(self.relation[i] in ("nsubj", "obj", "aux") for i in below)
        )
        if passive:
            return self._passive(verb) if not (self.relation[verb] == "acl" and self.lemmas[verb] == "call") else None
        cue = self._group(verb)
        above = self.s.heads[verb] - 1
        if self.relation[verb] == "xcomp" and above >= 0 and self.lemmas[above] in self.words.verbs["leading"] and above < verb <= above + 4:
            cue = self._group(above)[0], cue[1]
        source, head = self._source(verb)
        if head is not None and self.forms[head] in _OWN_VOICE:
            return None
        lemma, verbs = self.lemmas[verb], self.words.verbs
        actor = head is not None and (self._is_actor(head) or self.named[source[0]] if source else False)
        for applies, rule in (
            (lemma in verbs["citing"], self._citing),
            (lemma in self.words.charging and actor, self._charging),
            (lemma in verbs["naming"] and source is not None, self._naming),
            (lemma in verbs["asking"] and actor, self._asking),
            (lemma in verbs["clause"] or lemma in verbs["shown"] or (lemma in verbs["thought"] and source is not None) or (lemma in verbs["perceived"] and actor), self._clause),
            (lemma in self.words.prepositional and actor, self._prepositional),
            (lemma in verbs["doing"] and actor, self._doing),
            (lemma in verbs["thing"] and source is not None and (actor or lemma in verbs["shown"]), self._thing),
            (lemma in verbs["clause"] or lemma in verbs["thought"], self._aside),
        ):
            if applies:
                said = rule(verb, cue, source)
                if said is not None:
                    return said
        return None

    def _passive(self, verb: int) -> Said | None:
        lemma, verbs = self.lemmas[verb], self.words.verbs
        cue = self._group(verb)
        source, by = self._agent(verb)
        if by == cue[1]:
            cue = cue[0], by + 1
        subject = next(iter(self._below(verb, "nsubj", "csubj")), None)
        if subject is None and self.relation[verb] == "acl":
            noun = self.s.heads[verb] - 1
            about: WordRange | None = (self.tree.stretch(noun)[0], self.tree.stretch(verb)[0])
        else:
            about = self.tree.stretch(subject) if subject is not None else None
            if subject is not None and self.forms[subject] in _RELATIVE and self.relation[verb] == "acl":
                noun = self.s.heads[verb] - 1
                about = self.tree.stretch(noun)[0], self.tree.stretch(verb)[0]
            elif subject is None:
                other, owner = self._subject(verb)
                about = self._phrase(other, owner) if other is not None and self.relation[verb] == "conj" else None
        if lemma in verbs["citing"] and source is not None and self.relation[verb] in ("acl", "advcl"):
            return Said(cue, source, self._told_around(verb))
        complements = self._below(verb, "ccomp", "xcomp")
        clausal = [i for i in complements if i > verb]
        if clausal and (lemma in verbs["clause"] or lemma in verbs["thought"] or lemma in verbs["naming"] or lemma in verbs["asking"] or lemma in verbs["perceived"]):
            finite = self.relation[clausal[0]] == "ccomp"
            if finite and subject is not None and self.s.deprel[subject] != "expl" and self.forms[subject] != "it" and lemma in verbs["telling"]:
                return Said(cue, source, [self._hull(clausal)])
            if not finite and lemma in verbs["perceived"]:
                return None
            return Said(cue, source, ([about] if about and self.forms[about[0]] != "it" else []) + [self._hull(clausal)], speech=finite)
        charged = self._charge(verb, verb)
        if lemma in self.words.charging and charged is not None:
            return Said(cue, source, [*([about] if about else []), self.tree.stretch(charged)])
        predicate = [i for i in self._below(verb, "xcomp", "obl", "advcl") if i > verb and self._as(i, lemma)]
        if lemma in verbs["naming"] and predicate:
            return Said(cue, source, [*([about] if about else []), self._hull(predicate)])
        if source is not None and about is not None and (lemma in verbs["thing"] or lemma in verbs["clause"]) and lemma not in ("order", "seek", "want", "back"):
            return Said(cue, source, [about])
        if lemma in verbs["clause"] and subject is None:
            return self._aside(verb, cue, source)
        return None

    def _citing(self, verb: int, cue: WordRange, source: WordRange | None) -> Said | None:
        thing = next((i for i in self._below(verb, "obj") if i > verb), None)
        if thing is None:
            return None
        saying = next((i for i in self._below(verb, "advcl", "obl", "xcomp", "ccomp") if i > thing and (mark := self._case(i)) is not None and self.forms[mark] == "as"), None)
        saying = saying if saying is not None else next((i for i in self._below(thing, "acl", "advcl") if i > thing and self.lemmas[i] in self.words.verbs["clause"]
                                                         and (mark := self._case(i)) is not None and self.forms[mark] == "as"), None)
        if saying is not None:
            return Said(cue, source, [(self.tree.stretch(thing)[0], max(self.tree.stretch(thing)[1], self.tree.stretch(saying)[1]))])
        if self.relation[verb] not in ("advcl", "acl", "parataxis") or not (self._is_actor(thing) or any(self.named[slice(*self.tree.stretch(thing))])):
            return None
        return Said(cue, self._phrase(thing, verb), self._told_around(verb))

    def _told_around(self, verb: int) -> list[WordRange]:
        """What a clause tells in which "citing residents" or "quoted by Reuters" stands: of "said that ..." what is said."""
        above = self._clause_head(self.s.heads[verb] - 1)
        clauses = self._below(above, "ccomp")
        whole = self._hull(clauses) if clauses else self._within_semicolons(self.tree.stretch(above), above)
        return without(whole, [self.tree.stretch(verb)])

    def _charge(self, verb: int, after: int) -> int | None:
        """What somebody is charged with: the phrase behind the verb's own preposition, on the verb or on whom it charges."""
        prepositions = self.words.charging.get(self.lemmas[verb], frozenset())
        places = [*self.tree.below[verb], *(j for i in self._below(verb, "obj") for j in self.tree.below[i])]
        return next((i for i in places if i > after and self.relation[i] in ("obl", "advcl", "nmod", "acl", "ccomp", "xcomp") and (case := self._case(i)) is not None and self.forms[case] in prepositions), None)

    def _charging(self, verb: int, cue: WordRange, source: WordRange | None) -> Said | None:
        charge = self._charge(verb, verb)
        if charge is None:
            return None
        whom = [i for i in self._below(verb, "obj", "iobj") if i > verb]
        return Said(cue, source, [self._hull([*whom, charge])])

    def _as(self, word: int, lemma: str) -> bool:
        case = self._case(word)
        if case is not None:
            return self.forms[case] == "as" or (lemma in ("put", "rate", "liken") and self.forms[case] in ("at", "to"))
        return (self.relation[word] == "xcomp" or (self.s.deprel[word] == "obl" and self.s.upos[word] == "NOUN")) and lemma in ("brand", "call", "consider", "declare", "deem", "dub", "label", "rate")

    def _naming(self, verb: int, cue: WordRange, source: WordRange | None) -> Said | None:
        lemma = self.lemmas[verb]
        things = [i for i in self._below(verb, "obj", "iobj") if i > verb]
        predicate = [i for i in self._below(verb, "xcomp", "obl", "advcl", "nmod", "ccomp") if i > verb and self._as(i, lemma)]
        predicate += [j for i in things for j in self.tree.below[i] if j > i and self.relation[j] in ("nmod", "advcl", "acl") and self._as(j, lemma)]
        if lemma == "call" and not predicate:
            if any(self.relation[i] == "obl" for i in self.tree.below[verb] if i > verb and (c := self._case(i)) is not None and self.forms[c] in ("for", "on", "upon")):
                return None
            # "called the vote a farce" read as one object, "what he called a farce"
            asked = self._below(verb, "obj", "xcomp", "ccomp", "advcl")
            if things and (len(things) > 1 or any(self.quoted[i] >= 0 for i in range(verb + 1, self._hull(things)[1])) or any(self.forms[i] == "what" for i in asked)):
                return Said(cue, source, [self._hull(things)])
            return None
        return Said(cue, source, [self._hull([*things, *predicate])], speech=False) if predicate else None

    def _asking(self, verb: int, cue: WordRange, source: WordRange | None) -> Said | None:
        doing = [i for i in self._below(verb, "xcomp", "ccomp", "advcl") if i > verb and self._infinitive(i)]
        whom = [i for i in self._below(verb, "obj", "iobj") if i > verb and not self._infinitive(i)]
        if not doing or not (whom or any(self._below(i, "nsubj") for i in doing)):
            return None
        telling = self.lemmas[verb] in self.words.verbs["telling"]
        return Said(cue, source, [self._hull(doing if telling else [*whom, *doing])])

    def _infinitive(self, word: int) -> bool:
        return any(self.forms[i] == "to" and self.s.upos[i] == "PART" for i in self._below(word, "mark", "aux") if i < word)

    def _clause(self, verb: int, cue: WordRange, source: WordRange | None) -> Said | None:
        lemma = self.lemmas[verb]
        speech = lemma in self.words.verbs["clause"]
        clauses = [i for i in self._below(verb, "ccomp") if not self._infinitive(i) or speech]
        if not speech:
            clauses = [i for i in clauses if i > verb or lemma in self.words.verbs["thought"]]
        if lemma in self.words.verbs["perceived"] and not any(self._below(i, "nsubj", "csubj", "expl") for i in clauses):
            return None
        if clauses:
            begin, end = cue[0], cue[1]
            if source is None and self.relation[verb] != "conj":
                source = self._after(verb, clauses)
            if source is not None and source[0] > verb - 12:
                begin, end = min(begin, source[0]) if source[1] <= verb else begin, max(end, source[1]) if source[0] > verb else end
            content: list[WordRange] = []
            left = [i for i in clauses if i < verb]
            right = [i for i in clauses if i > verb]
            apart = begin > 0 and self.s.upos[begin - 1] == "PUNCT" and end < len(self.forms)
            if left and apart and (self._below(verb, "nsubj") or (source is not None and source[0] >= cue[1])):
                content.append((self._sentence_begin(verb, left), begin))
            elif right and apart and self.forms[end] == "," and self.relation[verb] in ("root", "ccomp") and not self.forms[self.tree.stretch(right[0])[0]] == "that":
                # "Back in Kabul, he said, talks went on"
                content.append((self.tree.stretch(verb)[0], begin))
            if right:
                content.append(self._joined(verb, right, end))
            return Said(cue, source, content, speech=speech)
        # "said: ..." and a quote that the parse hangs elsewhere
        if speech and source is not None:
            colon = next((i for i in range(cue[1], len(self.forms)) if self.forms[i] == ":"), None)
            stretch = self.tree.stretch(verb)
            if colon is not None and self.quoted[colon] == self.quoted[verb] and (colon <= stretch[1] + 1 or self.s.heads[verb] == 0):
                rest = (colon + 1, len(self.forms))
                number = self.quoted[colon + 1] if colon + 1 < len(self.forms) else -1
                if number >= 0 and number != self.quoted[verb]:
                    rest = (colon + 1, next((i for i in range(colon + 1, len(self.forms)) if self.quoted[i] != number), len(self.forms)))
                return Said(cue, source, [rest] if self._trim(rest) else [], speech=True, awaits=self._trim(rest) is None)
            quotes = [i for i in range(len(self.forms)) if self.quoted[i] >= 0 and self.quoted[i] != self.quoted[verb]] if lemma in _QUOTING else []
            if quotes and self.quoted[verb] < 0:
                near = quotes[-1] + 1 if quotes[-1] < verb else next((i for i in quotes if i > verb), -1)
                if near >= 0:
                    number = self.quoted[near - 1 if near <= verb else near]
                    inside = [i for i in quotes if self.quoted[i] == number]
                    return Said(cue, source, [(inside[0], inside[-1] + 1)], speech=True)
            return self._rest(verb, cue, source)
        return None

    def _rest(self, verb: int, cue: WordRange, source: WordRange) -> Said | None:
        """What stands behind a verb of saying whose clause the parse did not see as one, or the quote of the sentence before ("“Why?” she asked.")."""
        if self._below(verb, "obj", "xcomp") and not (cue[1] < len(self.forms) and self.forms[cue[1]] == "that"):
            return None
        stretch = self.tree.stretch(verb)
        if source[1] <= cue[0] and cue[1] < stretch[1] and (self.forms[cue[1]] == "that" or self.lemmas[verb] in ("say", "add")) and self.s.upos[cue[1]] in ("SCONJ", "PRON", "DET", "NOUN", "PROPN", "ADJ", "NUM"):
            end = next((self.tree.stretch(i)[0] for i in self.tree.below[verb] if i > verb and self.relation[i] == "conj"), stretch[1])
            if any(self.s.upos[i] in ("VERB", "AUX") for i in range(cue[1], end)):
                return Said(cue, source, [(cue[1], end)], speech=True)
        opens = all(self.s.upos[i] == "PUNCT" for i in range(min(source[0], cue[0])))
        return Said(cue, source, speech=True, follows=True) if opens and self.relation[verb] in ("root", "ccomp") else None

    def _after(self, verb: int, clauses: list[int]) -> WordRange | None:
        """The source that an inverted "said Smith" has behind the verb, where the parse took it for an object."""
        if not any(i < verb for i in clauses):
            return None
        who = next((i for i in self._below(verb, "obj", "obl", "xcomp") if i > verb and self._case(i) is None and self.s.upos[i] in ("PROPN", "NOUN", "PRON")), None)
        return self._phrase(who, verb) if who is not None and self._is_actor(who) else None

    def _sentence_begin(self, verb: int, clauses: list[int]) -> int:
        """Where what was said before its verb begins: with the verb's own clause, and where that only follows others ("A, but B, he said") with theirs."""
        if self.relation[verb] != "conj":
            return self._within_semicolons(self.tree.stretch(verb), verb)[0]
        if any(self.relation[i] == "cc" for i in self.tree.below[verb] if i > self._hull(clauses)[1] - 1) or not self._below(verb, "nsubj"):
            return self._hull(clauses)[0]
        top = verb
        for _ in range(8):
            if self.relation[top] != "conj":
                break
            top = self.s.heads[top] - 1
        return self._within_semicolons(self.tree.stretch(top), verb)[0]

    def _joined(self, verb: int, clauses: list[int], begin: int) -> WordRange:
        first, last = self._hull(clauses)
        return max(first, begin), last

    def _prepositional(self, verb: int, cue: WordRange, source: WordRange | None) -> Said | None:
        prepositions = self.words.prepositional[self.lemmas[verb]]
        if cue[1] < len(self.forms) and self.forms[cue[1]] in prepositions:
            begin = cue[1] + 1
            parts = [i for i in self.tree.below[verb] if self.tree.stretch(i)[1] > begin and self.tree.stretch(i)[0] <= begin and self.relation[i] not in ("punct", "conj", "nsubj")]
            if parts:
                end = self._hull(parts)[1]
                # "called on Turkey to stop"
                doing = [i for i in self._below(verb, "xcomp", "advcl", "ccomp") if i > parts[-1] and self._infinitive(i) and self.tree.stretch(i)[0] == end]
                return Said((cue[0], begin), source, [(begin, self._hull(doing)[1] if doing else end)])
        for i in self.tree.below[verb]:
            case = self._case(i)
            if i > verb and self.relation[i] in ("obl", "advcl", "ccomp", "xcomp") and case is not None and self.forms[case] in prepositions:
                return Said(cue, source, [(case + 1, self.tree.stretch(i)[1])])
        return None

    def _doing(self, verb: int, cue: WordRange, source: WordRange | None) -> Said | None:
        doing = [i for i in self._below(verb, "xcomp", "ccomp", "advcl") if i > verb and self.relation[i] != "advcl" and self._infinitive(i)]
        return Said(cue, source, [self._hull(doing)]) if doing else None

    def _thing(self, verb: int, cue: WordRange, source: WordRange | None) -> Said | None:
        things = [i for i in self._below(verb, "obj") if i > verb and self.forms[i] not in ("itself", "himself", "herself", "themselves")]
        things += [i for i in self._below(verb, "xcomp") if i > verb and self.forms[i].endswith("ing")] if not things else []
        if not things or (self.lemmas[verb] in self.words.verbs["telling"] and self._is_actor(things[0])):
            return None
        begin, end = self._hull(things)
        # "dismissed the report as false", "mocked him for fleeing"
        for i in self._below(verb, "obl", "advcl", "xcomp"):
            if self.tree.stretch(i)[0] == end and (case := self._case(i)) is not None and self.forms[case] in ("as", "for"):
                end = self.tree.stretch(i)[1]
        return Said(cue, source, [(begin, end)])

    def _aside(self, verb: int, cue: WordRange, source: WordRange | None) -> Said | None:
        """A clause of saying set apart from what it says: "The town, officials said, has fallen", "as the army claims"."""
        head = self.s.heads[verb] - 1
        if head < 0 or self._below(verb, "obj", "xcomp", "ccomp"):
            return None
        whole = self.tree.stretch(verb)
        marked = any(self.forms[i] == "as" for i in self._below(verb, "mark", "advmod"))
        own_subject = self._below(verb, "nsubj", "csubj")
        if self.relation[verb] in ("parataxis", "dep", "advcl", "discourse", "conj", "acl") and (own_subject and (marked or self.relation[verb] in ("parataxis", "dep", "discourse", "advcl")) or marked):
            if self.relation[verb] == "advcl" and not marked and not self._set_apart((min(cue[0], source[0]) if source is not None else whole[0], whole[1])):
                return None
            top = self._clause_head(head)
            while self.relation[top] == "conj" and self.s.upos[self.s.heads[top] - 1] in ("VERB", "ADJ", "NOUN", "AUX"):
                top = self.s.heads[top] - 1
            span = self._within_semicolons(self._hull([top]), verb)
            # what stands before the speaker is said, whatever the parse hangs on the verb
            first = min(cue[0], source[0]) if source is not None and own_subject and not marked else whole[0]
            last = self._within_semicolons((0, len(self.forms)), verb)
            if own_subject and not marked and not any(self.s.upos[i] in ("VERB", "AUX") for i in range(max(whole[1], verb + 1), last[1])):
                return Said(cue, source, [(last[0], first)], speech=True)
            return Said(cue, source, without(span, [(first, whole[1])]), speech=True)
        return None

    def _set_apart(self, span: WordRange) -> bool:
        return (span[0] == 0 or self.s.upos[span[0]] == "PUNCT" or self.s.upos[span[0] - 1] == "PUNCT") and (span[1] >= len(self.forms) or self.s.upos[span[1]] == "PUNCT" or self.s.upos[span[1] - 1] == "PUNCT")

    # -- nouns, adverbs, prepositions, marks -------------------------------------------------------------------------------------------

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
        if noun is None or (len(phrase) == 1 and not self.named[noun]):
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
        """Whether words that stand alone before a colon name a speaker."""
        last = span[1] - 1
        return any(self.named[i] for i in range(*span)) or bool((candidates(self.s.forms[last]) | {self.lemmas[last], self.forms[last]}) & (self.words.speakers | _ACTORS)) or (
            span[1] - span[0] <= 3 and all(self.s.forms[i].isupper() and len(self.s.forms[i]) > 1 for i in range(*span))
        )

    def _label(self) -> Said | None:
        forms, upos = self.s.forms, self.s.upos
        colon = next((i for i in range(1, min(len(forms) - 1, LABEL_REACH)) if forms[i] == ":"), None)
        if colon is not None and "VERB" not in upos[:colon] and "AUX" not in upos[:colon]:
            begin = 2 if forms[0][:1].isdigit() and forms[1] in _DASHES else 0
            span = self._trim((begin, colon))
            rest = self._trim((colon + 1, len(forms)))
            if span and rest and self._speaks(span) and not any(forms[i] == "," for i in range(*span)):
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


Rule = Callable[[int, WordRange, WordRange | None], Said | None]
