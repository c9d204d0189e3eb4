"""The part of the queue that an attendant works through: in the address of the queue, and remembered while
he goes from ticket to ticket.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, replace
from urllib.parse import parse_qsl, urlencode

from fastapi import Request
from fastapi.responses import Response

from portal.desk.access import COOKIE_PATH, Who
from ticket_store.queries.queues import Chosen, View

COOKIE = "css_fila"
ALL, MINE = "todas", "minhas"
VIEW_OF: dict[str, View] = {
    "abertos": "open",
    "vencidos": "overdue",
    "livres": "unassigned",
    "comigo": "mine",
    "aguardando": "waiting",
    "adiados": "snoozed",
    "resolvidos": "resolved",
    "encerrados": "finished",
}


@dataclass(frozen=True)
class QueueView:
    """As it stands in the address; what makes no sense there means the default."""

    ver: str = "abertos"
    equipe: str = ""
    etiqueta: str = ""
    pagina: int = 1

    @property
    def name(self) -> View:
        return VIEW_OF[self.ver]

    def chosen(self, who: Who) -> Chosen:
        codes: list[str] | None = [self.equipe]
        if self.equipe in (ALL, MINE):
            codes = None if self.equipe == ALL else list(who.team_codes)
        return Chosen(self.name, codes, who.id, self.etiqueta)

    def address(self, **change: object) -> str:
        """Of this view with something changed; then from its first page."""
        other = replace(self, **{"pagina": 1} | change)  # type: ignore[arg-type]
        return f"{COOKIE_PATH}?{other.query()}"

    def query(self) -> str:
        kept = {"equipe": self.equipe, "ver": self.ver, "etiqueta": self.etiqueta}
        pagina = {"pagina": str(self.pagina)} if self.pagina > 1 else {}
        return urlencode({key: value for key, value in kept.items() if value} | pagina)


def view_of(who: Who, teams: Collection[str], ver: str, equipe: str, etiqueta: str, pagina: int) -> QueueView:
    if equipe not in teams:
        equipe = MINE if who.team_codes and equipe != ALL else ALL
    ver = ver if ver in VIEW_OF else "abertos"
    return QueueView(ver, equipe, " ".join(etiqueta.split())[:40], max(1, min(pagina, 10_000)))


def remember(request: Request, response: Response, view: QueueView) -> None:
    secure = request.app.state.config.is_https
    response.set_cookie(COOKIE, view.query(), path=COOKIE_PATH, secure=secure, httponly=True, samesite="lax")


def remembered(request: Request, who: Who, teams: Collection[str]) -> QueueView:
    """What the attendant looked at last in this browser."""
    kept = dict(parse_qsl(request.cookies.get(COOKIE, "")[:500]))
    pagina = kept.get("pagina", "")
    number = int(pagina) if pagina.isdecimal() and len(pagina) < 6 else 1
    return view_of(who, teams, kept.get("ver", ""), kept.get("equipe", ""), kept.get("etiqueta", ""), number)
