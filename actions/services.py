"""Which service of the catalogue a message names, without mistaking "eu não sei" for the SEI (pure)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from actions.slots import EMAIL, fold
from ticket_store.catalogue import Catalogue

# Names that are ordinary words too: they count only when a service was asked for, or with the words before
# them.
ORDINARY = frozenset(
    """email e-mail correio-eletronico simples due cpf cnpj token certificado internet conexao a-rede micro pc
    monitor teclado desktop proxy windows computador notebook impressora""".split()  # noqa: SIM905
)
SEI = re.compile(r"\b(?:no|do|o|pelo|ao|pro|sistema|acess\w+)\s+(sei)\b(?!\s+(?:la|que|como|nao))|^(sei)$")
OTHER = re.compile(
    r"^(?:e |eh )?(?:um |o |de )?outr[oa]s?(?: (?:servico|sistema|coisa|assunto))?$|^(?:nenhum"
    r"|nenhuma)(?: d(?:esses|elas?|eles))?$"
    r"|^nao sei(?: (?:qual|o nome|dizer).*)?$|^nao esta na lista$"
)


@dataclass(frozen=True)
class Found:
    """code: of the catalogue; name: as it is shown."""

    code: str
    name: str


def find_service(
    catalogue: Catalogue, text: str, entities: Iterable[str] = (), asked: bool = False
) -> Found | None:
    """The service named in the text, None when none is.

    `entities`: surface texts that the NLU marked as a service. `asked`: it answers "qual serviço?", so a
    misspelling or an ordinary word ("internet") may be meant.
    """
    said = fold(EMAIL.sub(" ", text))
    names = names_of(catalogue)
    inside = [n for n in names if n in said and re.search(rf"(?<![\w@.-]){re.escape(n)}(?![\w@-])", said)]
    strong = [n for n in inside if n.replace(" ", "-") not in ORDINARY and n != "sei"]
    if SEI.search(said) or (re.search(r"\bSEI\b", text) and not text.isupper()):
        strong.append("sei")
    if strong:
        return _found(catalogue, names[max(strong, key=len)])
    for surface in entities:
        service = catalogue.match_service(surface)
        if service and not (fold(surface) == "sei" and "nao sei" in said):
            return Found(service.code, service.name)
    if not asked or len(said.split()) > 8 or re.search(r"\bnao sei\b", said):
        return None
    if inside:
        return _found(catalogue, names[max(inside, key=len)])
    service = catalogue.match_service(said)
    return Found(service.code, service.name) if service else None


def is_other(text: str) -> bool:
    """The person says that the service is none of the known ones ("outro")."""
    return bool(OTHER.match(fold(text)))


def names_of(catalogue: Catalogue) -> dict[str, str]:
    """Folded name or alias -> service code."""
    return _names(catalogue.services)


@lru_cache(maxsize=4)
def _names(services: tuple) -> dict[str, str]:
    return {fold(name): s.code for s in services for name in (s.code, s.name, *s.aliases)}


def _found(catalogue: Catalogue, code: str) -> Found:
    service = catalogue.service(code)
    assert service is not None  # the code comes from the catalogue itself
    return Found(service.code, service.name)
