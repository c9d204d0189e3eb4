"""The system of a ticket and its name in the text go together: where one is put right the other follows, and
that is said."""

from actions.dialogue.commands import Command
from actions.dialogue.state import Frame
from actions.dialogue.talk import Talk
from actions.dialogue.text import edited, fold
from actions.dialogue.walk import give
from ticket_store import catalogue


def _named(text: str) -> dict[str, str]:
    """The systems that a text names, by their codes, as they are spelt there; no everyday thing, which may be
    another one than is meant."""
    found, plain = {}, fold(text)
    for one in catalogue.load().match_services(text):
        names = (name for name in (one.code, one.name, *one.aliases) if fold(name) in plain)
        if not one.everyday and (name := max(names, key=len, default="")):
            at = plain.rfind(fold(name))
            found[one.code] = text[at : at + len(name)]
    return found


async def follows(talk: Talk, frame: Frame, before: str) -> None:
    """The text names the system before, and no other: now the one that took its place."""
    text = str(frame.values.get("description") or "")
    known, named = catalogue.load().service(str(frame.values.get("service"))), _named(text)
    if known and before != known.code and not known.everyday and list(named) == [before]:
        comes = known.name.split(" (")[0]
        edit = Command("edit", slot="description", how="replace", old=named[before], text=comes)
        await give(talk, frame, edit)


async def leads(talk: Talk, frame: Frame, old: str, new: str) -> None:
    """The name of this ticket's system gave way in the text to another one's: the ticket is of that one."""
    gone, comes, stays = _named(old), _named(new), _named(str(frame.values.get("description") or ""))
    before = {slot: frame.values.get(slot) for slot in ("service", "service_name")}
    if list(gone) != [before["service"]] or len(comes) != 1 or before["service"] in stays:
        return
    pairs = ((old, gone[str(before["service"])]), (new, *comes.values()))
    if any(edited(part, "replace", "", name) for part, name in pairs):
        return  # more than the name was exchanged
    if frame.values.get("edits"):
        frame.values["edits"][-1]["with"] = before
    await talk.take(frame, "service", Command("set", slot="service", value=next(iter(comes))))
    talk.say("utter_service_follows")
