"""A person's own data, said in so many words: that they be erased, that this be given up again, and which
are kept (pure).
"""

from __future__ import annotations

from ground.notation import Command
from nlu.pending import kind
from nlu.reading import cues
from nlu.reading.cues import Hit
from nlu.reading.turn import Reading

ERASES: Command = {"command": "start", "flow": "my_data", "which": "erase"}
KEEPS: Command = {"command": "start", "flow": "my_data", "which": "keep"}
_ASKS: Command = {"command": "ask", "about": "faq_privacy"}
_WHERE = ("none", "email", "code", "number", "service")  # where a wish to erase is heard
_LONGEST = 30  # words up to which a message is looked at
_BRIEF = 15  # words of an answer to the question whether to erase
_NEAR = 4  # words between what is erased and the ticket in which it stands
_OTHERS = ("open_verb", "reopen_verb", "rate_verb", "complement_verb", "list_verb", "change")
_DOUBTS = ("hedge", "condition", "wait")


def about_own_data(reading: Reading) -> list[Command]:
    """The commands, where it is plain; else none."""
    if reading.said.count > _LONGEST or kind(reading.pending) == "text":
        return []
    if reading.pending == "draft" and reading.known.get("which") == "erase":
        return _answer(reading)
    if _gives_up(reading) or _regrets_alone(reading):
        return [{"command": "deny"}, KEEPS] if reading.pending == "confirm_cancel" else [KEEPS]
    wanted = _wanted(reading) and "own_data" in reading.cues and not _of_a_ticket(reading)
    if reading.pending in _WHERE and wanted and not _of_another_system(reading):
        return [ERASES]
    return [_ASKS] if reading.pending == "none" and _asks_which(reading) else []


def _answer(reading: Reading) -> list[Command]:
    """`pode apagar`, `desisto de apagar`, where it is asked whether to erase; or, where that is due already,
    whether to give it up."""
    only = any(word.said in cues.listed("only") for word in reading.said.words)
    if reading.said.count > _BRIEF or "?" in reading.text or only or {*_DOUBTS} & set(reading.cues):
        return []
    if _tickets(reading):
        return []
    due = bool(reading.known.get("erasing"))
    keeps = bool(_denied(reading)) or "data_kept" in reading.cues or _says(reading, "data_regret")
    if keeps == bool(_wanted(reading)):
        return []
    if keeps:
        return [{"command": "affirm" if due else "deny"}]
    return [{"command": "deny"}] if due else [] if "no" in reading.cues else [{"command": "affirm"}]


def _gives_up(reading: Reading) -> bool:
    """`desisto de apagar os dados`, `cancela o pedido de apagar`, `não quero mais que apaguem`."""
    hits = _denied(reading)
    due = bool(reading.known.get("erasing"))
    if not due and _of_another_system(reading):
        return False
    own = due or {"own_data", "data_named"} & set(reading.cues)
    kept = "data_kept" in reading.cues and "own_data" in reading.cues and not _wanted(reading)
    return kept or (bool(hits and own) and not _of_a_ticket(reading) and not _wanted(reading))


def _regrets_alone(reading: Reading) -> bool:
    """`me arrependi`, while an erasure is due and nothing else is asked or wished."""
    if reading.pending != "none" or not reading.known.get("erasing") or {*_OTHERS} & set(reading.cues):
        return False
    if _tickets(reading):
        return False
    return _says(reading, "data_regret") or "data_kept" in reading.cues


def _says(reading: Reading, name: str) -> bool:
    """A cue with no word before it that denies it."""
    return any(not _is_denied(reading, hit, ("no",)) for hit in reading.cues.get(name, ()))


def _wanted(reading: Reading) -> list[Hit]:
    """In a question, `apaga` tells of something that erases."""
    denied, asks = _denied(reading), "?" in reading.text
    told = cues.listed("erases_or_tells") if asks else frozenset()
    return [hit for hit in reading.cues.get("erases", ()) if hit not in denied and hit.phrase not in told]


def _denied(reading: Reading) -> list[Hit]:
    """Where erasing is said, and behind a no or what takes it back; or what takes it back stands behind it,
    as in `o pedido de apagar eu quero cancelar`."""
    return [
        hit
        for hit in reading.cues.get("erases", ())
        if _is_denied(reading, hit, ("no",))
        or _is_denied(reading, hit, ("gives_up",), apart=1)
        or _given_up(reading, hit)
    ]


def _is_denied(reading: Reading, hit: Hit, names: tuple[str, ...], apart: int = 0) -> bool:
    """Only hollow words between it and the one that denies it, and at least so many: `cancelar apaga meus
    dados?` gives nothing up."""
    words, deniers = reading.said.words, reading.words_of(*names)
    at = hit.first - 1
    while at >= 0 and at not in deniers and words[at].meant in cues.listed("before_erasing"):
        at -= 1
    return at in deniers and hit.first - 1 - at >= apart


def _given_up(reading: Reading, hit: Hit) -> bool:
    words = reading.said.words
    asked = any(word.meant in cues.listed("asked_for") for word in words[max(0, hit.first - 2) : hit.first])
    end = next((i for i in range(hit.after, len(words)) if words[i].is_mark), len(words))
    return asked and any(hit.after <= one.first < end for one in reading.cues.get("gives_up", ()))


def _of_another_system(reading: Reading) -> bool:
    others = any(not one.everyday for one in reading.services)
    return others or bool({"symptom", "service_word"} & set(reading.cues))


def _of_a_ticket(reading: Reading) -> bool:
    """`apaga meus dados desse acionamento`, `do texto`: what stands in it, or something else is erased."""
    near = [i for hit in reading.cues.get("erases", ()) for i in range(hit.first, hit.after + _NEAR)]
    return any(hit.first in near for hit in [*_tickets(reading), *reading.cues.get("field_text", ())])


def _tickets(reading: Reading) -> list[Hit]:
    """Words for a ticket, and no article that is spelt like one (`OS`)."""
    return [hit for hit in reading.cues.get("ticket", ()) if hit.phrase not in cues.listed("articles")]


def _asks_which(reading: Reading) -> bool:
    """`quais dados meus vocês guardam?`, `lista o que tem de mim`: the kinds of them are told."""
    words = reading.said.words
    asks = {"question", "list_verb"} & set(reading.cues)
    named = {"own_data", "data_named"} & set(reading.cues) and "data_held" in reading.cues
    others = any(one.first and not words[one.first - 1].is_mark for one in reading.services)
    if others or _tickets(reading) or {"data_wish", "sent_to_me", "all_of_it"} & set(reading.cues):
        return False
    return bool(asks and named)
