"""A service put right in words where it is shown or was heard: `é a VPN, não o computador` (pure)."""

from __future__ import annotations

from dataclasses import dataclass

from ground.notation import Command
from nlu.in_place import CANCELS, OPEN_STATUSES, OPENS, THAT
from nlu.interpretation import UNCLEAR
from nlu.reading import cues
from nlu.reading.services import VERB, Service
from nlu.reading.turn import Reading
from nlu.reading.words import Said
from nlu.telling import content_words

_SHOWN = ("confirm_open", "change")
_HEARD_AT = (*_SHOWN, "email", "similar", "incident")
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
    """The service that is told to be the right one; None where a service is only named."""
    if not _heard(reading) or not (reading.pending in _HEARD_AT or _of_the_last(reading)):
        return None
    ways = (_behind_the_word, _instead_of_the_known)
    found = (read(reading) for read in ways)
    return next((one for one in found if one and one.code != _heard(reading)), None)


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
    is_open = reading.pending == "none" and last.get("status") in OPEN_STATUSES
    if not (is_open and both and wrong and len(codes) == 1):
        return []
    right: Command = {"command": "set", "slot": "service", "value": codes.pop()}
    return [CANCELS, THAT, OPENS, THAT, right]


def with_it(reading: Reading, commands: list[Command]) -> list[Command]:
    """The commands with the service put right, and without the words for it in a text."""
    right = put_right(reading)
    if right is None:
        return _more_of_it(reading, commands)
    if reading.pending == "none":
        alone = _only_leads(reading, right.first) and not content_words(
            reading.said.part(right.after, len(reading.said.words))
        )
        return [{"command": "correct", "slot": "service", "value": right.code}] if alone else commands
    if any(c["command"] in {"start", "stop"} for c in commands):
        return commands
    said = reading.said
    spoken = said.part(0 if _only_leads(reading, right.first) else right.first, right.after)
    spoken = spoken.strip(" ,.;:?!")
    left = said.part(right.after, len(said.words))
    apart = left[:1] in {".", "?", "!", ";"}  # `…, aquele da telinha azul` is of the service
    left = left.strip(" ,.;:!?") if not left.endswith("?") else left.lstrip(" ,.;:!?")
    rest = [_without(c, spoken) for c in commands if not _is_heard(c)]
    told = [c for c in rest if c is not None]
    agreed = len(cues.words_of(Said(left), "yes"))  # `o resto tá ok`
    tells = content_words(left) - agreed >= _TELLS and not left.endswith("?")
    anew = _anew(left)
    if anew and not any(c["command"] == "edit" for c in told):
        told.append({"command": "edit", "slot": "description", "how": "replace", "text": anew})
        return [{"command": "correct", "slot": "service", "value": right.code}, *told]
    unheard = commands == [{"command": UNCLEAR}] or all(_is_heard(c) for c in commands)
    if unheard and apart and tells and "wish" not in reading.cues and _only_leads(reading, right.first):
        told.append({"command": "edit", "slot": "description", "how": "add", "text": _put_there(left)})
    return [{"command": "correct", "slot": "service", "value": right.code}, *told]


def _more_of_it(reading: Reading, commands: list[Command]) -> list[Command]:
    """`é o SEI oficial; e o certificado é A3`, where the SEI is shown already: nothing to put right, and what
    is told is more of the text."""
    same = {"command": "correct", "slot": "service", "value": reading.known.get("service")}
    if reading.pending != "confirm_open" or commands != [same] or {"no", "question"} & set(reading.cues):
        return commands
    named = {i for s in reading.services for i in range(s.first, s.after)}
    around = reading.words_of("service_word", "wrong", "exchange", "change", "yes", "asks_kindly", "ticket")
    small = cues.listed("small_words", "lead_words", "copulas", "hollow_words")
    if reading.said.is_only(named | around, small):
        return commands
    text = reading.text.strip()
    return [{"command": "edit", "slot": "description", "how": "add", "text": text}]


def _only_leads(reading: Reading, first: int) -> bool:
    """`tá errado o sistema, não é …`: before the words for it nothing is told."""
    wrong, small = (
        reading.words_of("wrong", "yes", "no"),
        cues.listed("service_gap", "one_service", "articles", "also", "small_words"),
    )
    words = enumerate(reading.said.words[:first])
    return all(i in wrong or word.is_mark or word.said in small or word.meant in small for i, word in words)


def _put_there(text: str) -> str:
    """`e bota que é no térreo`: without the verb and what joins it."""
    said = Said(text)
    verbs = {hit.first: hit.after for name in ("add", "put_there") for hit in cues.find(said, name)}
    first = int(cues.is_joiner(said, 0))
    return said.part(cues.past_lead(said, verbs[first]), len(said.words)) if first in verbs else text


def _anew(left: str) -> str:
    """`e o texto pra não consigo assinar`: the text that is told behind its field; "" where none is."""
    said = Said(left)
    first = int(bool(said.words) and cues.is_joiner(said, 0))
    first += first < len(said.words) and said.words[first].said in cues.listed("articles")
    fields = {hit.first: hit.after for hit in cues.find(said, "field_text")}
    at = fields.get(first, len(said.words)) if first else len(said.words)
    joints = cues.listed("service_joints", "copulas") | {":"}
    if at >= len(said.words) or not (
        said.words[at].meant in joints
        or said.words[at].said in joints
        or cues.is_copula(said, said.words[at])
    ):
        return ""
    told = said.part(at + 1, len(said.words)).strip(" .:")
    return told if content_words(told) >= _TELLS else ""


def _is_heard(command: Command) -> bool:
    """What the service put right says already."""
    asks = command["command"] == "ask" and command.get("about") in {"other", "pending"}
    return command["command"] in _HEARD or command.get("slot") == "service" or asks


def _without(command: Command, spoken: str) -> Command | None:
    """A text without the clause that puts the service right at its end; None where nothing else is told."""
    text = str(command.get("text") or command.get("value") or "")
    if command["command"] not in {"edit", "set"} or not text or not spoken:
        return command
    if command.get("how") == "remove":
        return command
    folded, cut = text.lower().strip(" .!"), spoken.lower()
    if folded in cut:
        return None
    if not folded.endswith(cut):
        return command
    kept = text.strip(" .!")[: -len(spoken)].strip(" ,.;:")
    key = "text" if command.get("text") else "value"
    return {**command, key: kept} if content_words(kept) else None


def _behind_the_word(reading: Reading) -> Right | None:
    """`o serviço não seria o e-CAC?`, `falta o serviço, estação de trabalho`."""
    said, small = reading.said, cues.listed("service_gap", "articles", "copulas", "belongs")
    kindly = reading.words_of("asks_kindly")
    named = {s.first: (s.code, s.after) for s in reversed(reading.services)} | _described(reading)
    for at, word in enumerate(said.words):
        if word.said not in cues.listed("one_service"):
            continue
        joined = False
        for i in range(at + 1, min(at + _GAP, len(said.words))):
            if i in named and joined:
                code, after = _with_its_other_name(reading, *named[i])
                after = _past_the_known(reading, after)
                return Right(code, _begins(reading, at), after) if _ends_there(reading, after) else None
            joined = joined or said.words[i].is_mark or _joins(reading, i)
            if (
                i not in kindly
                and not said.words[i].is_mark
                and said.words[i].meant not in small
                and said.words[i].said not in small
            ):
                break
    return None


def _with_its_other_name(reading: Reading, code: str, after: int) -> tuple[str, int]:
    """`computador/impressora`: two names of one service."""
    words = reading.said.words
    beside = next((s for s in reading.services if s.first == after + 1 and s.code == code), None)
    return (code, beside.after) if beside and words[after].said == "/" else (code, after)


def _joins(reading: Reading, i: int) -> bool:
    word = reading.said.words[i]
    return cues.is_copula(reading.said, word) or word.meant in cues.listed("service_joints")


def _past_the_known(reading: Reading, after: int) -> int:
    """Behind `… e não o SEI`, where that is the service that is shown; else `after`."""
    old = next((one for one in _known(reading) if one.first >= after), None)
    passed = reading.words_of("wrong") - reading.words_of("no")  # `é X na verdade, não Y`
    gap = [i for i in range(after, old.first if old else after) if i not in passed]
    denied = old is not None and 0 < len(gap) <= _DENIAL and _denied_from(reading, after, old)
    return old.after if old and denied else after


def _known(reading: Reading) -> list[Service]:
    """Where the service that is shown is named; of `não sei` only here is it known that it may be the SEI."""
    code, found = _heard(reading), list(reading.services)
    if code == VERB and "hedge" not in reading.cues:
        at = (i for i, word in enumerate(reading.said.words) if word.said == VERB)
        found += [Service(i, i + 1, VERB) for i in at if all(i != one.first for one in found)]
    return sorted((one for one in found if one.code == code), key=lambda one: one.first)


def _denied_from(reading: Reading, first: int, old: Service) -> bool:
    """`, e não o`, `no lugar do`, and nothing else, from there to its name."""
    words, no = reading.said.words, reading.words_of("no", "instead")
    small = cues.listed("articles", "joining_words")
    kindly = reading.words_of("asks_kindly", "wrong") - no
    led = [
        i
        for i in range(first, old.first)
        if i in no or not (words[i].is_mark or i in kindly or words[i].said in small)
    ]
    return bool(led) and all(i in no for i in led)


def _lead(reading: Reading, new: Service) -> int:
    """Where it is said what it is: `é a VPN`, `é SIAFI Web (Tesouro Gerencial)`; -1 where it is not."""
    first = new.first
    if first and reading.said.words[first - 1].said in cues.listed("opening_marks"):
        first = next((one.first for one in reading.services if one.after == first - 1), first)
    near = range(max(0, first - 2), first)
    return next((i for i in near if cues.is_copula(reading.said, reading.said.words[i])), -1)


def _instead_of_the_known(reading: Reading) -> Right | None:
    """`não é gov.br, é computador`, `é computador e não gov.br`: the service that is shown is denied, and
    another one told."""
    known = _heard(reading)
    others = [one for one in reading.services if one.code != known]
    for new in others:
        after = _past_the_known(reading, new.after)
        if after > new.after and (lead := _lead(reading, new)) >= 0:
            return Right(new.code, _begins(reading, lead), after)
    for old in _known(reading):
        before = next(
            (i for i in range(max(0, old.first - _DENIAL), old.first) if _denied_from(reading, i, old)), None
        )
        if not old.denied and before is None:
            continue
        for new in others:
            between = [word for word in reading.said.words[old.after : new.first] if not word.is_mark]
            told = any(cues.is_copula(reading.said, word) for word in between)
            if new.denied or not 0 < len(between) <= _GAP // 2 or not told:
                continue
            return Right(new.code, _begins(reading, old.first), new.after)
    return None


def _described(reading: Reading) -> dict[int, tuple[str, int]]:
    """Where a service stands that is told by what it does: first word -> (code, word behind it)."""
    found = {}
    for code, phrases in cues.words()["described_services"].items():
        for hit in cues.hits(reading.said, cues.compiled(phrases)):
            found[hit.first] = (str(code), hit.after)
    return found


def _begins(reading: Reading, at: int) -> int:
    return next(c.first for c in reading.clauses if c.first <= at < c.after)


def _ends_there(reading: Reading, after: int) -> bool:
    """Nothing is told of the service in the same clause: `o sistema é o SEI que não abre` tells more."""
    ends = next((c.after for c in reading.clauses if c.first < after <= c.after), after)
    rest = Said(reading.said.part(after, ends))
    if _anew(reading.said.part(after, len(reading.said.words))):
        return True
    kindly = len(cues.words_of(rest, "asks_kindly"))
    return content_words(rest.text) <= kindly and not cues.find(rest, "no")
