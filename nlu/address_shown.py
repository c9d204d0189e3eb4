"""The person's address, shown with what is to be registered: what puts it right, and what only tells of
another one (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu import atoms as names
from nlu.reading import cues
from nlu.reading.addresses import Address
from nlu.reading.turn import Reading
from nlu.reading.words import Said

_BEFORE = 4  # words between the word for an address and the address


def keeps_the_address(reading: Reading) -> bool:
    """`não! o meu e-mail continua dalva`: another one than the one that is shown, which took its place."""
    known = str(reading.known.get("email") or "")
    if not known or reading.addresses or reading.text.rstrip().endswith("?"):
        return False
    words = reading.said.words
    for field in reading.cues.get("field_email", ()):
        for stays in reading.cues.get("address_stays", ()):
            at = cues.past_small(reading.said, stays.after)
            if 0 <= stays.first - field.after <= 1 and at < len(words):
                name = words[at].said
                return name in cues.listed("first_names") and name not in Said(known).folded
    return False


def without_address(reading: Reading, commands: list[Command]) -> list[Command]:
    """An address is no whole text: `melhor o meu e-mail: x@y` puts the address right. One that stands in
    what is added changes none."""
    found = []
    for command in commands:
        text = str(command.get("text") or "").strip(" .;,")
        alone = [a.value for a in reading.addresses if a.value == text.lower()]
        if command["command"] == "edit" and command["how"] == "replace" and not command.get("old") and alone:
            command = {"command": "correct", "slot": "email", "value": alone[0]}
        found.append(command)
    if of_a_thing := _address_told(reading, found):
        return of_a_thing
    added = " ".join(str(c.get("text")) for c in found if c["command"] == "edit").lower()
    told = [a for a in reading.addresses if a.value in added] if reading.known.get("email") else []
    values = [None, *(a.value for a in told if not _of_the_person(reading, a))] if told else []
    return [
        c
        for c in found
        if c["command"] not in {"correct", "set"} or c.get("slot") != "email" or c["value"] not in values
    ]


def _address_told(reading: Reading, commands: list[Command]) -> list[Command]:
    """`o nome da caixa vai ser x@y`: of another one than the person, it is more of the text. [] where nothing
    is told of it."""
    known = reading.known.get("email")
    unsaid: Command = {"command": "correct", "slot": "email", "value": None}
    if not known or unsaid not in commands or len(reading.addresses) != 1 or reading.text.endswith("?"):
        return []
    [address] = reading.addresses
    clause = next(c for c in reading.clauses if c.first <= address.first < c.after)
    beside = Said(reading.said.part(clause.first, address.first))
    small, no = cues.listed("address_before"), cues.words_of(beside, "wrong", "no", "change")
    tells = any(
        cues.is_content(word) and word.said not in small and i not in no
        for i, word in enumerate(beside.words)
    )
    if address.value == known or address.own or not tells:
        return []
    rest = [c for c in commands if c != unsaid]
    if any(address.value in str(c.get("text")).lower() for c in rest if c["command"] == "edit"):
        return rest
    text = reading.said.part(clause.first, clause.after).strip(" ,.;!")
    slot = names.edited_slot(reading.pending, reading.known)
    return [*rest, {"command": "edit", "slot": slot, "how": "add", "text": text}]


def _of_the_person(reading: Reading, address: Address) -> bool:
    """Told as the person's, or with the word for it: `muda o e-mail pra x@y`."""
    near = range(address.first - _BEFORE, address.first)
    return address.own or any(hit.first in near for hit in reading.cues.get("field_email", ()))
