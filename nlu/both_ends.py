"""Where a text begins and ends: without what joins it to the talk before, and with an end that was cut off
(pure)."""

from __future__ import annotations

from collections.abc import Sequence

from ground.notation import Command
from nlu import atoms as names
from nlu.edits import SHOWN
from nlu.in_place import THAT
from nlu.pending import kind
from nlu.reading import cues, literal
from nlu.reading.turn import Reading
from nlu.reading.words import QUOTES, Said, Word, covered
from nlu.telling import asks_to_put, content_words, without_repeat

_HEARD = ("deny", "unclear", "repeat")
_TELLS = 2  # words of a problem
_ORDERS = ("add", "complement_verb", "for_the_team", "notices", "tells_them")
_AROUND = ("lead_in", "put_there", "greeting", "thanks", "asks_kindly", "yes")
_SMALL = ("small_words", "hollow_words", "lead_words", "announcing_words", "telling_words", "belongs")


def begun_anew(commands: Sequence[Command]) -> list[Command]:
    """The problem of a new ticket without what joins it to the talk before: `outra coisa, …`, `tb …`."""
    anew = any(c["command"] == "start" and c.get("flow") == "open_ticket" for c in commands)
    return [
        {**c, "value": _unjoined(str(c["value"]))}
        if anew and c["command"] == "set" and c.get("slot") == "description"
        else c
        for c in commands
    ]


def told_again(reading: Reading, commands: Sequence[Command]) -> list[Command]:
    """`já falei, bato o ponto …`, where a text is asked for: without the remark."""
    asked = reading.pending if kind(reading.pending) == "text" else None
    if commands == [{"command": "unclear"}] and asked and _tells_again(reading):
        return [{"command": "set", "slot": asked, "value": _without_remark(reading.text)}]
    return [
        {**c, "value": _without_remark(str(c["value"]))}
        if c["command"] == "set" and asked and c.get("slot") == asked
        else c
        for c in commands
    ]


def _tells_again(reading: Reading) -> bool:
    told = _without_remark(reading.text)
    return told != reading.text and content_words(told) >= _TELLS and not told.endswith("?")


def _without_remark(text: str) -> str:
    told = without_repeat(text)
    return told if content_words(told) else text


def _unjoined(text: str) -> str:
    said = Said(text)
    parted = [hit.after for hit in cues.find(said, "by_the_way") if not hit.first]
    if parted and parted[-1] < len(said.words) and said.words[parted[-1]].is_mark:
        first = parted[-1] + 1
    else:
        first = max((hit.after for hit in cues.find(said, "as_well_first") if not hit.first), default=0)
    while first < len(said.words) and said.words[first].is_mark and said.words[first].said not in QUOTES:
        first += 1
    told = said.part(first, len(said.words)) + said.text[said.words[-1].end :] if first else text
    return told if content_words(told) >= _TELLS else text


def behind_its_que(reading: Reading, commands: list[Command]) -> list[Command]:
    """`esqueci de falar que isso é desde que trocaram o relógio`, `põe que só falha em cores`: what is to be
    added begins behind the first `que`, and no word of it is cut; nothing before it is part of it, and what
    stands in it (`no segundo andar`) names no ticket."""
    at = _announced(reading)
    values = [c for c in commands if c["command"] in ("set", "correct") and c.get("slot") != "information"]
    if at is None or values:  # `põe que é urgente, a multa vence amanhã`
        return commands
    named = any(one.first < at for one in reading.references)
    tells = any(c.get("slot") == "information" for c in commands)
    told = [_from(reading, at, c) for c in commands]
    return [THAT if c["command"] == "choose" and tells and not named else c for c in told]


def _announced(reading: Reading) -> int | None:
    """The word behind a `que` before which it is only said that something is to be told, and where."""
    words, that = reading.said.words, cues.listed("which_is")
    que = next((i for i, word in enumerate(words) if word.meant in that), None)
    if not que or que + 1 >= len(words) or words[que - 1].meant in cues.listed("articles"):
        return None
    orders = reading.words_of(*_ORDERS)
    telling = cues.listed("telling_words")
    spoken = [i for i in range(que) if i in orders or words[i].meant in telling]
    where = {i for i in covered([*reading.services, *reading.references]) if spoken and i > spoken[0]}
    passed = orders | reading.words_of(*_AROUND) | where
    plain = reading.said.is_only(passed, cues.listed(*_SMALL) - cues.listed("no"), que)
    return que + 1 if spoken and plain else None


def _from(reading: Reading, at: int, command: Command) -> Command:
    """Its text from the word `at` on, unless another announcement stands between, or it ends before."""
    said = reading.said
    slot = "text" if command.get("how") == "add" else "value"
    if slot == "value" and (command["command"], command.get("slot")) != ("set", "information"):
        return command
    told = str(command.get(slot) or "")
    begins = reading.text.find(told)
    first = next((i for i, word in enumerate(said.words) if word.start >= begins), at)
    if begins < 0 or not told or begins + len(told) <= said.words[at].start:
        return command
    between, telling = said.words[at:first], cues.listed("telling_words")
    if any(word.meant in telling or word.said == ":" for word in between):
        return command
    return {**command, slot: reading.text[said.words[at].start : begins + len(told)]}


def told_at_all(reading: Reading, commands: list[Command]) -> list[Command]:
    """`acrescenta`: what is to be added is not said, and the verb for it is no text."""
    bare = [c for c in commands if c.get("how") == "add" and _is_bare(str(c.get("text") or ""))]
    if reading.pending not in SHOWN or not bare:
        return commands
    rest = [c for c in commands if c not in bare]
    return rest or [{"command": "correct", "slot": bare[0]["slot"], "value": None}]


def _is_bare(text: str) -> bool:
    return asks_to_put(Said(text), 0, len(Said(text).words))


def with_its_end(reading: Reading, commands: list[Command]) -> list[Command]:
    """`cortou, é "quatro pessoas vão usar"`, where the text ends with `quatro pessoas vão`: what is told
    takes the place of the piece that stands there. What else was read is left."""
    slot = names.edited_slot(reading.pending, reading.known)
    known = Said(str(reading.known.get(slot) or ""))
    changes = {c["command"] for c in commands} - {"edit", "social", *_HEARD}
    whole = any(c.get("how") == "replace" for c in commands)
    if reading.pending not in SHOWN or not known.words or "cut_off" not in reading.cues or changes or whole:
        return commands
    for told in _told(reading, commands):
        if old := _begun(told, known):
            rest = [c for c in commands if c["command"] not in _HEARD and c.get("how") != "add"]
            return [*rest, {"command": "edit", "slot": slot, "how": "replace", "old": old, "text": told}]
    return commands


def _told(reading: Reading, commands: list[Command]) -> list[str]:
    """What may be the end: quoted, read as an addition, or a clause of its own."""
    quoted = [text for _, text in literal.quotations(reading.said)]
    added = [str(c["text"]).strip("".join(QUOTES)) for c in commands if c.get("how") == "add"]
    clauses = [reading.said.part(one.first, one.after).strip(" ,.;:!") for one in reading.clauses]
    return [*quoted, *added, *clauses]


def _begun(told: str, known: Said) -> str:
    """The last words of the known text with which what is told begins, and goes on; "" where it does not."""
    new, had = _words(Said(told)), _words(known)
    for count in range(min(len(new) - 1, len(had)), 0, -1):
        tail = had[-count:]
        alike = [word.said for word in tail] == [word.said for word in new[:count]]
        if alike and any(cues.is_content(word) for word in tail):
            return known.text[tail[0].start : tail[-1].end]
    return ""


def _words(said: Said) -> list[Word]:
    return [word for word in said.words if not word.is_mark]
