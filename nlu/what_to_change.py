"""Where a summary is shown: only which field is wrong is said, or how urgent it is (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu import atoms as names
from nlu.edits import SHOWN
from nlu.interpretation import UNCLEAR
from nlu.reading import cues
from nlu.reading.turn import Reading
from nlu.reading.words import Said

_WRONG_ADDRESS: Command = {"command": "correct", "slot": "email", "value": None}
_AROUND = ("small_words", "lead_words", "articles", "copulas", "yes", "no")


def what_to_change(reading: Reading) -> list[Command]:
    """`quero mudar o motivo`; `a prioridade, pode ser normal`, asked what to change; else none."""
    if reading.pending not in SHOWN or "?" in reading.text:
        return []
    text = ("wish", "change", "field_text")
    slot = names.edited_slot(reading.pending, reading.known)
    if "change" in reading.cues and "field_text" in reading.cues and _only(reading, *text):
        return [{"command": "correct", "slot": slot, "value": None}] if reading.known.get(slot) else []
    levels = [name for name in reading.cues if name.startswith("urgency_")]
    told = "urgency_named" in levels and len(levels) > 1 and reading.urgency is not None
    if reading.pending == "change" and told and _only(reading, *levels, "wish", "change", "yes", "put_there"):
        given = "correct" if reading.known.get("urgency") else "set"
        return [{"command": given, "slot": "urgency", "value": reading.urgency}]
    return []


def of_the_mail_itself(reading: Reading, commands: list[Command]) -> list[Command]:
    """`o e-mail parou de receber ontem`, where the ticket is of the mail: no address is wrong. Asked what to
    change it takes the place of what it tells anew; at the summary that is asked."""
    known = str(reading.known.get("description") or "")
    had = {word.said for word in Said(known).words}
    says = {"wrong", "change", "exchange", "other_one", "not_that", "that_one"} & set(reading.cues)
    if reading.pending not in ("change", "confirm_open") or _WRONG_ADDRESS not in commands or says:
        return commands
    mail = reading.words_of("field_email")
    told = {w.said for i, w in enumerate(reading.said.words) if cues.is_content(w) and i not in mail}
    of_mail = bool(cues.find(Said(known), "field_email")) and not reading.addresses
    if not of_mail or "?" in reading.text or not (told & had or "symptom" in reading.cues) or len(told) < 2:
        return commands
    anew = reading.pending == "change" and 2 * len(told & had) >= len(told)
    edit = {"command": "edit", "slot": "description", "how": "replace", "text": reading.text.strip()}
    return [edit] if anew else [{"command": UNCLEAR}]


def what_is_missing(reading: Reading, commands: list[Command]) -> list[Command]:
    """`tá faltando o erro. é senha expirada`: what is said to be missing takes no text's place."""
    if reading.pending not in SHOWN or not any(h.first <= 1 for h in reading.cues.get("is_missing", ())):
        return commands
    return [{**c, "how": "add"} if c.get("how") == "replace" and not c.get("old") else c for c in commands]


def without_the_rest(reading: Reading, commands: list[Command]) -> list[Command]:
    """`o resto tá certo` is no more of the text: nothing else is to be changed."""
    if "rest_is_right" not in reading.cues:
        return commands
    left = [c for c in commands if not (c.get("how") == "add" and _is_the_rest(str(c.get("text"))))]
    return left or [{"command": "skip"}]


def _is_the_rest(text: str) -> bool:
    said = Said(text)
    return said.is_only(cues.words_of(said, "rest_is_right"), cues.listed("small_words", "lead_words"))


def _only(reading: Reading, *said: str) -> bool:
    """Nothing but these cues and small words."""
    return reading.said.is_only(reading.words_of(*said), cues.listed(*_AROUND))
