"""What is known to be down: of one service, or of all. What is not known is said to be that."""

from datetime import datetime, timedelta
from typing import Any

from actions import site, store
from actions.dialogue.state import Frame
from actions.dialogue.talk import Talk
from actions.topics import offer_ticket
from actions.values import OTHER
from actions.words import moment
from ticket_store import catalogue, queries
from ticket_store.queries.desk_live import ended_incidents
from ticket_store.views import IncidentView

JUST_OVER = timedelta(hours=24)
MOST = 5


async def do_tell(talk: Talk, frame: Frame) -> None:
    offer_ticket.leave(talk)
    service = frame.values.get("service") or _under_way(talk)
    known = catalogue.load().service(str(service)) if service and service != OTHER else None
    running, ended = await store.read(_incidents)
    if known is None:
        _tell_all(talk, running)
        return
    name = {"service_name": known.name}
    mine = [one for one in running if one.service_code == known.code]
    over = next((one for one in ended if one.service_code == known.code), None)
    if mine:
        for one in mine:
            talk.say("utter_service_status_down", **name, **_told(one))
        _say_page(talk)
        return
    if over:
        talk.say("utter_service_status_over", **name, **_told(over))
    else:
        talk.say("utter_service_status_ok", **name)
    _say_page(talk)
    await offer_ticket.offer(talk, "utter_service_status_offer", service=known.code)


def _under_way(talk: Talk) -> Any:
    """ "Caiu?" in the middle of a ticket is about its service."""
    return talk.state.top.values.get("service") if talk.state.top else None


def _tell_all(talk: Talk, running: list[IncidentView]) -> None:
    if not running:
        talk.say("utter_service_status_none")
    else:
        lines = [
            talk.voice.wording(
                "utter_label_incident_line",
                service_name=one.service_name,
                incident_title=one.title,
                since=moment(one.started_at),
            )
            for one in running[:MOST]
        ]
        talk.say("utter_service_status_all", count=len(running), lines="\n".join(lines))
    _say_page(talk)


def _say_page(talk: Talk) -> None:
    """An address is no use to who only hears it."""
    if talk.message.channel != "voice":
        talk.say("utter_service_status_page", site=site.address())


def _incidents(session: Any, now: datetime) -> tuple[list[IncidentView], list[IncidentView]]:
    return queries.active_incidents(session), ended_incidents(session, since=now - JUST_OVER)


def _told(incident: IncidentView) -> dict[str, str]:
    return {
        "incident_title": incident.title,
        "incident_text": incident.text,
        "since": moment(incident.started_at),
        "news_at": moment(incident.updated_at),
    }
