"""The parse of a sentence as the attribution rules walk it: dependents of each word and the stretch of words that hangs on it, in one pass."""

from __future__ import annotations

from counterclaim.language.parser import Sentence, WordRange


class Tree:
    """Dependents (`below`, left to right) and stretch of every word.

    A stretch is all between a word's first and last descendant: in the rare crossing parse it holds words of others too, and finding it stays linear.
    """

    def __init__(self, sentence: Sentence) -> None:
        n = len(sentence.heads)
        self.below: list[list[int]] = [[] for _ in range(n)]
        self.root = 0
        for word, head in enumerate(sentence.heads):
            if head:
                self.below[head - 1].append(word)
            else:
                self.root = word
        self._first, self._last = list(range(n)), list(range(n))
        order = [self.root]
        for word in order:
            order += self.below[word]
        for word in reversed(order[1:]):
            head = sentence.heads[word] - 1
            self._first[head] = min(self._first[head], self._first[word])
            self._last[head] = max(self._last[head], self._last[word])

    def stretch(self, word: int) -> WordRange:
        """Return the words [begin, end) from the first to the last that hang on a word."""
        return self._first[word], self._last[word] + 1


def without(whole: WordRange, parts: list[WordRange]) -> list[WordRange]:
    """Return what is left of a stretch when parts of it are taken out."""
    left, begin = [], whole[0]
    for first, last in sorted(parts):
        if first > begin:
            left.append((begin, min(first, whole[1])))
        begin = max(begin, last)
        if begin >= whole[1]:
            break
    if begin < whole[1]:
        left.append((begin, whole[1]))
    return left
