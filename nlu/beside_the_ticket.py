"""What is said right after a ticket was spoken of, and plainly goes to it: a message for the team, a
correction of what was told, its urgency (pure).
"""

from __future__ import annotations

from ground.notation import Command
from nlu.edits import exchanged_part, told_before, told_nearest
from nlu.in_place import ADDS, THAT, is_open, reference_command
from nlu.reading import cues, references
from nlu.reading.clauses import Clause
from nlu.reading.literal import taken_out
from nlu.reading.removal import removed, taking_out
from nlu.reading.turn import Reading
from nlu.reading.words import Said, covered
from nlu.telling import content_words, without_lead
from nlu.what_is_added import for_another_ticket

_NEAR = 8  # words between `deixa um recado` and the colon
_LONGEST = 60
_EARLY = 8  # words before a word of correction
_BRIEF = 12
_FEW = 2  # words before an order that tell nothing
_NOT_OF_ITS_TEXT = ("alike", "to_them", "other_one", "two_told", "question", "how_to")
_OTHER_WISHES = ("open_verb", "cancel_verb", "reopen_verb", "rate_verb", "list_verb", "person")
_TAKES_BACK = ("remove", "takes_out")
_URGENT = ("high", "critical")
_URGENCY_WORDS = (
    "change", "put_there", "add", "own_urgency", "exchange", "field_urgency", "urgency_high", "own", "ticket",
    "that_one", "urgency_critical", "puts_first", "can_you", "marks_it", "wish", "asks_kindly",
    "urgency_named",
)  # fmt: skip


def for_its_ticket(reading: Reading) -> list[Command]:
    """The commands, where it is said in so many words; else none."""
    if told_before(reading)[0] == "comment":
        return _in_its_text(reading)
    if whole := _behind_its_verb(reading):
        return whole
    if reading.pending != "none" or not _shown(reading) or reading.said.count > _LONGEST:
        return []
    if reading.addresses:
        return []
    if back := for_another_ticket(reading) or _taken_back(reading):
        return back
    if {*_OTHER_WISHES} & set(reading.cues):  # `deixa um recado: favor outro técnico olhar`
        return _message(reading)
    return _urgency(reading) or _message(reading) or _correction(reading) or _in_its_text(reading)


def _behind_its_verb(reading: Reading) -> list[Command]:
    """`complementar: o pregão abre hoje às 14h`: all of it, and nothing in it begins anything."""
    said, colon, orders = reading.said, reading.said.mark(":", 1, _NEAR), "complement_verb" in reading.cues
    if reading.pending != "none" or colon is None or not (orders or is_open(reading)):
        return []
    last = (reading.state.get("last") or {}).get("service")
    if not orders and {s.code for s in reading.chosen_services} - {last}:
        return []  # `preciso incluir: três usuários no SIAFI`
    verbs = reading.words_of("complement_verb", "dictates", "tells_them") & set(range(colon))
    passed = verbs | reading.words_of(
        "add", "ticket", "asks_kindly", "would_you", "can_you", "wish", "that_one"
    )
    passed |= covered(one for one in reading.references if one.first < colon)
    small = cues.listed(
        "small_words", "lead_words", "in_there", "complement_words", "as_well_as", "whole_fields"
    )
    text = said.part(colon + 1, len(said.words)).strip()
    if not verbs or not said.is_only(passed, small, colon) or content_words(text) < _FEW:
        return []
    named = [_which(reading, colon)] if _shown(reading) else []
    return [ADDS, *named, {"command": "set", "slot": "information", "value": text}]


def _taken_back(reading: Reading) -> list[Command]:
    """`tira isso do chamado`, `não era pra pôr lá, tira`, and no word more: what was added a moment ago."""
    words, these = reading.said.words, cues.listed("of_this", "these", "complement_words")
    small = cues.listed("small_words", "lead_words", "in_there", "telling_words") | these
    passed = reading.words_of(
        "not_to_put", *_TAKES_BACK, "ticket", "asks_kindly", "can_you", "sigh", "apology"
    )
    rest = [w for i, w in enumerate(words) if i not in passed and not w.is_mark and w.meant not in small]
    tickets = reading.words_of("ticket")  # `exclui esse chamado` is of the ticket
    out = [hit for name in _TAKES_BACK for hit in reading.cues.get(name, ())]
    near = [i for hit in out for i in range(hit.after, min(hit.after + _FEW, len(words)))]
    meant = any(words[i].meant in these and i + 1 not in tickets for i in near)
    meant = meant or bool(out and "not_to_put" in reading.cues)
    alone = meant and len(rest) <= int("ticket" in reading.cues)  # `tira isso do whatsapp do chamado`
    return [{"command": "edit", "slot": "information", "how": "remove"}] if alone else []


def _shown(reading: Reading) -> bool:
    return bool(reading.state.get("last") or reading.state.get("listed"))


def _message(reading: Reading) -> list[Command]:
    """`deixa um recado no do SEI: …`, `avisa a equipe que …`: what stands behind."""
    others = [one.first for name in _OTHER_WISHES for one in reading.cues.get(name, ())]
    for hit in reading.cues.get("for_the_team", ()):
        if any(at < hit.first for at in others):
            continue
        colon = reading.said.mark(":", hit.after, hit.after + _NEAR)
        leads = reading.said.words[hit.after - 1].meant in cues.listed("text_lead")
        if colon is None and not leads:
            continue
        first = colon if colon is not None else hit.after
        if told := _told(reading, first):
            return [ADDS, _which(reading, first), told]
    return []


def _correction(reading: Reading) -> list[Command]:
    """`corrige: são 60`, `me enganei, é 12-D`: what was told a moment ago, told right."""
    hits = [hit for hit in reading.cues.get("told_wrong", ()) if hit.first <= _EARLY]
    if not hits or {"service_word", "field_email"} & set(reading.cues) or reading.text.rstrip().endswith("?"):
        return []
    after = hits[-1].after
    colon = reading.said.mark(":", after, after + _NEAR)
    first = colon if colon is not None else max(after, (reading.said.mark("?", after) or 0))
    told = _told(reading, first) or (_told(reading, 0) if after == len(reading.said.words) else None)
    return [ADDS, _which(reading, first), told] if told else []


def _in_its_text(reading: Reading) -> list[Command]:
    """`não é Dell, é Lenovo`, `bloco D`, `tira o meu ramal daí`: what is taken back stands in the text that
    was told a moment ago."""
    slot, known = told_before(reading)
    asked = reading.text.rstrip().endswith("?")
    if not known or reading.full_numbers or (asked and not _orders(reading)):
        return []
    takes = taking_out(reading.said)
    others = {*_NOT_OF_ITS_TEXT} - ({"other_one"} if takes and not takes[0].first else set())
    others -= {"how_to"} if asked else set()
    if others & {name for name, hits in reading.cues.items() if any(hit.phrase != "?" for hit in hits)}:
        return []
    pair = exchanged_part(reading, known) or told_nearest(reading, known)
    edit: Command = {"command": "edit", "slot": slot}
    if pair and _tells_beside(reading, pair):
        return _more_of(slot, reading) if not {"wish", "question"} & set(reading.cues) else []
    if pair:
        return [{**edit, "how": "replace", "old": pair[0], "text": pair[1]}]
    if not takes or any(r.by == "service" for r in reading.references):
        return []
    gone = taken_out(reading.text, known) or [part for part in [removed(reading.text, known)] if part]
    return [{**edit, "how": "remove", "old": part} for part in gone]


def _orders(reading: Reading) -> bool:
    """`troca o 812 por 809, consegue?`, `tem como trocar …?`: an order, however it is put."""
    verbs = [hit.first for hit in reading.cues.get("exchange", ())]
    led = bool({"can_you", "would_you"} & set(reading.cues))
    return bool(verbs) and (led or verbs[0] == 0)


def _tells_beside(reading: Reading, pair: tuple[str, str]) -> bool:
    """Whether a sentence tells something more than what is exchanged."""
    used = {word.said for part in pair for word in Said(part).words}
    rest = [
        {w.said for w in reading.said.words[one.first : one.after] if cues.is_content(w)}
        for one in reading.sentences
    ]
    return any(len(words) > _FEW and not words & used for words in rest)


def _more_of(slot: str, reading: Reading) -> list[Command]:
    """All of it, so that nothing that is told beside an exchange is lost."""
    text = reading.text.strip()
    if slot == "comment":
        return [{"command": "edit", "slot": slot, "how": "add", "text": text}]
    return [ADDS, THAT, {"command": "set", "slot": "information", "value": text}]


def _urgency(reading: Reading) -> list[Command]:
    """`põe urgente nisso`, `dá pra priorizar?`: hardly a word more than that it is urgent; what is told
    before goes with it."""
    last = reading.sentences[-1]
    level = _level(reading) or (_level(_alone(reading, last)) if len(reading.sentences) > 1 else None)
    if level is None:
        return []
    before = without_lead(reading.said.part(0, last.first).strip()) if not _level(reading) else ""
    commands = [ADDS, _which(reading, 10**6), {"command": "set", "slot": "urgency", "value": level}]
    if content_words(before) > _FEW and "?" not in before:
        commands.append({"command": "set", "slot": "information", "value": before})
    return commands


def _alone(reading: Reading, part: Clause) -> Reading:
    return Reading(reading.said.part(part.first, part.after), reading.state, reading.finder)


def _level(reading: Reading) -> str | None:
    """The level that is asked for in so many words; None where more is told, or only asked."""
    first = "puts_first" in reading.cues
    asked = [hit for hit in reading.cues.get("question", ()) if hit.phrase not in cues.listed("as_well")]
    asks = reading.text.rstrip().endswith("?") or bool(asked) or "indirect_question" in reading.cues
    asks = asks and not any(hit.first <= 1 for hit in reading.cues.get("can_you", ()))
    said = bool({"change", "put_there", "add", "own_urgency", "exchange", "marks_it"} & set(reading.cues))
    level = reading.urgency if reading.urgency in _URGENT else "high" if first else None
    if level is None or reading.said.count > _BRIEF or asks or not (said or first):
        return None
    skipped = reading.words_of(*_URGENCY_WORDS) | covered(reading.references)
    small = cues.listed("small_words", "hollow_words", "lead_words", "grade_ends")
    told = enumerate(reading.said.words)
    rest = [w for i, w in told if i not in skipped and not w.is_mark and w.meant not in small]
    return level if len(rest) <= 1 and "no" not in reading.cues else None


def _told(reading: Reading, first: int) -> Command | None:
    said = reading.said
    text = said.part(cues.past_lead(said, first), len(said.words)).strip(" ?")
    return {"command": "set", "slot": "information", "value": text} if content_words(text) else None


def _which(reading: Reading, before: int) -> Command:
    """The ticket that is named before the text; else the one spoken of."""
    best = references.best(reading.references, reading.state, 0, before)
    return reference_command(best, shown=True) if best else {"command": "choose", "by": "that"}
