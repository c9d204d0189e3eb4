"""The system of a ticket and its name in the text go together: where one is put right the other follows, and
that is said."""

from actions.dialogue.commands import Command
from actions.dialogue.state import Frame
from actions.dialogue.talk import Talk
from actions.dialogue.text import edited, whole_words
from actions.dialogue.walk import give, remember
from ticket_store import catalogue

_SHORT = 3  # letters of a name that is a verb, too, where it is not in capitals


def _named(text: str) -> dict[str, str]:
    """The systems that a text names, by their codes, as they are spelt there; no everyday thing, which may be
    another one than is meant."""
    found = {}
    for one in catalogue.load().match_services(text) if text else ():
        places = [place for name in (one.code, one.name, *one.aliases) for place in whole_words(text, name)]
        spelt = [text[first:after] for first, after in places]
        sure = [s for s in spelt if s == text or len(s) > _SHORT or (s.isupper() and not text.isupper())]
        if sure and not one.everyday:
            found[one.code] = max(sure, key=len)
    return found


async def follows(talk: Talk, frame: Frame, before: str) -> None:
    """The text names the system before, and no other: now the one that took its place, at each place."""
    text = str(frame.values.get("description") or "")
    known, named = catalogue.load().service(str(frame.values.get("service"))), _named(text)
    old = catalogue.load().service(before)
    if known and old and old != known and not known.everyday and list(named) == [before]:
        name, comes = named[before], known.name.split(" (")[0]
        remember(talk, frame, "description", text)
        frame.values["edits"][-1]["with"] = {"service": before, "service_name": old.name}
        for _ in whole_words(text, name)[1:] if not whole_words(comes, name) else ():
            text = edited(text, "replace", comes, name) or text
        frame.values["description"] = text
        await give(talk, frame, Command("edit", slot="description", how="replace", old=name, text=comes))


async def leads(talk: Talk, frame: Frame, old: str, new: str) -> None:
    """The name of this ticket's system gave way in the text to another one's: the ticket is of that one."""
    gone, comes, stays = _named(old), _named(new), _named(str(frame.values.get("description") or ""))
    before = {slot: frame.values.get(slot) for slot in ("service", "service_name")}
    if list(gone) != [before["service"]] or len(comes) != 1 or before["service"] in stays:
        return
    pairs = ((old, *gone.values()), (new, *comes.values()))
    if any(edited(part, "replace", "", name) for part, name in pairs):
        return  # more than the name was exchanged
    if frame.values.get("edits"):
        frame.values["edits"][-1]["with"] = before
    await talk.take(frame, "service", Command("set", slot="service", value=next(iter(comes))))
    talk.say("utter_service_follows")
