"""Which service of the catalogue a message names, without mistaking "eu não sei" for the SEI (pure)."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from actions.slots import EMAIL, fold
from ticket_store.catalogue import Catalogue

# Names that are ordinary words too: they count only when a service was asked for.
ORDINARY = frozenset(
    {"email", "e-mail", "correio eletronico", "simples", "due", "cpf", "cnpj", "a rede", "micro", "pc"}
)
# Things rather than systems: they count when no system is named ("a impressora não imprime").
THINGS = frozenset(
    """token certificado internet conexao monitor teclado desktop proxy windows computador notebook
    impressora""".split()  # noqa: SIM905
)
SEI = re.compile(r"\b(?:no|do|o|pelo|ao|pro|sistema|acess\w+)\s+(sei)\b(?!\s+(?:la|que|como))|^(sei)$")
OTHER = re.compile(
    r"^(?:e |eh )?(?:um |o |de )?outr[oa]s?(?: (?:servico|sistema|coisa|assunto))?$|^(?:nenhum"
    r"|nenhuma)(?: d(?:esses|elas?|eles))?$"
    r"|^nao sei(?: (?:qual|o nome|dizer).*)?$|^nao esta na lista$"
    r"|^(?:nem )?sei (?:la|nao)(?: qual.*)?$|^nem sei$|^(?:nao )?(?:faco|tenho) (?:a menor |nem )?ideia$"
    r"|^nao lembro(?: (?:qual|o nome).*)?$|^qualquer um$"
)
# "Não é no SIAFI, é no SIAPE".
DENIED = r"\b(?:nao (?:e|era|eh) (?:(?:n[oa]|d[oa]|o|a) )?|em vez d[oea] )"


@dataclass(frozen=True)
class Found:
    """code: of the catalogue; name: as it is shown."""

    code: str
    name: str


def find_services(
    catalogue: Catalogue, text: str, entities: Iterable[str] = (), asked: bool = False
) -> list[Found]:
    """The services named in the text, in the order in which they are named.

    `entities`: surface texts that the NLU marked as a service. `asked`: it answers "qual serviço?", so a
    misspelling or an ordinary word ("internet") may be meant.
    """
    said = fold(EMAIL.sub(" ", text))
    names = names_of(catalogue)
    inside = _names_inside(said, tuple(names))
    is_sei = bool(SEI.search(said)) or (bool(re.search(r"\bSEI\b", text)) and not text.isupper())
    strong = [n for n in inside if n not in ORDINARY | THINGS and (n != "sei" or is_sei)]
    strong = [n for n in strong if not re.search(DENIED + re.escape(n), said)] or strong
    if strong:
        return _found(catalogue, (names[n] for n in strong))
    marked = [s for s in entities if not (fold(s) == "sei" and "nao sei" in said)]
    if found := [m for m in map(catalogue.match_service, marked) if m]:
        return _found(catalogue, (m.code for m in found))
    if things := [n for n in inside if n in THINGS]:
        return _found(catalogue, (names[n] for n in things))
    if not asked or len(said.split()) > 8 or re.search(r"\bnao sei\b", said):
        return []
    if inside:
        return _found(catalogue, (names[n] for n in inside))
    guessed = catalogue.match_service(said)
    return _found(catalogue, [guessed.code] if guessed else [])


def find_service(
    catalogue: Catalogue, text: str, entities: Iterable[str] = (), asked: bool = False
) -> Found | None:
    """The first of find_services, None when none is named."""
    return next(iter(find_services(catalogue, text, entities, asked)), None)


def is_other(text: str) -> bool:
    """The person says that the service is none of the known ones ("outro")."""
    return bool(OTHER.match(fold(text)))


def names_of(catalogue: Catalogue) -> dict[str, str]:
    """Folded name or alias -> service code."""
    return _names(catalogue.services)


@lru_cache(maxsize=4)
def _names(services: tuple) -> dict[str, str]:
    return {fold(name): s.code for s in services for name in (s.code, s.name, *s.aliases)}


def _names_inside(said: str, names: tuple[str, ...]) -> list[str]:
    """Names that stand in the text as words, in order; a name inside a longer one does not count."""
    spans = sorted(
        (found.start(), -len(name), name)
        for name in names
        if name in said
        for found in re.finditer(rf"(?<![\w@.-]){re.escape(name)}(?![\w@-])", said)
    )
    kept, end = [], -1
    for start, minus_length, name in spans:
        if start > end:
            kept.append(name)
            end = start - minus_length - 1
    return kept


def _found(catalogue: Catalogue, codes: Iterable[str]) -> list[Found]:
    services = [catalogue.service(code) for code in dict.fromkeys(codes)]
    return [Found(s.code, s.name) for s in services if s]
