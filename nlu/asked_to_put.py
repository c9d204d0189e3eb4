"""An order put as a question, of the text shown or of the open ticket spoken of: `pode tirar o nome?`,
`dá pra pôr também que uso o Firefox?` (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu import atoms as names
from nlu.edits import SHOWN, told_before
from nlu.in_place import ADDS, THAT, is_open, reference_command
from nlu.reading import cues, references
from nlu.reading.clauses import cut
from nlu.reading.removal import removed, taking_out
from nlu.reading.turn import Reading
from nlu.reading.words import Said, covered
from nlu.telling import content_words, without_lead

_WISHES = ("cancel_verb", "open_verb", "reopen_verb", "rate_verb")
_NEAR, _TELLS, _LONGEST, _BRIEF_TEXT = 2, 2, 60, 3


def asked_to_put(reading: Reading) -> list[Command]:
    """What is told goes to the text or the ticket, what is named goes out; [] where something else is asked
    for."""
    said, ends = reading.said, next((one for one in reading.sentences if one.ends == "?"), None)
    here = reading.pending in SHOWN or (reading.pending == "none" and is_open(reading))
    named = reading.full_numbers or reading.addresses or reading.said.count > _LONGEST
    if ends is None or not here or named:
        return []
    would = [*reading.cues.get("would_you", ()), *reading.cues.get("can_you", ())]
    mark = ends.after - 1
    for verb in [*taking_out(said), *reading.cues.get("to_put", ())]:
        led = [one for one in would if 0 <= verb.first - one.after <= _NEAR]
        if not led or not ends.first <= verb.first < mark:
            continue
        if said.words[verb.first].said in cues.listed("small_words") and verb.first != led[-1].after:
            continue  # `consigo mandar por aqui?`: a preposition
        if verb in taking_out(said):
            return _out(reading, said.part(ends.first, mark))
        if told := _in(reading, led[0].first, verb.after, mark):
            return _put(reading, verb.first, told)
    return []


def _in(reading: Reading, begins: int, first: int, ends: int) -> str:
    """What stands behind a `que`, or before the question where nothing is told in it."""
    said = reading.said
    small = cues.listed("small_words", "lead_words", "in_there", "of_this") - cues.listed("which_is")
    passed = reading.words_of("ticket", "as_well_first", "asks_kindly")
    passed |= covered(one for one in reading.references if one.by != "other")
    while first < ends and (first in passed or said.words[first].meant in small):
        first += 1
    behind = first < ends and said.words[first].meant in cues.listed("which_is")
    told = said.part(first + 1, ends) if behind else said.part(0, begins) if first == ends else ""
    told = told.strip(" ,;:.") if behind else without_lead(told.strip(" ,;:."))
    long_enough = content_words(told) >= 1 and Said(told).count > (0 if behind else _TELLS)
    return told if long_enough and "?" not in told and (behind or not _is_supposed(Said(told))) else ""


def _put(reading: Reading, at: int, told: str) -> list[Command]:
    if reading.pending in SHOWN:
        slot = names.edited_slot(reading.pending, reading.known)
        return [{"command": "edit", "slot": slot, "how": "add", "text": told}]
    named = [one for one in reading.references if one.sure and one.by in ("number", "service", "ordinal")]
    best = references.best(named, reading.state, 0, at)
    which = reference_command(best, shown=True) if best else THAT
    return [ADDS, which, {"command": "set", "slot": "information", "value": told}]


def _out(reading: Reading, asked: str) -> list[Command]:
    slot, known = told_before(reading)
    slot = slot or names.edited_slot(reading.pending, reading.known)
    known = known or str(reading.known.get(slot) or "")
    now = cues.listed("now_words") & {w.meant for w in Said(asked).words}
    part = removed(asked, known) if known and not now else ""
    whole = part.strip() == known.strip() and len(known.split()) > _BRIEF_TEXT
    return [{"command": "edit", "slot": slot, "how": "remove", "old": part}] if part and not whole else []


def _is_supposed(said: Said) -> bool:
    """`e se eu quiser que me liguem, dá pra pôr?`: nothing that is so, only asked."""
    leads = cues.listed("lead_words")
    begins = (
        [w for w in said.words[c.first : c.after] if not w.is_mark and w.said not in leads] for c in cut(said)
    )
    return any(words and words[0].said in cues.listed("supposing") for words in begins)


def kept_open(reading: Reading) -> list[Command]:
    """`consegui por outro navegador, mas deixa aberto`: how it stands is told to the ticket; a bare `deixa
    aberto`, or `cancela não, deixa esse aberto`, changes nothing; [] where another wish stands beside it."""
    here = reading.pending == "none" and is_open(reading) and reading.said.count <= _LONGEST
    stays = [hit for hit in reading.cues.get("keeps_it_open", ()) if not reading.is_led(hit, ("no",), 1)]
    asks = "?" in reading.text and "asks_kindly" not in reading.cues
    if not here or asks or not stays or reading.full_numbers or reading.addresses:
        return []
    around = reading.words_of("keeps_it_open", "thanks", "asks_kindly", "yes", "wrong", "rather", "add")
    verbs, noes = reading.words_of(*_WISHES) - around, reading.words_of("no")
    if any(not noes & {i - 1, i + 1} for i in verbs):
        return []
    denied = {i for i in verbs if i + 1 in noes}
    around |= covered(c for c in reading.clauses if denied & set(range(c.first, c.after)))
    rest = [word.said for i, word in enumerate(reading.said.words) if i not in around]
    if content_words(" ".join(rest)) < _TELLS:
        return [{"command": "deny"}]
    told = without_lead(reading.text.strip())
    return [ADDS, THAT, {"command": "set", "slot": "information", "value": told}]
