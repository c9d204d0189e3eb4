"""One slip of the fingers between two words, found through the words that are one letter shorter."""

from __future__ import annotations


def deletions(word: str) -> set[str]:
    """The word and every word made by leaving one letter out: two words one slip apart share one."""
    return {word, *(word[:i] + word[i + 1 :] for i in range(len(word)))}


def one_slip(typed: str, known: str) -> bool:
    """Whether two words that share a deletion differ by a letter more, less or other, or by two swapped."""
    if abs(len(typed) - len(known)) == 1:
        return True
    differing = [i for i in range(min(len(typed), len(known))) if typed[i] != known[i]]
    if len(typed) != len(known) or not differing:
        return False
    first, last = differing[0], differing[-1]
    swapped = last == first + 1 and typed[first] == known[last] and typed[last] == known[first]
    return first == last or swapped
