"""The part of the queue that an attendant works through: in the address of the queue, and remembered while
he goes from ticket to ticket.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from fastapi import Request
from fastapi.responses import Response

from portal.desk.access import COOKIE_PATH, Who
from ticket_store import catalogue
from ticket_store.queries.queues import NOBODY, Chosen, Order, View

COOKIE = "css_fila"
ALL, MINE = "todas", "minhas"
VIEW_OF: dict[str, View] = {
    "abertos": "open",
    "vencidos": "overdue",
    "livres": "unassigned",
    "comigo": "mine",
    "acompanho": "followed",
    "aguardando": "waiting",
    "adiados": "snoozed",
    "resolvidos": "resolved",
    "encerrados": "finished",
}


ORDER_OF: dict[str, Order] = {
    "prazo": "pressing",
    "prioridade": "priority",
    "antigos": "oldest",
    "novos": "newest",
    "parados": "idle",
    "recentes": "active",
}
# Beside the ticket itself, in the order they stand; the first four where nobody chose.
COLUMNS = ("prazo", "solicitante", "situacao", "equipe", "prioridade", "canal", "registrado")
USUAL = COLUMNS[:4]
ME, NO_ONE = "eu", "ninguem"


@dataclass(frozen=True)
class QueueView:
    """As it stands in the address; what makes no sense there means the default.

    vista: the saved view that it began as, 0 for none.
    """

    ver: str = "abertos"
    equipe: str = ""
    etiqueta: str = ""
    prioridade: str = ""
    servico: str = ""
    atendente: str = ""
    ordem: str = "prazo"
    colunas: tuple[str, ...] = USUAL
    vista: int = 0
    pagina: int = 1

    @property
    def name(self) -> View:
        return VIEW_OF[self.ver]

    @property
    def sifted(self) -> bool:
        """Whether the form of the filters has something to say."""
        return bool(self.prioridade or self.servico or self.atendente or self.ordem != "prazo") or (
            self.colunas != USUAL
        )

    def chosen(self, who: Who) -> Chosen:
        codes: list[str] | None = [self.equipe]
        if self.equipe in (ALL, MINE):
            codes = None if self.equipe == ALL else list(who.team_codes)
        holder = {"": None, ME: who.id, NO_ONE: NOBODY}
        return Chosen(
            self.name,
            codes,
            who.id,
            self.etiqueta,
            self.prioridade,
            self.servico,
            holder[self.atendente] if self.atendente in holder else int(self.atendente),
            ORDER_OF[self.ordem],
        )

    def address(self, **change: object) -> str:
        """Of this view with something changed; then from its first page."""
        other = replace(self, **{"pagina": 1} | change)  # type: ignore[arg-type]
        return f"{COOKIE_PATH}?{other.query()}"

    def query(self) -> str:
        pagina = {"pagina": str(self.pagina)} if self.pagina > 1 else {}
        vista = {"vista": str(self.vista)} if self.vista else {}
        return urlencode(self.kept() | vista | pagina)

    def kept(self) -> dict[str, str]:
        """What a saved view remembers of it."""
        said = {
            "equipe": self.equipe,
            "ver": self.ver,
            "etiqueta": self.etiqueta,
            "prioridade": self.prioridade,
            "servico": self.servico,
            "atendente": self.atendente,
            "ordem": self.ordem if self.ordem != "prazo" else "",
            "colunas": ",".join(self.colunas) if self.colunas != USUAL else "",
        }
        return {key: value for key, value in said.items() if value}


def view_of(who: Who, teams: Collection[str], said: Mapping[str, str]) -> QueueView:
    """The fields of an address, of a saved view or of the cookie, made sense of."""
    equipe, ver, ordem = said.get("equipe", ""), said.get("ver", ""), said.get("ordem", "")
    if equipe not in teams:
        equipe = MINE if who.team_codes and equipe != ALL else ALL
    atendente, prioridade = said.get("atendente", ""), said.get("prioridade", "")
    known = {one.code for one in catalogue.load().priorities}
    return QueueView(
        ver=ver if ver in VIEW_OF else "abertos",
        equipe=equipe,
        etiqueta=" ".join(said.get("etiqueta", "").casefold().split())[:40],
        prioridade=prioridade if prioridade in known else "",
        servico=said.get("servico", "")[:40],
        atendente=atendente if atendente in (ME, NO_ONE) or _number(atendente) else "",
        ordem=ordem if ordem in ORDER_OF else "prazo",
        colunas=tuple(one for one in COLUMNS if one in said.get("colunas", "").split(",")) or USUAL,
        vista=_number(said.get("vista", "")),
        pagina=min(_number(said.get("pagina", "")), 10_000) or 1,
    )


def remember(request: Request, response: Response, view: QueueView) -> None:
    secure = request.app.state.config.is_https
    response.set_cookie(COOKIE, view.query(), path=COOKIE_PATH, secure=secure, httponly=True, samesite="lax")


def remembered(request: Request, who: Who, teams: Collection[str]) -> QueueView:
    """What the attendant looked at last in this browser."""
    return view_of(who, teams, dict(parse_qsl(request.cookies.get(COOKIE, "")[:1000])))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0
