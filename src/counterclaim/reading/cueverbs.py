"""Verbs that attribute, by what they take: a clause, a quote, a thing, an infinitive, somebody and what they did or shall do; active, passive and set apart by commas."""

from __future__ import annotations

from counterclaim.language.parser import WordRange
from counterclaim.reading.cuewalk import RELATIVE, Said, Walk
from counterclaim.reading.tree import without

_OWN_VOICE = frozenset(("i", "we", "you", "us", "me", "one"))
_QUOTING = frozenset("say add ask write tell reply continue declare tweet shout chant answer respond sing read state note explain conclude".split())


class VerbCues(Walk):
    """The rules of verbs: each returns what it found, or None where the verb does not stand so."""

    def _verb(self, verb: int) -> Said | None:
        if self.relation[verb] == "case" and self.lemmas[verb] in self.words.verbs["citing"] and self.s.heads[verb] - 1 > verb:
            noun = self.s.heads[verb] - 1
            return Said((verb, verb + 1), self._phrase(noun, verb), self._told_around(noun)) if self.s.heads[noun] else None
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
            if subject is not None and self.forms[subject] in RELATIVE and self.relation[verb] == "acl":
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
        own = [i for i in self._below(verb, "ccomp") if i > verb]
        if own:
            return [self._hull(own)]
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
            elif right and apart and self.forms[end] == "," and self.relation[verb] in ("root", "ccomp") and self.forms[self.tree.stretch(right[0])[0]] != "that":
                # "Back in Kabul, he said, talks went on"
                content.append((self.tree.stretch(verb)[0], begin))
            if right:
                first, last = self._hull(right)
                content.append((max(first, end), last))
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
        if any(self.lemmas[i] in self.words.idioms.get(self.lemmas[verb], ()) for i in things):
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
