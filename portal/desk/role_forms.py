"""The page of the roles: what each permission opens, and all the roles side by side."""

from __future__ import annotations

from typing import Any

from portal.desk.setting_fields import Field, Page
from ticket_store import roles

# permission: (its short name, what it opens)
CALLED = {
    roles.ATTEND: ("Atender", "fila, acionamentos, conversas, incidentes, entregas, macros e textos"),
    roles.SHARED: ("Vistas, macros e textos de todos", "e os de qualquer equipe"),
    roles.INCIDENTS: ("Decidir incidentes", "propostas, ligar e desligar acionamentos"),
    roles.REPORTS: ("Painel e relatórios", "e as planilhas"),
    roles.ARTICLES: ("Artigos da Ajuda", "escrever, editar, perguntas sem resposta"),
    roles.REVIEW: ("Não entendidas", "ler e rotular"),
    roles.AUDIT: ("Auditoria", "quem leu e mudou o quê"),
    roles.TRAIN: ("Treinamento", "treinar, comparar, ativar e voltar"),
    roles.SETTINGS: ("Administração", "tudo menos contas e papéis"),
    roles.ACCOUNTS: ("Contas e papéis", "e as sessões de todos: quem a tem pode dar-se o resto"),
}

PAGE = Page(
    roles.ROLE,
    "papeis",
    "Papéis",
    "papel",
    "Vale no pedido seguinte de quem tem o papel. “Administração” guarda sempre as duas últimas, e "
    "alguém tem sempre as contas.",
    (
        Field("name", "Nome", most=60),
        Field(
            "permissions",
            "O que pode",
            "many",
            options=lambda session: [(code, f"{name}: {opens}") for code, (name, opens) in CALLED.items()],
        ),
        Field("active", "Em uso", "flag"),
    ),
    beside="desk/_roles.html",
)


def table(entries: list[Any]) -> dict[str, Any]:
    """The roles as columns, the permissions as rows: [(name, what it opens, [whether, by role])]."""
    used = [one for one in entries if one.data["active"]]
    return {
        "columns": [(one.code, one.data["name"]) for one in used],
        "lines": [
            (name, opens, [code in one.data["permissions"] for one in used])
            for code, (name, opens) in CALLED.items()
        ],
    }


def names(session: Any) -> list[tuple[str, str]]:
    """(code, name) of those that an account may be given."""
    return [(one.code, one.name) for one in roles.known(session).values() if one.active]
