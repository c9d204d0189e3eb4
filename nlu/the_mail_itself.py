"""`o e-mail parou de receber`, where a ticket on just that is shown: no word of an address (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu.interpretation import UNCLEAR
from nlu.reading import cues
from nlu.reading.turn import Reading
from nlu.reading.words import Said

_HEARD: tuple[Command, ...] = (
    {"command": "correct", "slot": "email", "value": None},
    {"command": "correct", "slot": "description", "value": None},
    {"command": UNCLEAR},
)
_SHOWN = ("confirm_open", "change")
_NEAR = 3  # words between the system and what happens to it


def is_text(reading: Reading, commands: list[Command]) -> list[Command]:
    """What happens to the mail is told in place of the text where that is asked, or the same is told."""
    heard = all(c in _HEARD for c in commands)
    if reading.pending not in _SHOWN or not heard or reading.addresses or "?" in reading.text:
        return commands
    told = _told(reading)
    if not told:
        return commands
    had = {word.said for word in Said(str(reading.known.get("description") or "")).words}
    words = [word.said for word in Said(told).words if cues.is_content(word)]
    alike = 2 * sum(word in had for word in words) >= len(words)
    anew = alike or {"field_text", "the_rest"} & set(reading.cues)
    return [{"command": "edit", "slot": "description", "how": "replace" if anew else "add", "text": told}]


def _told(reading: Reading) -> str:
    """From the system that is shown to the end of the sentence, or to what is asked behind it; "" where
    nothing happens to it: `o e-mail que eu dei parou`, `o e-mail não caiu`."""
    said = reading.said
    small, noes = cues.listed("bare_articles", "whose"), reading.words_of("no")
    mails = reading.words_of("field_email")
    for mail in (one for one in reading.services if one.first in mails):
        happens = [h for h in reading.cues.get("symptom", ()) if 0 <= h.first - mail.after <= _NEAR]
        between = range(mail.after, happens[0].first if happens else 0)
        joins = cues.listed("which_is", "copulas")
        apart = any(said.words[i].is_mark or said.words[i].meant in joins or i in noes for i in between)
        this = mail.first > 0 and said.words[mail.first - 1].meant in cues.listed("these")
        if not happens or apart or this or mail.code != reading.known.get("service"):
            continue
        first, after = mail.first, next(s.after for s in reading.sentences if mail.first < s.after)
        while first > 0 and said.words[first - 1].meant in small:
            first -= 1
        asked = [i for i in reading.words_of("remove", "takes_out", "the_rest") if happens[0].after <= i]
        return said.part(first, min([after, *asked])).strip(" ,.;!")
    return ""
