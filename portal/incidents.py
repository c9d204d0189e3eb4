"""What is down, for everybody: a page, the same as JSON and as an Atom feed, without a word on followers."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any
from xml.etree import ElementTree as xml

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from portal.pages import page
from ticket_store import queries
from ticket_store.database import reading
from ticket_store.queries.desk_live import ended_incidents
from ticket_store.views import IncidentView

router = APIRouter()

PATH = "/situacao"
RECENT = timedelta(days=30)
MOST_ENDED = 50
ATOM = "http://www.w3.org/2005/Atom"
# Monitors may ask as often as they like; a minute late is soon enough.
PUBLIC = {"Cache-Control": "public, max-age=60", "Access-Control-Allow-Origin": "*"}


@dataclass(frozen=True)
class Situation:
    """What is going on, and what was over in the last days, at one moment."""

    at: datetime
    running: list[IncidentView]
    ended: list[IncidentView]

    @property
    def changed(self) -> datetime:
        """When there was news last; now, where nothing is known."""
        return max((one.updated_at for one in [*self.running, *self.ended]), default=self.at)


def situation(request: Request) -> Situation:
    at: datetime = request.app.state.clock()
    with reading(request.app.state.engine) as session:
        return Situation(
            at,
            queries.active_incidents(session),
            ended_incidents(session, since=at - RECENT, limit=MOST_ENDED),
        )


def running(request: Request) -> list[IncidentView]:
    """For the notice on another page, which has to stand also without the store."""
    try:
        return situation(request).running
    except Exception:  # whatever the driver raises: the notice is left out
        return []


@router.get(PATH)
def show(request: Request) -> Response:
    return page(request, "situation.html", now=situation(request), days=RECENT.days)


@router.get(f"{PATH}.json")
def as_json(request: Request) -> Response:
    found = situation(request)
    body = {
        "generated_at": found.at.isoformat(),
        "page": _address(request),
        "running": [_public(one) for one in found.running],
        "ended": [_public(one) for one in found.ended],
    }
    return JSONResponse(body, headers=PUBLIC)


@router.get(f"{PATH}.atom")
def as_atom(request: Request) -> Response:
    found, address = situation(request), _address(request)
    feed = xml.Element("feed", {"xmlns": ATOM, "xml:lang": "pt-BR"})
    _add(feed, "id", address)
    _add(feed, "title", "Situação dos serviços · Central de Serviços Serpro")
    _add(feed, "updated", found.changed.isoformat())
    _add(feed, "link", rel="alternate", href=address)
    _add(feed, "link", rel="self", href=f"{address}.atom")
    _add(_add(feed, "author"), "name", "Central de Serviços Serpro")
    for one in sorted([*found.running, *found.ended], key=lambda one: one.updated_at, reverse=True):
        entry = _add(feed, "entry")
        _add(entry, "id", f"{address}#{anchor(one)}")
        _add(entry, "title", f"{one.service_name}: {one.title}{' (encerrado)' if one.ended_at else ''}")
        _add(entry, "published", one.started_at.isoformat())
        _add(entry, "updated", one.updated_at.isoformat())
        _add(entry, "link", rel="alternate", href=f"{address}#{anchor(one)}")
        _add(entry, "category", term=one.service_code, label=one.service_name)
        _add(entry, "content", one.text, type="text")
    return Response(
        xml.tostring(feed, encoding="utf-8", xml_declaration=True),
        media_type="application/atom+xml",
        headers=PUBLIC,
    )


def anchor(incident: IncidentView) -> str:
    return f"incidente-{incident.id}"


def _address(request: Request) -> str:
    return f"{request.app.state.config.portal_url}{PATH}"


def _public(one: IncidentView) -> dict[str, Any]:
    moments = {k: v and v.isoformat() for k, v in asdict(one).items() if k.endswith("_at")}
    service = {"code": one.service_code, "name": one.service_name}
    return {"id": one.id, "service": service, "title": one.title, "text": one.text, **moments}


def _add(parent: xml.Element, tag: str, text: str | None = None, **attributes: str) -> xml.Element:
    child = xml.SubElement(parent, tag, attributes)
    child.text = _readable(text) if text else None
    return child


def _readable(text: str) -> str:
    """XML has no place for control characters, however they came into a pasted text."""
    return "".join(c for c in text if c in "\t\n" or c >= " ")
