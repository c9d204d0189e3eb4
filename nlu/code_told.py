"""The code that was sent for, told among other words or too late (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu.interpretation import UNCLEAR
from nlu.reading import cues
from nlu.reading.turn import Reading
from nlu.telling import content_words

_FEW, _TELLS = 12, 2  # words
_RESENDS: Command = {"command": "resend_code"}


def is_no_wish_for_another(reading: Reading, commands: list[Command]) -> list[Command]:
    """`190851 o código`: a code that is told is tried, and never voided by another one in the same breath;
    what nobody understands beside it is told for what it was sent for."""
    unread = commands == [{"command": UNCLEAR}]
    if reading.pending != "code" or len(reading.codes) != 1 or not (_RESENDS in commands or unread):
        return commands
    code = reading.codes[0]
    told: Command = {"command": "set", "slot": "code", "value": code.value}
    if not unread:
        return [told, *(c for c in commands if c not in (told, _RESENDS))]
    behind = reading.said.part(code.after, len(reading.said.words)).strip(" ,.;:")
    text: Command = {"command": "set", "slot": "description", "value": behind}
    return [told, text] if not code.first and content_words(behind) >= _TELLS else [told]


def wants_none(reading: Reading) -> list[Command]:
    """`que código? deixa`, `não pedi código`: what it was sent for is not wanted."""
    wanted = reading.words_of("wants_it_cancelled")  # `era só pra cancelar esse` gives nothing up
    stops = any(hit.first not in wanted for hit in reading.cues.get("stop", ()))
    given_up = (stops or "wants_no_code" in reading.cues) and "wait" not in reading.cues
    if reading.pending != "code" or not given_up or reading.codes or reading.said.count > _FEW:
        return []
    around = reading.words_of("stop", "wants_no_code", "sigh", "thanks", "question", "why")
    small = cues.listed("small_words", "lead_words", "code_words", "copulas", "articles")
    left = [w for i, w in enumerate(reading.said.words) if i not in around and not w.is_mark]
    left = [w for w in left if w.said not in small and w.meant not in small]
    return [{"command": "stop"}] if len(left) <= ("wants_no_code" in reading.cues) else []


def still_wanted(reading: Reading, commands: list[Command]) -> list[Command]:
    """`onde chega esse código? no e-mail do trabalho?`: what it was sent for is wanted,
    where nobody says it is not."""
    stops: Command = {"command": "stop"}
    that, hits = cues.listed("which_is"), reading.cues.get("stop", ())
    ends = [h for h in hits if not h.first or reading.said.words[h.first - 1].meant not in that]
    gives_up = ends or {"no", "wants_no_code", "cancel_verb"} & set(reading.cues)  # `onde que chega` does not
    if reading.pending != "code" or stops not in commands or gives_up or "?" not in reading.text:
        return commands
    return [c for c in commands if c != stops] or [{"command": "ask", "about": "other"}]
