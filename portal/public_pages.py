"""The pages that are for everybody: what the site map lists and search engines may know. Nothing else."""

from __future__ import annotations

# (heading, [(address, what it is)])
GROUPS: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Atendimento",
        (
            ("/", "Página inicial, com o Assistente e as dúvidas sobre a CSS"),
            ("/abrir", "Abrir um acionamento pelo formulário"),
            ("/consulta", "Consultar os meus acionamentos"),
            ("/meus-dados", "Meus dados: ver, receber uma cópia, corrigir e apagar"),
        ),
    ),
    (
        "Informação",
        (
            ("/ajuda", "Ajuda: o passo a passo dos serviços"),
            ("/situacao", "Situação dos serviços: problemas conhecidos agora"),
        ),
    ),
    (
        "Sobre esta página",
        (
            ("/acessibilidade", "Acessibilidade"),
            ("/privacidade", "Aviso de privacidade"),
            ("/mapa-do-site", "Mapa do site"),
        ),
    ),
)
# The public pages that are forms: what a person typed or proved stands in them.
FORMS = frozenset({"/abrir", "/consulta", "/meus-dados"})
PATHS = frozenset(path for _, pages in GROUPS for path, _ in pages)


def is_public(path: str) -> bool:
    """Whether that address is the same for everybody and holds nobody's secret."""
    return path in PATHS or path.startswith("/ajuda/")


def reads_only(path: str) -> bool:
    """Whether nobody's own words or tickets can be in it."""
    return is_public(path) and path not in FORMS
