"""The reason that is shown before a ticket is reopened: told better, or told again (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu.reading import cues, literal
from nlu.reading.turn import Reading
from nlu.reading.words import Said

_NEAR = 2  # words between `corrige` and the colon or quotation
_TELLS = 2


def reason_better(reading: Reading) -> list[Command]:
    """`sim, mas põe melhor: …`, `corrige, é "…"`: it is shown and asked again; no yes to the old one."""
    known = str(reading.known.get("reason") or "")
    if reading.pending != "confirm_reopen" or not known or reading.text.rstrip().endswith("?"):
        return []
    said = reading.said
    for hit in reading.cues.get("put_better", ()):
        colon = said.mark(":", hit.after, hit.after + _NEAR)
        if colon is not None and len(said.words) - colon > _TELLS:
            text = said.part(colon + 1, len(said.words)).strip()
            return [{"command": "edit", "slot": "reason", "how": "replace", "text": text}]
        quoted = [part for at, part in literal.quotations(said) if hit.after <= at <= hit.after + _NEAR]
        if quoted:
            return [_instead(quoted[0], known)]
    return []


def _instead(text: str, known: str) -> Command:
    """The quotation takes the place of the part that it tells more fully, or of the whole."""
    edit: Command = {"command": "edit", "slot": "reason", "how": "replace", "text": text}
    told, base = [word.said for word in Said(text).words], Said(known)
    for length in range(len(base.words), 0, -1):
        for at in range(len(base.words) - length + 1):
            run = base.words[at : at + length]
            if any(cues.is_content(word) for word in run) and _within([word.said for word in run], told):
                return {**edit, "old": base.part(at, at + length)}
    return edit


def _within(part: list[str], whole: list[str]) -> bool:
    return any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))


def stands_there(reading: Reading, commands: list[Command]) -> list[Command]:
    """`sim, reabre, e põe que o erro é o 0571`, which the reason says already: a yes."""
    known = {word.said for word in Said(str(reading.known.get("reason") or "")).words}
    if reading.pending != "confirm_reopen" or len(commands) != 1 or commands[0].get("how") != "add":
        return commands
    told = {word.said for word in Said(commands[0]["text"]).words if cues.is_content(word)} - cues.listed(
        "copulas"
    )
    agrees = [hit for name in ("yes", "reopen_verb") for hit in reading.cues.get(name, ()) if hit.first <= 1]
    return [{"command": "affirm"}] if agrees and "no" not in reading.cues and told <= known else commands
