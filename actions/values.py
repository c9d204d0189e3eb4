"""How a value is taken, by the type of its slot: checked, put in order, or refused with a sentence that
says why."""

from typing import Any

from email_validator import EmailNotValidError, validate_email

from actions import store
from actions.dialogue.commands import Command
from actions.dialogue.state import Frame
from actions.dialogue.talk import Talk
from actions.dialogue.text import MAXIMUM, joined
from ground.passwords import hide_passwords
from ticket_store import catalogue, errors, identity
from ticket_store.mail_domains import near_miss

OTHER = "outro"
# The CSS's own address is nobody's.
OWN_ADDRESSES = {"css.serpro@serpro.gov.br"}
LETTERS, SHORT, COMMENT = 10, 2, 1000
LONGEST_NAME = 120
NO_NAME = "@/\\<>{}[]()*_?!;:"  # in no name; a link and what a page would draw, too
TEXTS = frozenset({"description", "information", "reason"})
AROUND = "<>()[],;:.!?\"'"  # marks that people write beside an address


async def take_service(talk: Talk, frame: Frame, slot: str, command: Command) -> bool:
    """A code of the catalogue, or a name that it knows; `outro` for what it does not hold. One that was taken
    back and is read again is another that only sounds like it."""
    said, before = str(command.value or ""), frame.values.get(slot)
    found = None if said == OTHER else catalogue.load().service(said) or catalogue.load().match_service(said)
    if found and found.code == frame.values.get("service_denied"):
        frame.values["service_attempt"], found, said = talk.message.text.strip()[:80], None, OTHER
    if found is None and said != OTHER:
        if before is None:
            frame.values["service_attempt"] = frame.values["name_asked"] = said[:80]
            return True  # whether it is registered by that name is asked next
        talk.retry(frame, "utter_service_missing")
        return False
    if found is None and talk.message.system_name:
        frame.values["service_attempt"] = talk.message.system_name
        if before is None and talk.message.system_name == talk.message.text.strip():
            frame.values["name_asked"] = talk.message.system_name
            return True
    name = (
        found.name
        if found
        else frame.values.get("service_attempt") or talk.voice.wording("utter_label_other_service")
    )
    frame.values.update(service=found.code if found else OTHER, service_name=name)
    return True


async def take_description(talk: Talk, frame: Frame, slot: str, command: Command) -> bool:
    """A line more where one is there; a few letters about an unknown service say too little. That something
    is wrong is asked about once."""
    text, before = hide_passwords(str(command.value or "").strip()), frame.values.get(slot)
    if _too_long(talk, None if command.command == "correct" else before, text):
        return False
    if command.command != "correct" and before:
        frame.values[slot] = joined(before, text)
        if frame.pending != slot:
            talk.say("utter_description_completed")
        return True
    short = frame.values.pop("short_description", None)
    told = ", ".join(t for t in (short, text) if t)
    known = frame.values.get("service") not in (None, OTHER)
    letters = sum(c.isalnum() for c in told)
    nothing = talk.message.says_nothing and not short
    if letters < SHORT or (frame.pending == slot and (nothing or (letters < LETTERS and not known))):
        frame.values["short_description"] = told or None
        talk.retry(frame, "utter_description_too_short")
        return False
    named = str(frame.values.get("service_name") or "").casefold() in told.casefold()
    if letters < LETTERS and known and not named:
        told = talk.voice.wording(
            "utter_label_about_service", service_name=frame.values["service_name"], text=told
        )
    frame.values[slot] = told
    return True


async def take_text(talk: Talk, frame: Frame, slot: str, command: Command) -> bool:
    """What goes into a ticket, in the person's own words."""
    text, before = hide_passwords(str(command.value or "").strip()), frame.values.get(slot)
    if sum(c.isalnum() for c in text) < SHORT:
        declared = talk.flows.slots[slot]
        talk.retry(frame, declared.retry or "utter_not_understood")
        return False
    if _too_long(talk, None if command.command == "correct" else before, text):
        return False
    frame.values[slot] = joined(None if command.command == "correct" else before, text)
    if frame.pending in ("code", "email", "number"):
        talk.say("utter_detail_noted")
    return True


def _too_long(talk: Talk, before: str | None, text: str) -> bool:
    """More than a ticket holds is never cut in silence: what was there stays, and that is said."""
    if len(joined(before, text)) <= MAXIMUM:
        return False
    talk.misread = True
    talk.say("utter_text_too_long", limit=MAXIMUM)
    return True


async def take_name(talk: Talk, frame: Frame, slot: str, command: Command) -> bool:
    """The name alone, where the answer tells one in a sentence. Another one in its place is asked about
    anew."""
    told = talk.message.own_name if frame.pending == talk.flows.slots[slot].pending else None
    name = " ".join(hide_passwords(told or str(command.value or "")).split())
    plain = sum(c.isalpha() for c in name) >= SHORT and not any(c.isdigit() or c in NO_NAME for c in name)
    if not plain or len(name) > LONGEST_NAME:
        talk.retry(frame, "utter_own_name_needed")
        return False
    frame.values[slot] = name
    frame.values.pop("sure", None)
    return True


async def take_comment(talk: Talk, frame: Frame, slot: str, command: Command) -> bool:
    frame.values[slot] = hide_passwords(str(command.value or "").strip())[:COMMENT]
    return True


async def take_email(talk: Talk, frame: Frame, slot: str, command: Command) -> bool:
    address = valid(str(command.value or ""))
    if address is None:
        talk.retry(frame, "utter_email_invalid")
        return False
    if (near := near_miss(address)) and frame.values.get("email_doubted") != address:
        frame.values["email_doubted"] = address
        talk.retry(frame, "utter_email_doubted", domain=address.rpartition("@")[2], likely=near)
        return False
    frame.values[slot] = address
    frame.values.pop("email_wrong", None)
    if (
        frame.pending == slot
        and len({valid(word.strip(AROUND)) for word in talk.message.text.split()} - {None}) > 1
    ):
        talk.say("utter_email_one_only", email=address)
    return True


def valid(address: str) -> str | None:
    """The address with its domain in lower case; None when it is none, or the CSS's own."""
    try:
        checked = validate_email(address, check_deliverability=False, allow_smtputf8=False).normalized
    except EmailNotValidError:
        return None
    return None if checked.casefold() in OWN_ADDRESSES else checked


async def take_code(talk: Talk, frame: Frame, slot: str, command: Command) -> bool:
    """Checked at once: the store counts the tries. A proved address is the person's for the rest of the
    talk."""
    try:
        address = await store.call(
            identity.check_code,
            conversation_id=talk.message.conversation_id,
            code=str(command.value or ""),
            secret=store.secret(),
        )
    except errors.WrongCode as wrong:
        if wrong.tries_left == 0:
            _dead(talk, frame)
        elif wrong.tries_left == 1:
            talk.question("utter_code_wrong_last")
        else:
            talk.question("utter_code_wrong", tries_left=wrong.tries_left)
        return True
    except (errors.CodeExpired, errors.NoCodePending, errors.CodeLimitReached):
        _dead(talk, frame)
        return True
    frame.values["email"] = talk.state.email = address
    frame.values.pop("code_sent_to", None)
    frame.values.pop("email_wrong", None)
    return True


def _dead(talk: Talk, frame: Frame) -> None:
    """Offers another code; a yes is then enough."""
    frame.values["code_dead"] = True
    talk.question("utter_code_dead", email=frame.values.get("email") or talk.state.email)


async def take_urgency(talk: Talk, frame: Frame, slot: str, command: Command) -> bool:
    """The summary says it; where none comes again, it is said here."""
    frame.values[slot] = command.value
    if talk.message.agrees:
        name = catalogue.load().priority_for(str(command.value)).name
        talk.say("utter_urgency_changed", urgency_name=name)
    return True


async def take_score(talk: Talk, frame: Frame, slot: str, command: Command) -> bool:
    said = str(command.value)
    if not said.isdigit() or not 1 <= int(said) <= 5:
        talk.retry(frame, "utter_score_invalid")
        return False
    frame.values[slot] = int(said)
    return True


TAKERS: dict[str, Any] = {
    "service": take_service,
    "description": take_description,
    "text": take_text,
    "name": take_name,
    "comment": take_comment,
    "email": take_email,
    "code": take_code,
    "urgency": take_urgency,
    "score": take_score,
}
