"""How the desk's pages say things: deadlines, the lines of a history, warnings, shares."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from babel.dates import format_date, format_timedelta

# The templates read the names through this module too.
from portal.desk.names import (  # noqa: F401
    ACTION,
    ARTICLE_STATE,
    AUTHOR,
    CHANNEL,
    COLUMN,
    COMMAND,
    DEADLINE,
    DELIVERY,
    DIGEST,
    DIMENSION,
    EVENT,
    FACT,
    HANDOFF,
    INTENT,
    LETTER,
    MESSAGE_KIND,
    NOTICE,
    OF_A_PERSON,
    ORDER,
    OUTCOME,
    PENDING,
    STATUS,
    TARGET,
    TIE,
    VIEW,
    WANTED,
)
from portal.words import SAO_PAULO, clock, short_moment
from ticket_store import catalogue, lifecycle
from ticket_store.bell import FOLLOWED
from ticket_store.queries.activity import Activity
from ticket_store.queries.queues import MOST_COUNTED
from ticket_store.views import DeadlineView, EventView, TicketView


def priority(code: str) -> str:
    return catalogue.load().priority_name(code)


def lasting(delta: timedelta) -> str:
    """'3 horas', '2 dias': always positive, whole units only, so that 38 hours are not "2 dias, amanhã"."""
    whole = abs(delta)
    for unit in (timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)):
        if whole >= unit:
            whole = whole // unit * unit
            break
    text: str = format_timedelta(whole, locale="pt_BR", threshold=1)
    return text


def when(value: datetime, at: datetime) -> str:
    """'hoje às 17h30', 'amanhã às 9h00', 'sexta às 9h00' within a week, else '02/12 às 9h00'."""
    local = value.astimezone(SAO_PAULO)
    days = (local.date() - at.astimezone(SAO_PAULO).date()).days
    near = {-1: "ontem", 0: "hoje", 1: "amanhã"}
    if days in near:
        day = near[days]
    elif 1 < days < 7:
        day = format_date(local.date(), "EEEE", locale="pt_BR").removesuffix("-feira")
    else:
        day = f"em {local:%d/%m}"
    return f"{day} às {clock(value)}"


def due(ticket: TicketView, at: datetime) -> str:
    """The promise that falls next, as a person would say it; once all are over, whether they were kept."""
    if promise := _pressing(ticket):
        late = promise.due_at <= at
        left = lasting(at - promise.due_at)
        return f"Venceu há {left}" if late else f"Vence em {left}"
    if any(one.paused for one in ticket.promises):
        return "Prazo parado"
    if any(one.breached for one in ticket.promises):
        return "Fora do prazo"
    if any(one.met_at for one in ticket.promises):
        return "Prazos cumpridos"
    return "Prazo sem efeito" if ticket.promises else "Sem prazo"


def due_note(ticket: TicketView, at: datetime) -> str:
    """Which promise it is and its hour; which were broken; how long one waits to whom nothing is promised."""
    if promise := _pressing(ticket):
        return f"{DEADLINE[promise.kind].lower()}, {when(promise.due_at, at)}"
    if not ticket.promises and ticket.status in (lifecycle.NEW, lifecycle.IN_PROGRESS):
        return f"espera há {lasting(at - ticket.opened_at)}"
    broken = {one.kind: DEADLINE[one.kind].lower() for one in ticket.promises if one.breached}
    return " e ".join(broken.values())


def due_tone(ticket: TicketView, at: datetime) -> str:
    """late | near | calm | none. Near: the team was warned, or it has waited long without a promise."""
    if promise := _pressing(ticket):
        return "late" if promise.due_at <= at else "near" if promise.warn_at <= at else "calm"
    aged = not ticket.promises and ticket.status in lifecycle.OPEN and ticket.ages_at <= at
    return "near" if aged else "none"


def _pressing(ticket: TicketView) -> DeadlineView | None:
    return ticket.next_promise if ticket.status in lifecycle.OPEN else None


def how_many(count: int) -> str:
    """As far as the queue counts."""
    return f"{MOST_COUNTED - 1}+" if count >= MOST_COUNTED else str(count)


def unread(count: int) -> str:
    return "Resposta nova" if count == 1 else f"{count} respostas novas"


def last_activity(last: Activity, at: datetime) -> str:
    """'Solicitante, há 3 horas': who moved the ticket last."""
    who = (last.author_name or AUTHOR["agent"]) if last.author_kind == "agent" else AUTHOR[last.author_kind]
    gone = at - last.at
    return f"{who}, {'agora' if gone < timedelta(minutes=1) else f'há {lasting(gone)}'}"


def told(kinds: tuple[str, ...]) -> str:
    """('comment', 'deadline_breach') -> 'O solicitante respondeu. O prazo venceu.'"""
    followed = [EVENT[kind.removeprefix(FOLLOWED)].lower() for kind in kinds if kind.startswith(FOLLOWED)]
    said = [NOTICE[kind] for kind in kinds if kind in NOTICE]
    if followed:
        said.append(f"Você acompanha: {', '.join(followed)}")
    return " ".join(f"{one}." for one in said)


def event_title(event: EventView) -> str:
    """What happened; of a step back, that it was one."""
    return f"{_title(event)} (desfeito)" if event.data.get("undoes") else _title(event)


def _title(event: EventView) -> str:
    data = event.data
    if event.kind == "forwarded" and data.get("team_name"):
        return f"Encaminhado à equipe {data['team_name']}"
    if event.kind in ("taken", "assigned") and data.get("agent_name"):
        verb = "Assumido por" if event.kind == "taken" else "Atribuído a"
        return f"{verb} {data['agent_name']}"
    if event.kind == "rated":
        verb = "Nota mudada para" if data.get("revised") else "Avaliado com nota"
        return f"{verb} {data.get('score')}"
    if event.kind in ("deadline_warning", "deadline_breach") and data.get("deadline") in DEADLINE:
        return f"{EVENT[event.kind]}: {DEADLINE[data['deadline']].lower()}"
    if event.kind == "released" and event.author_kind == "system":
        return "Sem atendente: a conta de quem atendia foi desativada"
    if event.kind == "address_changed" and event.author_kind == "agent":
        return "Solicitante trocado"
    if event.kind in ("linked", "unlinked") and data.get("other"):
        tied = f"{TIE.get(data.get('tie', ''), TIE['related']).lower()} {data['other']}"
        return f"{EVENT[event.kind]}: {tied}"
    if event.kind == "automated" and (did := _did(data)):
        return f"{EVENT['automated']}: {did}"
    if event.kind in ("incident_tied", "incident_untied") and data.get("incident"):
        return f"{EVENT[event.kind]}: {data['incident']}"
    if event.kind in CHANGED:
        return _changed(event)
    if event.kind == "snoozed" and data.get("until"):
        return f"Adiado até {short(datetime.fromisoformat(data['until']))}"
    if event.kind == "cancelled" and data.get("duplicate_of"):
        return f"Cancelado: repete o {data['duplicate_of']}"
    if event.kind == "merged" and data.get("duplicate"):
        return f"Recebeu o {data['duplicate']}, que tratava do mesmo assunto"
    return EVENT.get(event.kind, "Andamento")


CHANGED = frozenset({"title_changed", "priority_changed", "service_changed", "tagged"})


def _changed(event: EventView) -> str:
    """'Prioridade: Normal → Alta'; 'Etiquetas: + folha, - urgente'."""
    data = event.data
    if event.kind == "tagged":
        tags = [f"+ {one}" for one in data.get("added", [])] + [f"- {one}" for one in data.get("removed", [])]
        return f"{EVENT['tagged']}: {', '.join(tags)}" if tags else EVENT["tagged"]
    before, after = (str(data.get(key) or "nenhum") for key in ("from", "to"))
    if event.kind == "priority_changed":
        before, after = priority(before), priority(after)
    return f"{EVENT[event.kind]}: {before} → {after}"


def _did(data: Mapping[str, Any]) -> str:
    """{'priority': 'high', 'tags': ['folha']} -> 'prioridade Alta, etiquetas folha'."""
    told = []
    if data.get("priority"):
        told.append(f"prioridade {priority(data['priority'])}")
    if data.get("team"):
        told.append("outra equipe")
    if data.get("tags"):
        told.append(f"etiquetas {', '.join(data['tags'])}")
    if data.get("note"):
        told.append("nota interna")
    if data.get("notify"):
        told.append("aviso no sino")
    return ", ".join(told)


def event_author(event: EventView) -> str:
    role = AUTHOR[event.author_kind]
    if event.author_kind == "requester" and event.author_name:
        return f"{event.author_name} (solicitante)"
    return event.author_name or role


def event_look(event: EventView) -> str:
    """internal | theirs | ours | system: how the line is painted; its title says it in words."""
    if event.kind == "note":
        return "internal"
    if event.author_kind == "system" or event.internal:
        return "system"
    return "theirs" if event.author_kind == "requester" else "ours"


def bulk_done(done: int, same: int) -> str | None:
    """What is told after a bulk action of which nothing was refused."""
    if done > 0:
        told = f"Feito em {done} acionamento{'s' * (done > 1)}."
        return f"{told} {_were_so(same)}" if same > 0 else told
    return _were_so(same) if same > 0 else None


def bulk_undone(undone: int) -> str | None:
    return f"Desfeito em {undone} acionamento{'s' * (undone > 1)}." if undone > 0 else None


def _were_so(same: int) -> str:
    return f"Em {same} nada mudou: já estava assim."


def notice(kind: str, number: str) -> str | None:
    """What the desk is told when a ticket moves without it; None for what needs no telling."""
    return {
        "opened": f"Acionamento novo: {number}",
        "comment": f"O solicitante respondeu no {number}",
        "attachment": f"Arquivo novo no {number}",
        "reopened": f"O {number} foi reaberto",
        "address_changed": f"O e-mail do {number} mudou",
        "deadline_warning": f"O prazo do {number} está perto do fim",
        "deadline_breach": f"O prazo do {number} venceu",
    }.get(kind)


def also_here(names: list[str]) -> str:
    """The warning that a colleague has the same ticket open; empty when nobody has."""
    if not names:
        return ""
    who = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} e {names[-1]}"
    return f"{who} também {'está' if len(names) == 1 else 'estão'} com este acionamento aberto."


def command(read: Any) -> str:
    """{'command': 'set', 'slot': 'email', 'value': '[EMAIL]'} -> 'anotar: o e-mail, [EMAIL]'."""
    if not isinstance(read, dict):
        return shortened(str(read))
    verb = str(read.get("command"))
    rest = [value for name, value in read.items() if name != "command" and value is not None]
    about = ", ".join(INTENT.get(str(one), PENDING.get(str(one), shortened(str(one)))) for one in rest)
    return COMMAND.get(verb, verb) + (f": {about}" if about else "")


def audit_target(target: str) -> str:
    """'incident:2' -> 'Incidente 2'."""
    kind, _, which = target.partition(":")
    return f"{TARGET.get(kind, kind)} {which}" if which.isdecimal() else TARGET.get(kind, target)


def percent(share: float | None) -> str:
    """0.934 -> '93%'; nothing to divide by -> '–'."""
    return "–" if share is None else f"{share * 100:.0f}%"


def percent_fine(share: float | None) -> str:
    """0.9016 -> '90,2%'."""
    return "–" if share is None else f"{share * 100:.1f}%".replace(".", ",")


def decimal(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}".replace(".", ",")


def span(seconds: float | None) -> str:
    """13500 -> '3 h 45 min'; two units at most; nothing measured -> '–'."""
    if seconds is None:
        return "–"
    minutes = round(seconds / 60)
    parts = [(minutes // 1440, "d"), (minutes // 60 % 24, "h"), (minutes % 60, "min")]
    first = next((n for n, (count, _) in enumerate(parts) if count), 2)
    return " ".join(f"{count} {unit}" for count, unit in parts[first : first + 2] if count) or "0 min"


def promised(minutes: int) -> str:
    """90 -> '1 h 30 min': of a calendar's own time, whose hours make no days."""
    hours, rest = divmod(minutes, 60)
    return " ".join(part for part in (f"{hours} h" if hours else "", f"{rest} min" if rest else "") if part)


def change(now: float | None, before: float | None) -> str:
    """120 after 100 -> '+20%'; what cannot be compared -> '–'."""
    if now is None or not before:
        return "–"
    percent = round((now - before) / before * 100)
    return "igual" if percent == 0 else f"{percent:+d}%".replace("-", "−")


def age(above: int, up_to: int | None) -> str:
    """(1, 3) -> '1 a 3 dias'."""
    if up_to is None:
        return f"Mais de {above} dias"
    return f"{above} a {up_to} dias" if above else "Menos de 1 dia"


def day(value: date) -> str:
    return f"{value:%d/%m}"


def short(value: datetime) -> str:
    return short_moment(value)


def shortened(text: str, most: int = 110) -> str:
    """One line of a description for a list."""
    line = " ".join(text.split())
    return line if len(line) <= most else line[: most - 1].rstrip() + "…"
