"""A service put right in words where it is shown or was heard: `é a VPN, não o computador` (pure)."""

from __future__ import annotations

from dataclasses import dataclass

from ground.notation import Command
from nlu.in_place import CANCELS, OPENS, THAT, is_open
from nlu.interpretation import UNCLEAR
from nlu.meant_service import is_left_out, told_at, was_once
from nlu.reading import cues
from nlu.reading.services import VERB, Service
from nlu.reading.turn import Reading
from nlu.reading.words import Said
from nlu.telling import content_words

_HEARD_AT = ("confirm_open", "change", "email", "similar", "incident")
_GAP = 8  # words between the word for the service and its name
_DENIAL = 4  # words and marks of `, e não o`
_TELLS = 2
_WRONG_ONE = {"told_wrong", "opened_wrong", "alike"}
_HEARD = ("deny", "affirm", UNCLEAR, "repeat")


@dataclass(frozen=True)
class Right:
    """The code of the service that it is; said in the words first to before after."""

    code: str
    first: int
    after: int


def put_right(reading: Reading) -> Right | None:
    """The service that is told to be the right one: behind the word for it, or against the one that is shown
    or was heard (`é computador e não gov.br`, `o gov.br tá normal, é o computador`)."""
    heard = _heard(reading)
    if not heard or not (reading.pending in _HEARD_AT or _of_the_last(reading)):
        return None
    known = _known(reading)
    for new in reading.services:
        if new.code == heard:
            continue
        after = _past_the_known(reading, new.after)
        word, told = _word_for_it(reading, new), told_at(reading, new)
        if word >= 0 and not new.denied and _ends_there(reading, after):
            return Right(new.code, _begins(reading, word), after)
        if told >= 0 and after > new.after:
            return Right(new.code, _begins(reading, told), after)
        near = [one for one in (*known, *reading.services) if 0 < new.first - one.after <= _GAP]
        gone = any(one.denied or is_left_out(reading, one) or was_once(reading, one) for one in near)
        if told >= 0 and not new.denied and gone:
            return Right(new.code, _begins(reading, near[0].first), new.after)
        if told >= 0 and not new.denied and known and was_once(reading, known[-1]):
            return Right(new.code, _begins(reading, told), _ends(reading, known[-1].after))
    return None


def _heard(reading: Reading) -> str | None:
    """The code of the service that is shown or was heard: of the ticket put together, or registered last."""
    of = (reading.state.get("last") or {}) if reading.pending == "none" else reading.known
    return of.get("service")


def _of_the_last(reading: Reading) -> bool:
    """`o sistema tá errado, é a VPN` after a ticket: said against what was heard."""
    against = {"no", "wrong"} & set(reading.cues)
    return reading.pending == "none" and bool(against) and "symptom" not in reading.cues


def in_its_place(reading: Reading) -> list[Command]:
    """`não é o SIAPE, é o SouGov, cancela esse e abre o certo`: the one spoken of goes, and one with its text
    comes, of the right service."""
    last, found = reading.state.get("last") or {}, set(reading.cues)
    codes = {one.code for one in reading.services if not one.denied and one.code != last.get("service")}
    wrong = any(one.denied for one in reading.services) or found & _WRONG_ONE
    both = "cancel_verb" in found and {"open_verb", "opens_anew"} & found and "symptom" not in found
    here = reading.pending == "none" and is_open(reading)
    if not (here and both and wrong and len(codes) == 1):
        return []
    right: Command = {"command": "set", "slot": "service", "value": codes.pop()}
    return [CANCELS, THAT, OPENS, THAT, right]


def with_it(reading: Reading, commands: list[Command]) -> list[Command]:
    """The commands with the service put right, and without the words for it in a text."""
    right = put_right(reading)
    if right is None:
        return commands
    if reading.pending == "none":
        behind = content_words(reading.said.part(right.after, len(reading.said.words)))
        alone = _only_leads(reading, right.first) and not behind
        return [{"command": "correct", "slot": "service", "value": right.code}] if alone else commands
    if any(c["command"] in {"start", "stop"} for c in commands):
        return commands
    said = reading.said
    spoken = said.part(0 if _only_leads(reading, right.first) else right.first, right.after)
    spoken = spoken.strip(" ,.;:?!")
    told = [one for c in commands if not _is_heard(c) and (one := _without(c, spoken))]
    first = [c for c in told if c.get("how") == "replace" and c.get("old")]  # still named there
    others = [c for c in told if c not in first]
    return [*first, {"command": "correct", "slot": "service", "value": right.code}, *others]


def _only_leads(reading: Reading, first: int) -> bool:
    """`tá errado o sistema, não é …`: before the words for it nothing is told."""
    wrong = reading.words_of("wrong", "yes", "no")
    small = cues.listed("service_gap", "one_service", "articles", "also", "small_words")
    words = enumerate(reading.said.words[:first])
    return all(i in wrong or word.is_mark or word.said in small or word.meant in small for i, word in words)


def _is_heard(command: Command) -> bool:
    """What the service put right says already."""
    asks = command["command"] == "ask" and command.get("about") in {"other", "pending"}
    return command["command"] in _HEARD or command.get("slot") == "service" or asks


def _without(command: Command, spoken: str) -> Command | None:
    """A text without the clause that puts the service right at its end; None where hardly more is told."""
    text = str(command.get("text") or command.get("value") or "")
    if command["command"] not in {"edit", "set"} or command.get("slot") == "email" or not text or not spoken:
        return command
    if command.get("how") == "remove" or str(command.get("old") or spoken) not in spoken:
        return command
    folded, cut = text.lower().strip(" .!"), spoken.lower()
    if folded in cut or (folded.startswith(cut) and content_words(folded[len(cut) :]) < _TELLS):
        return None
    if not folded.endswith(cut):
        return command
    kept = text.strip(" .!")[: -len(spoken)].strip(" ,.;:")
    key = "text" if command.get("text") else "value"
    return {**command, key: kept} if content_words(kept) else None


def _word_for_it(reading: Reading, new: Service) -> int:
    """Where `o serviço não seria o`, `falta o serviço,` leads to it; -1 where nothing does."""
    said, small = reading.said, cues.listed("service_gap", "articles", "copulas", "belongs")
    kindly, joined = reading.words_of("asks_kindly"), False
    for at in range(new.first - 1, max(-1, new.first - _GAP), -1):
        word = said.words[at]
        if word.said in cues.listed("one_service"):
            return at if joined else -1
        joints = word.is_mark or cues.is_copula(said, word) or word.meant in cues.listed("service_joints")
        joined = joined or joints
        if not (joints or at in kindly or {word.meant, word.said} & small):
            return -1
    return -1


def _past_the_known(reading: Reading, after: int) -> int:
    """Behind `… e não o SEI`, `… no lugar do SEI`, where that is the service that is shown; else `after`."""
    old = next((one for one in _known(reading) if one.first >= after), None)
    words, no = reading.said.words, reading.words_of("no", "instead")
    passed = reading.words_of("asks_kindly", "wrong") - no  # `é X na verdade, não Y`
    gap = [i for i in range(after, old.first if old else after) if i not in passed]
    small = cues.listed("articles", "joining_words")
    led = all(i in no or words[i].is_mark or words[i].said in small for i in gap)
    return old.after if old and led and no & set(gap) and len(gap) <= _DENIAL else after


def _known(reading: Reading) -> list[Service]:
    """Where the service that is shown is named; of `não sei` only here is it known that it may be the SEI."""
    code, found = _heard(reading), list(reading.services)
    if code == VERB and "hedge" not in reading.cues:
        at = (i for i, word in enumerate(reading.said.words) if word.said == VERB)
        found += [Service(i, i + 1, VERB) for i in at if all(i != one.first for one in found)]
    return sorted((one for one in found if one.code == code), key=lambda one: one.first)


def _begins(reading: Reading, at: int) -> int:
    return next(c.first for c in reading.clauses if c.first <= at < c.after)


def _ends(reading: Reading, after: int) -> int:
    return next((c.after for c in reading.clauses if c.first < after <= c.after), after)


def _ends_there(reading: Reading, after: int) -> bool:
    """Nothing is told of the service in the same clause: `o sistema é o SEI que não abre` tells more."""
    rest = Said(reading.said.part(after, _ends(reading, after)))
    kindly = len(cues.words_of(rest, "asks_kindly"))
    return content_words(rest.text) <= kindly and not cues.find(rest, "no")
