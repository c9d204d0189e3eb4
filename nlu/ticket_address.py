"""`troca o e-mail do 2026-… pra x@y`: another address for a ticket that is registered (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu.in_place import reference_command
from nlu.reading import cues
from nlu.reading.turn import Reading

_LONGEST = 30  # words up to which a message is looked at
_OTHER_WISHES = (
    "open_verb", "cancel_verb", "reopen_verb", "rate_verb", "list_verb", "symptom", "condition", "later_on",
)  # fmt: skip
_NEAR = 6  # words between the verb and what is changed


def moves_address(reading: Reading) -> list[Command]:
    """The new address, where it is told, and which ticket; [] where no ticket's address is to be changed."""
    if reading.pending != "none" or reading.said.count > _LONGEST or {*_OTHER_WISHES} & set(reading.cues):
        return []
    new = _new_one(reading)
    verbs = reading.words_of("moves_it", *(("put_there",) if new else ()))
    fields = reading.words_of("field_email", "news_of_it")
    if not any(abs(field - verb) <= _NEAR for verb in verbs for field in fields):
        return []
    mine = [
        one
        for one in reading.references
        if one.by in {"number", "service", "that", "ordinal", "status"} and one.value != "email"
    ]
    if "ticket" not in reading.cues and not reading.full_numbers:
        return []  # `trocar o e-mail do gov.br por onde?`
    shown = bool(reading.state.get("last") or reading.state.get("listed"))
    named = [reference_command(mine[0], shown)] if mine and (shown or mine[0].by != "that") else []
    return [*named, {"command": "correct", "slot": "email", "value": new}]


def _new_one(reading: Reading) -> str | None:
    """The address behind `para`, `é`, `:`, or the only one, behind a mark; an old one that is told (`perdi o
    x@y`) is not it."""
    said = reading.said
    for address in reading.addresses:
        before = said.words[address.first - 1] if address.first else None
        if before and (
            before.said in cues.listed("towards") or before.said == ":" or cues.is_copula(said, before)
        ):
            return address.value
        only = (
            len(reading.addresses) == 1 and address.after == len(said.words) and "oldest" not in reading.cues
        )
        if only and not address.others and (before is None or before.is_mark):
            return address.value
    return None
