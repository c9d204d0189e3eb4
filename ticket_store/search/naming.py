"""Which services a question names: as written, or misspelt; but no word of the language is a misspelling."""

import re

from ticket_store import catalogue
from ticket_store.known_words import is_common

# "não sei que senha" knows nothing of the SEI; "no sei", "o SEI" and "abrir sei" name it.
_SEI = re.compile(r"(?P<before>\b\w+\s+)?\b(?P<word>sei)\b", re.IGNORECASE)
_NAMES_IT = {"o", "no", "do", "ao", "pelo", "pro", "este", "neste", "deste", "esse", "nesse", "desse", "um"}
OWN_NAME = "serpro"  # whose desk this is: no misspelling of a certificate that bears its name
_NAMES_IT |= {"meu", "nosso", "sistema", "usar", "acessar", "abrir"}


def services_named(text: str) -> frozenset[str]:
    """Their codes."""
    return frozenset(
        service.code for service in catalogue.load().match_services(without_verbs(text), is_misspelling)
    )


def services_written(text: str) -> frozenset[str]:
    """Those named in full, as an editor writes; a misspelling is none."""
    found = catalogue.load().match_services(without_verbs(text), lambda word: False)
    return frozenset(service.code for service in found)


def without_verbs(text: str) -> str:
    """The text without the "sei" of whoever knows, or does not."""
    shouted = text.isupper()

    def kept(found: re.Match[str]) -> str:
        before = (found["before"] or "").strip().casefold()
        named = before in _NAMES_IT or (found["word"].isupper() and not shouted)
        return found[0] if named else found["before"] or ""

    return _SEI.sub(kept, text)


def is_misspelling(word: str) -> bool:
    """Whether a word, folded, may be a name that was mistyped: "pede" is no SPED."""
    return word != OWN_NAME and not is_common(word)
