"""Where a summary is shown: what is said of the mail, of what is missing and of what is right (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu.reading import cues
from nlu.reading.turn import Reading
from nlu.reading.words import Said
from nlu.telling import without_lead

_WRONG_ADDRESS: Command = {"command": "correct", "slot": "email", "value": None}


def of_the_mail_itself(reading: Reading, commands: list[Command]) -> list[Command]:
    """`o e-mail parou de receber ontem`, where the ticket is of the mail: no address is wrong. Asked what to
    change it takes the place of what it tells anew; at the summary it is added."""
    known = str(reading.known.get("description") or "")
    had = {word.said for word in Said(known).words}
    says = {"wrong", "change", "exchange", "not_that"} & set(reading.cues)
    if reading.pending not in ("change", "confirm_open") or _WRONG_ADDRESS not in commands or says:
        return commands
    if any(c.get("how") == "remove" for c in commands):  # `tira essa linha, isso era do e-mail`
        return [c for c in commands if c != _WRONG_ADDRESS]
    if {"other_one", "that_one"} & set(reading.cues):
        return commands
    mail = reading.words_of("field_email")
    told = {w.said for i, w in enumerate(reading.said.words) if cues.is_content(w) and i not in mail}
    of_mail = bool(cues.find(Said(known), "field_email")) and not reading.addresses
    if not of_mail or "?" in reading.text or not (told & had or "symptom" in reading.cues) or len(told) < 2:
        return commands
    anew = reading.pending == "change" and 2 * len(told & had) >= len(told)
    how, text = "replace" if anew else "add", without_lead(reading.text.strip())
    return [{"command": "edit", "slot": "description", "how": how, "text": text}]


def without_the_rest(reading: Reading, commands: list[Command]) -> list[Command]:
    """`o resto tá certo` is no more of the text: nothing else is to be changed."""
    if "rest_is_right" not in reading.cues:
        return commands
    left = [c for c in commands if not (c.get("how") == "add" and _is_the_rest(str(c.get("text"))))]
    return left or [{"command": "skip"}]


def _is_the_rest(text: str) -> bool:
    said = Said(text)
    return said.is_only(cues.words_of(said, "rest_is_right"), cues.listed("small_words", "lead_words"))
