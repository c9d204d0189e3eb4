"""Working on a text that somebody gave: adding to it, replacing in it, taking out of it. Nothing else of it
changes."""

import unicodedata

from ticket_store.search.stems import terms

MAXIMUM = 8000
FIRST_WORDS = 60  # letters of a description in a list
_SHARED = 2


def joined(*texts: str | None) -> str:
    """What was told in several messages, a line each; what stands there already is not written twice."""
    lines: list[str] = []
    for text in texts:
        if text and text.strip() and text.strip() not in lines:
            lines.append(text.strip())
    return "\n".join(lines)


def alike(text: str, other: str) -> bool:
    """Whether two words of matter or more stand in both, whatever their endings, and the first one of each,
    which names what fails, in the other: a mouse and a keyboard may both have stopped working."""
    one, two = terms(text), terms(other)
    shared = [word for word in dict.fromkeys(one) if any(word & more for more in two)]
    first = one[:1] == shared[:1] and any(two[0] & word for word in shared)
    return text == other or (first and len(shared) >= _SHARED)


def first_words(text: str, most: int = FIRST_WORDS) -> str:
    """In one line, at most so many letters of it, by whole words where it has any."""
    flat = " ".join(text.split())
    return flat if len(flat) <= most else flat[:most].rsplit(" ", 1)[0] + "…"


def edited(text: str, how: str | None, new: str | None, old: str | None) -> str | None:
    """`text` after an edit; None when what is to go or to be replaced does not stand in it."""
    if how == "add":
        return joined(text, new)
    if how == "replace" and not old:
        return new or None
    place = find(text, old or "")
    if place is None:
        return None
    start, end = place
    rest = text[:start] + (new or "" if how == "replace" else "") + text[end:]
    return tidy(rest)


def find(text: str, part: str) -> tuple[int, int] | None:
    """Where `part` stands in `text`, whatever its capitals and accents: the last place where it is a line of
    its own, else where it is whole words, else the last of all. None when it does not."""
    plain, whole = fold(text), whole_words(text, part)
    alone = [place for place in whole if _is_a_line(plain, *place)]
    wanted = fold(part.strip())
    start = plain.rfind(wanted) if wanted else -1
    likely = alone or whole or ([(start, start + len(wanted))] if start >= 0 else [])
    return likely[-1] if likely else None


def whole_words(text: str, part: str) -> list[tuple[int, int]]:
    """Each place of `part` in `text` that is no piece of a word."""
    plain, wanted = fold(text), fold(part.strip())
    places = ((i, i + len(wanted)) for i in range(len(plain)) if wanted and plain.startswith(wanted, i))
    return [place for place in places if not _inside_a_word(plain, *place)]


def _is_a_line(text: str, start: int, end: int) -> bool:
    """Nothing but marks and spaces on its line beside it."""
    before, behind = text[:start].rpartition("\n")[2], text[end:].partition("\n")[0]
    return not any(c.isalnum() for c in before + behind)


def _inside_a_word(text: str, start: int, end: int) -> bool:
    before, behind = text[start - 1 : start], text[end : end + 1]
    return (before.isalnum() and text[start].isalnum()) or (behind.isalnum() and text[end - 1].isalnum())


def fold(text: str) -> str:
    """Lower case without accents, letter for letter, so that places stay the same."""
    return "".join(unicodedata.normalize("NFD", c)[0].lower()[:1] or c for c in text)


def tidy(text: str) -> str:
    """Without what a removal left behind: empty lines, doubled spaces, a mark that stands alone."""
    lines = []
    for line in text.split("\n"):
        words = line.split()
        while words and not any(c.isalnum() for c in words[0]):
            words = words[1:]
        kept = [w for n, w in enumerate(words) if not (n and w in ".,;:" and words[n - 1][-1] in ".,;:!?")]
        if words:
            lines.append(" ".join(kept).replace(" ,", ",").replace(" .", "."))
    return "\n".join(lines).strip(" ,;")
