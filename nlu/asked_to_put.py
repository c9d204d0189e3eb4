"""What is to go into the open ticket spoken of, put as a question, or said of what still fails (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu.in_place import ADDS, OPEN_STATUSES, THAT, reference_command
from nlu.reading import clauses, cues, references
from nlu.reading.turn import Reading
from nlu.reading.words import Said, covered
from nlu.telling import content_words, without_lead

_NEAR = 2  # words between `dá pra` and its verb
_TELLS = 2
_LONGEST = 60  # words


def asked_to_put(reading: Reading) -> list[Command]:
    """`dá pra pôr também que uso o Firefox?`, `é a portaria sul, dá pra pôr isso?`: told to the ticket."""
    if not _of_an_open_one(reading):
        return []
    said = reading.said
    would = [hit.after for hit in reading.cues.get("would_you", ())]
    begins = [hit.first for hit in reading.cues.get("would_you", ())]
    for verb in reading.cues.get("to_put", ()):
        led = [n for n, after in enumerate(would) if 0 <= verb.first - after <= _NEAR]
        ends = said.mark("?", verb.after)
        if not led or ends is None:
            continue
        at = _past_small(reading, verb.after, ends)
        behind = at < ends and said.words[at].meant in cues.listed("which_is")
        side = said.part(at + 1, ends) if behind else said.part(0, begins[led[0]]) if at == ends else ""
        told = side.strip(" ,;:.") if behind else without_lead(side.strip(" ,;:."))
        if not behind and _is_supposed(Said(side)):
            continue
        if content_words(told) and (behind or Said(told).count > _TELLS) and "?" not in told:
            return [ADDS, _which(reading, verb.first), _information(told)]
    return []


def kept_open(reading: Reading) -> list[Command]:
    """`consegui por outro navegador, mas deixa aberto`: how it stands is told to the ticket; a bare `deixa
    aberto`, or `cancela não, deixa esse aberto`, changes nothing."""
    stays = [hit for hit in reading.cues.get("keeps_it_open", ()) if not reading.is_led(hit, ("no",), 1)]
    if not _of_an_open_one(reading) or "?" in reading.text or not stays:
        return []
    around = reading.words_of("keeps_it_open", "thanks", "asks_kindly", "yes", "wrong", "rather", "add")
    rest = [word.said for i, word in enumerate(reading.said.words) if i not in around]
    if content_words(" ".join(rest)) < _TELLS or "cancel_verb" in reading.cues:
        return [{"command": "deny"}]
    return [ADDS, THAT, _information(without_lead(reading.text.strip()))]


def _of_an_open_one(reading: Reading) -> bool:
    is_open = (reading.state.get("last") or {}).get("status") in OPEN_STATUSES
    named = reading.full_numbers or reading.addresses
    return reading.pending == "none" and is_open and not named and reading.said.count <= _LONGEST


def _past_small(reading: Reading, first: int, ends: int) -> int:
    """Past `também`, `isso`, `aí`, `no chamado`; a `que` is no small word here."""
    small = cues.listed("small_words", "lead_words", "in_there", "of_this") - cues.listed("which_is")
    named = [one for one in reading.references if one.by != "other"]
    passed = reading.words_of("ticket", "as_well_first") | covered(named)
    while first < ends and (first in passed or reading.said.words[first].meant in small):
        first += 1
    return first


def _which(reading: Reading, before: int) -> Command:
    """`no da VPN dá pra pôr que …?`: the one that is named; else the one spoken of."""
    named = [one for one in reading.references if one.by in ("number", "service", "ordinal")]
    best = references.best(named, reading.state, 0, before)
    return reference_command(best, shown=True) if best else THAT


def _is_supposed(said: Said) -> bool:
    """`e se eu quiser que me liguem, dá pra pôr?`: nothing that is so, only asked."""
    leads = cues.listed("lead_words")
    for clause in clauses.cut(said):
        words = [w for w in said.words[clause.first : clause.after] if not w.is_mark and w.said not in leads]
        if words and words[0].said in cues.listed("supposing"):
            return True
    return False


def _information(text: str) -> Command:
    return {"command": "set", "slot": "information", "value": text}
