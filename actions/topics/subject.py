"""What was spoken of before a ticket is wanted: the system that was named alone, the question whose answer
did not help. The ticket begins with it, and shows it before anything is registered."""

from datetime import datetime, timedelta

from actions.dialogue.state import Frame
from actions.dialogue.talk import Talk
from ticket_store import catalogue

NOTE = "subject"
POINTED = "told"  # the `which` of a wish for a ticket of what was told before
LASTS = timedelta(minutes=10)


def remember(
    talk: Talk, service: str | None = None, description: str | None = None, word: str | None = None
) -> None:
    """service: a code of the catalogue; word: what the person called it by."""
    talk.state.notes[NOTE] = {
        "service": service,
        "description": description,
        "word": word,
        "until": (talk.message.at + LASTS).isoformat(),
    }


def remember_question(talk: Talk) -> None:
    """What nobody here answers, where nothing else was spoken of."""
    if not _waiting(talk):
        remember(talk, description=talk.message.text.strip())


def _waiting(talk: Talk) -> dict[str, str | None] | None:
    told: dict[str, str | None] | None = talk.state.notes.get(NOTE)
    return told if told and talk.message.at <= datetime.fromisoformat(str(told["until"])) else None


def taken_up(talk: Talk, frame: Frame) -> None:
    """Fills what the wish for a ticket does not tell itself, once; a text only where it is pointed at. A
    thing named in passing gives way to the system that was spoken of."""
    pointed = frame.values.get("which") == POINTED
    if pointed:
        del frame.values["which"]
    told = _waiting(talk)
    talk.state.notes.pop(NOTE, None)
    if not told or (frame.values.get("service") and not talk.message.in_passing):
        return
    found = catalogue.load().service(told["service"] or "")
    if found:
        frame.values.update(service=found.code, service_name=found.name)
    problem, word = frame.values.get("description"), told["word"]
    if told["description"] and not problem and pointed:
        frame.values["description"] = told["description"]
    elif word and problem and found and not _says(problem, word) and not _says(found.name, word):
        frame.values["description"] = f"{word}: {problem}"


def _says(text: str, word: str) -> bool:
    return word.casefold() in text.casefold()
