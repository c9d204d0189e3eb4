"""What the plain-language check says beside a text that is being written: advice, which stops nothing."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Form
from fastapi.responses import JSONResponse, Response

from portal.desk.access import Who, needs
from ticket_store import roles
from ticket_store.plain_language import HARDEST, Fault, faults, measured

router = APIRouter(prefix="/linguagem-simples")
Writing = Annotated[Who, Depends(needs(roles.ATTEND, roles.ARTICLES))]

LONGEST = 8000
# As Martins and others (1996) name the parts of the index.
EASE = ((75, "muito fácil"), (50, "fácil"), (25, "difícil"), (-1000, "muito difícil"))


@router.post("")
def advise(who: Writing, text: Annotated[str, Form()] = "") -> Response:
    """Nothing of the text is kept. `summary` is read aloud, `advice` is one line each."""
    text = text[:LONGEST]
    if not text.strip():
        return JSONResponse({"summary": "", "advice": []})
    advice = verdict(text)
    return JSONResponse({"summary": _summed_up(text, len(advice)), "advice": advice})


def verdict(text: str) -> list[str]:
    """What the check finds, in words; nothing where the text passes."""
    return [_worded(fault) for fault in faults(text)]


def _summed_up(text: str, count: int) -> str:
    found = "nada a mudar" if not count else "1 conselho" if count == 1 else f"{count} conselhos"
    index = measured(text)
    if index is None:
        return f"Linguagem simples: {found}."
    ease = next(name for least, name in EASE if index >= least)
    return f"Linguagem simples: {found}. Índice de leitura {index}, {ease} de ler."


def _worded(fault: Fault) -> str:
    if fault.kind == "long":
        return f"Frase de {fault.measure} palavras; parta-a: “{fault.about}”"
    if fault.kind == "hard":
        return f"Difícil de ler: o índice é {fault.measure}, e o mínimo é {HARDEST:.0f}. Use palavras curtas."
    if fault.kind == "unknown":
        return f"Pouca gente conhece: {fault.about}. Troque ou explique."
    return f"Troque “{fault.about}” por uma palavra comum."
