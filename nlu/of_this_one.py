"""More of the text that is shown, said to be of this very ticket (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu.edits import put_there
from nlu.in_place import ADDS, OF_A_TICKET, OPENS
from nlu.interpretation import UNCLEAR
from nlu.reading import cues
from nlu.reading.turn import Reading
from nlu.reading.words import Said
from nlu.telling import content_words, without_lead
from nlu.what_is_added import only_where

_NO_OTHER = ("not_another", "other_not")
_EARLY = 2  # words before what says that it is of this one
_POINTS = 4  # words of `é desse aqui:`
_LED = 2  # words of `faltou dizer`; `faltou` alone may lead to anything
_OF_A_NEW_ONE = ("service", "description", "email", "confirm_open", "change", "draft", "similar")
_LOOKS = (*OF_A_TICKET, "check_ticket_status", "list_my_tickets")
_REFUSES = frozenset({UNCLEAR, "deny", "stop", "skip", "affirm", "social"})


def of_this_one(reading: Reading, commands: list[Command]) -> list[Command]:
    """`faltou dizer que dá "CPF já vinculado"`, `não é outro pedido, é desse mesmo. dá erro 4`: added,
    whatever system it names, and no ticket of its own."""
    if reading.pending != "confirm_open":
        return commands
    told = _forgotten(reading) or _no_other(reading, commands)
    adds = any(c["command"] == "edit" and c["how"] == "add" for c in commands)
    heard = adds or OPENS in commands or commands in ([{"command": UNCLEAR}], [{"command": "deny"}])
    done = reading.text.rstrip().endswith("?") or put_there(reading)
    if not told or not heard or done:
        return commands
    more: Command = {"command": "edit", "slot": "description", "how": "add", "text": told}
    kept = [c for c in commands if c["command"] in {"set", "correct"} and c["slot"] in {"email", "urgency"}]
    return [more, *kept]


def _forgotten(reading: Reading) -> str:
    """Behind `esqueci de dizer que`; "" where another problem is told."""
    hits = [h for h in reading.cues.get("lead_in", ()) if h.first <= _EARLY and h.after - h.first >= _LED]
    words, troubles = reading.said.words, cues.listed("trouble_words")
    another = any(
        one.after < len(words) and words[one.after].said in troubles
        for one in reading.cues.get("other_one", ())
    )
    if not hits or another or {"two_told", "ticket"} & set(reading.cues) or reading.addresses:
        return ""
    if not any(words[i].said in cues.listed("telling_words") for i in range(hits[0].first, hits[0].after)):
        return ""  # `o certo é …`
    said = Said(without_lead(reading.said.part(hits[0].first, len(words)).strip()))
    that = bool(said.words) and said.words[0].meant in cues.listed("which_is")
    told = said.part(int(that), len(said.words)).strip()
    return told if content_words(told) else ""


def there_is_one(reading: Reading, commands: list[Command]) -> list[Command]:
    """`o do SIAFI já tem chamado, só quero saber se andou`, `sem abrir outro. Acrescente ao 12: …`: the new
    one that is put together is given up, and what is said goes to the one there is."""
    flows = {c["flow"] for c in commands if c["command"] == "start"}
    offered = reading.pending == "draft" and not reading.known.get("description")
    told = any(c.get("slot") == "information" for c in commands)
    if offered and not told and flows <= {*_LOOKS} and (which := only_where(reading)):
        return [{**ADDS, "which": "offered"}, which]
    if reading.pending not in _OF_A_NEW_ONE or "there_is_one" not in reading.cues:
        return commands
    rest = [c for c in commands if c["command"] not in _REFUSES]
    if reading.pending == "similar" or (not rest and "to_put" in reading.cues):
        return rest if ADDS in rest else commands
    refuses = not rest or all(c["command"] == "ask" for c in rest) or (flows and flows <= {*_LOOKS})
    unasked = reading.pending == "email" and not flows and "no" not in reading.cues
    if offered or unasked or not refuses or {"command": "affirm"} in commands:
        return commands
    asked = [{"command": "ask", "about": "other"}] if not rest and "asked_it" in reading.cues else []
    return [{"command": "stop"}, *rest, *asked]


def denies_another(reading: Reading) -> bool:
    """`não é outro pedido`, `o outro não precisa`: what waits behind this one is none."""
    return any(h.first <= _EARLY for name in _NO_OTHER for h in reading.cues.get(name, ()))


def _no_other(reading: Reading, commands: list[Command]) -> str:
    """What is told behind the sentence that denies another one, behind its colon, or behind its clauses."""
    said = reading.said
    hits = [h for h in reading.cues.get("not_another", ()) if h.first <= _EARLY]
    if not hits:
        return ""
    if OPENS in commands and (own := [c for c in commands if c.get("slot") == "description"]):
        return str(own[0]["value"])
    colon = said.mark(":", hits[0].after)
    ends = next(one.after for one in reading.sentences if hits[0].first < one.after)
    at = colon + 1 if colon is not None and colon < ends + _POINTS else ends
    if at >= len(said.words):
        of_it = [h.first for name in ("not_another", "that_one") for h in reading.cues.get(name, ())]
        at = next(c.after for c in reversed(reading.clauses) if any(c.first <= i < c.after for i in of_it))
    told = said.part(at, len(said.words)).strip()
    return told if content_words(told) else ""
