"""Whether something is known to be down."""

from actions import store
from actions.dialogue.state import Frame
from actions.dialogue.talk import Talk
from actions.values import OTHER
from ticket_store import queries


async def do_tell(talk: Talk, frame: Frame) -> None:
    service, name = frame.values.get("service"), frame.values.get("service_name")
    if service in (None, OTHER):
        talk.say("utter_service_status_which")
        return
    incident = await store.read(
        lambda session, now: queries.active_incident(session, service_code=str(service))
    )
    if incident is None:
        talk.say("utter_service_status_ok", service_name=name)
    else:
        known = {"incident_title": incident.title, "incident_text": incident.text}
        talk.say("utter_service_status_down", service_name=incident.service_name, **known)
