"""How a text is cut into the words of the search: without accents, case or signs, on every database alike.

Here and not in the database: SQLite's trigrams keep accents before 3.45, and PostgreSQL's unaccent is an
extension more that may not be there.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

LONGEST = 64
MOST_OF_A_TICKET = 5000  # a pasted dump is found by its first words

_PLURALS = (
    *(
        ("oes", "ao"),
        ("aes", "ao"),
        ("aos", "ao"),
        ("ais", "al"),
        ("eis", "el"),
        ("ois", "ol"),
        ("uis", "ul"),
    ),
    *(("is", "il"), ("ns", "m"), ("es", ""), ("s", "")),
)
_WORD = re.compile(r"[^\W_]+")
_COMPOUND = re.compile(r"[^\W_]{1,12}(?:[-.][^\W_]{1,12}){1,2}")
_SIGN = "[-.]?"  # that somebody wrote inside a name and who looks for it leaves out


def fold(text: str) -> str:
    """ "Não EMITE" -> "nao emite"."""
    plain = unicodedata.normalize("NFKD", text)
    marks = [ord(c) for c in set(plain) if unicodedata.combining(c)]
    return plain.translate(dict.fromkeys(marks)).casefold()


def pieces(text: str) -> list[str]:
    """The words of a text in their order, each once."""
    return list(dict.fromkeys(word[:LONGEST] for word in _WORD.findall(fold(text))))


def compounds(text: str) -> list[str]:
    """Names with a sign inside as many type them: "e-CAC" -> "ecac", "gov.br" -> "govbr"."""
    return [re.sub(r"[-.]", "", found) for found in _COMPOUND.findall(fold(text))]


def singulars(piece: str) -> list[str]:
    """What a folded plural may be the plural of: "certidoes" -> "certidao", "notas" -> "nota"."""
    return [
        piece.removesuffix(plural) + singular
        for plural, singular in _PLURALS
        if piece.endswith(plural) and len(piece) - len(plural) >= 2
    ]


def gathered(texts: Iterable[str | None]) -> list[str]:
    """The words of all texts, sorted."""
    found: dict[str, None] = {}
    for text in texts:
        found.update(dict.fromkeys([*pieces(text or ""), *compounds(text or "")]))
        if len(found) >= MOST_OF_A_TICKET:
            break
    return sorted(list(found)[:MOST_OF_A_TICKET])


def places(text: str, wanted: Iterable[str]) -> Iterator[tuple[int, int]]:
    """Where in the text as it was written a wanted piece stands, in order, never overlapping."""
    folded: list[str] = []
    origin: list[int] = []
    for at, character in enumerate(text):
        plain = fold(character)
        folded.append(plain)
        origin += [at] * len(plain)
    # A letter or two are looked for at the beginning of words only, and so they are shown.
    alternatives = "|".join(
        _SIGN.join(map(re.escape, piece)) if len(piece) > 2 else rf"(?<![^\W_]){re.escape(piece)}"
        for piece in sorted(wanted, key=len, reverse=True)
    )
    if not alternatives:
        return
    for found in re.finditer(alternatives, "".join(folded)):
        end = origin[found.end() - 1] + 1
        while end < len(text) and unicodedata.combining(text[end]):
            end += 1
        yield origin[found.start()], end
