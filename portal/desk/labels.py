"""What a message meant, as a person at the desk says it: a list to choose from, and how a mistake is told."""

from __future__ import annotations

from difflib import get_close_matches
from functools import lru_cache
from typing import Any

from ground import notation
from portal.desk import words
from portal.desk.names import INTENT, PENDING
from ticket_store import catalogue, turn_labels
from ticket_store.errors import LabelRefused
from ticket_store.model import ReviewItem

QUESTIONS = tuple(name for name in INTENT if name.startswith(turn_labels.FAQ))
# What is easily meant, as (group, ((line, what it says), …)).
COMMON: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = (
    (
        "Responde",
        (
            ("affirm", "Sim"),
            ("deny", "Não"),
            ("stop", "Desiste do que está fazendo"),
            ("skip", "Pula esta pergunta"),
            ("wait", "Pede um instante"),
            ("repeat", "Pede para repetir"),
            ("restart", "Quer recomeçar"),
            ("back", "Quer voltar à pergunta anterior"),
            ("resend_code", "O código não chegou"),
        ),
    ),
    (
        "Quer",
        (
            *((f"start {flow}", INTENT[flow]) for flow in turn_labels.FLOWS if flow in INTENT),
            ("start service_status", "Saber se um serviço está fora do ar"),
            ("start my_data which=copy", "Uma cópia dos seus dados"),
            ("start my_data which=erase", "Que os seus dados sejam apagados"),
            ("start notices where=mail", "Avisos só por e-mail"),
            ("start notices where=chat", "Avisos também no chat"),
        ),
    ),
    (
        "Informa",
        (
            ("set description", "O que acontece: a mensagem inteira"),
            ("set information", "O que acrescentar: a mensagem inteira"),
            ("set reason", "Por que reabrir: a mensagem inteira"),
            ("set comment", "Um comentário: a mensagem inteira"),
            ("set answer", "A resposta à equipe: a mensagem inteira"),
            ("set email: [EMAIL]", "O e-mail que está na mensagem"),
            ("set ticket: [CHAMADO]", "O número do acionamento que está na mensagem"),
            ("set urgency: high", "Urgência alta"),
            ("set urgency: critical", "Urgência crítica"),
            *((f"set score: {grade}", f"A nota {grade}") for grade in range(1, 6)),
        ),
    ),
    (
        "Fala de um acionamento",
        (
            ("choose that", "Este de que se falou"),
            ("choose newest", "O mais novo"),
            ("choose oldest", "O mais antigo"),
            ("choose other", "O outro"),
            ("choose all", "Todos"),
            ("choose ordinal: 1", "O primeiro da lista"),
            ("choose ordinal: -1", "O último da lista"),
        ),
    ),
    (
        "Corrige",
        (
            ("correct service", "O serviço está errado"),
            ("correct email", "O e-mail está errado"),
            ("correct description", "O que contou está errado"),
            ("edit description add", "Acrescenta ao que contou: a mensagem inteira"),
        ),
    ),
    (
        "Pergunta",
        (
            ("ask ticket status", "Como está o acionamento"),
            ("ask ticket deadline", "O prazo do acionamento"),
            ("ask ticket solution", "O que foi feito no acionamento"),
            ("ask ticket number", "O número do acionamento"),
            ("ask pending", "O que falta"),
            ("ask why", "Por que isto é perguntado"),
            ("ask price", "Quanto custa"),
            *((f"ask {name}", INTENT[name]) for name in QUESTIONS),
            ("ask other", "Outra coisa, que o assistente não responde"),
        ),
    ),
    (
        "Conversa",
        (
            ("social greet", "Cumprimenta"),
            ("social thank", "Agradece"),
            ("social goodbye", "Despede-se"),
            ("social praise", "Elogia"),
            ("social insult", "Ofende"),
            ("social apology", "Pede desculpas"),
            ("social help", "Pede ajuda"),
            ("social bot_challenge", "Pergunta se é um robô"),
            ("social remark", "Fala com outra pessoa"),
            ("out_of_scope", "Outro assunto"),
        ),
    ),
)
_SAID = {
    "unknown": "“{part}” não é um comando",
    "name": "o assistente não conhece “{part}”",
    "value": "“{part}” não é um valor conhecido",
    "missing": "falta dizer o quê, depois de “{part}”",
    "elsewhere": "“{part}” não está na mensagem; o texto deve ser o da pessoa",
    "many": "são no máximo {part} comandos",
}


@lru_cache(maxsize=1)
def services() -> tuple[tuple[str, str], ...]:
    """(code, name) of those that the understanding has learnt, by name."""
    known = ((one.code, one.name) for one in catalogue.load().services)
    return tuple(sorted(known, key=lambda pair: pair[1].lower()))


def choices() -> list[tuple[str, tuple[tuple[str, str], ...]]]:
    """The common commands, and the services."""
    systems = (*((f"set service: {code}", name) for code, name in services()),)
    return [*COMMON, ("Fala do serviço", (*systems, ("set service: outro", "Um que não está na lista")))]


def split(typed: str) -> list[str]:
    """The lines with something in them."""
    return [line for line in (" ".join(one.split()) for one in typed.splitlines()) if line]


def read(typed: str, text: str) -> list[dict[str, Any]]:
    """The commands; raises LabelRefused."""
    codes = {code for code, _ in services()}
    return turn_labels.read(split(typed), text, services=codes, questions=QUESTIONS)


def worded(refused: LabelRefused) -> str:
    """'Linha 2: o assistente não conhece “open_tiket”. Seria “open_ticket”?'"""
    told = f"Linha {refused.line}: {_SAID[refused.reason].format(part=refused.part)}."
    near = get_close_matches(refused.part.lower(), _names(), 1) if refused.reason != "elsewhere" else []
    return f"{told} Seria “{near[0]}”?" if near else told


@lru_cache(maxsize=1)
def _names() -> list[str]:
    known = {word for _, lines in choices() for line, _ in lines for word in line.replace(":", " ").split()}
    return sorted(known | set(turn_labels.FIELDS) | set(turn_labels.VERBS) | set(notation.SLOTS))


def suggested(item: ReviewItem) -> str:
    """What was taught, or what was read, to be mended."""
    if item.taught:
        return "\n".join(item.taught)
    return "\n".join(written(item.commands or []))


def written(commands: list[Any]) -> list[str]:
    """In the notation; what has none is left out."""
    lines = []
    for command in commands:
        try:
            line = " ".join(notation.write(command).split())
        except (KeyError, TypeError):
            continue
        if line != "unclear":
            lines.append(line)
    return lines


def spoken(command: dict[str, Any]) -> str:
    """{"command": "choose", "by": "other"} -> 'Fala de um acionamento: O outro'."""
    return _spoken().get(notation.write(command)) or words.command(command)


@lru_cache(maxsize=1)
def _spoken() -> dict[str, str]:
    return {line: f"{group}: {said}" for group, lines in choices() for line, said in lines}


def conversation(item: ReviewItem) -> list[dict[str, Any]]:
    """What was read of the lines before, and what is meant by this one: a test, once it is labelled."""
    if item.status != "labelled" or not item.taught:
        return []
    before = [
        {"text": line["text"], "state": line.get("state") or {}, "commands": read}
        for line in item.lines or []
        if line["from"] == "user" and (read := written(line.get("commands") or []))
    ]
    state = item.state or ({"pending": item.pending} if item.pending else {})
    return [*before, {"text": item.text, "state": state, "commands": list(item.taught)}]


def known(state: dict[str, Any] | None) -> list[tuple[str, str]]:
    """What the assistant knew when the message came, as (name, value)."""
    state = state or {}
    told = state.get("known") or {}
    rows = [
        (NAMED.get(name, name), str(value))
        for name, value in told.items()
        if name != "service" or "service_name" not in told
    ]
    for ticket in state.get("listed") or ([state["last"]] if state.get("last") else []):
        words = (ticket.get("service_name"), ticket.get("description"))
        rows.append((f"Acionamento {ticket.get('number')}", ", ".join(str(one) for one in words if one)))
    return rows


NAMED = {name: said[:1].upper() + said[1:] for name, said in PENDING.items()} | {
    "service_name": "O serviço",
    "ticket_number": "O acionamento",
    "urgency": "A urgência",
}
