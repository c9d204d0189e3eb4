"""Why is it so? Figures over any period, by one dimension, each with the tickets behind it one click away."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, cast, get_args
from urllib.parse import parse_qsl, urlencode

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from ground.names import DIMENSION_FIELD as FIELD
from portal.desk import words
from portal.desk.access import Reporting, missing, note_read, now
from portal.desk.dashboard import DEFAULT, PRESETS, Period, period_of
from portal.desk.pages import desk_page
from portal.desk.spreadsheets import as_csv, file_of
from ticket_store import errors, queries
from ticket_store.database import reading, transaction
from ticket_store.mails.report_words import hours
from ticket_store.operations.mailed_reports import EVERY, MOST, mail_report, mailed_reports, stop_report
from ticket_store.queries.building import views_of
from ticket_store.queries.facts import NONE, Dimension, Fact, Kind, Of, facts_of
from ticket_store.queries.outcomes import outcomes
from ticket_store.queries.reports import AGES, Line, Report, names_of, report, within_age

router = APIRouter(prefix="/relatorios")

LONGEST = 3660  # days
PAGE = 50
DONE = {
    "enviar": "Relatório marcado: ele chega no seu e-mail.",
    "parar": "Este relatório não chega mais por e-mail.",
}
TOO_MANY = f"Você já recebe {MOST} relatórios por e-mail. Pare um deles antes."
COMMENTS = 30
# The field of the address that narrows each dimension, the other way round.
DIMENSION_OF: dict[str, Dimension] = {FIELD[one]: one for one in get_args(Dimension)}
FACT_OF: dict[str, Kind] = {
    "abertos": "opened", "respondidos": "answered", "resolvidos": "solved", "cumpridos": "kept",
    "descumpridos": "missed", "reabertos": "reopened", "avaliados": "rated", "em-aberto": "open",
}  # fmt: skip
NAME_OF_FACT = {kind: name for name, kind in FACT_OF.items()}
ERASED = "erased.invalid"


@dataclass(frozen=True)
class Asked:
    """One report, as its address says it; what is not known there is left out."""

    period: Period
    by: Dimension
    chosen: dict[Dimension, str]

    @property
    def of(self) -> Of:
        return Of(self.chosen)

    def query(self, **changed: str) -> str:
        """The address of the same report, with these fields changed ("" takes one out)."""
        days = {"dias": str(self.period.preset)} if self.period.preset else {}
        said = days or {"de": self.period.start.isoformat(), "ate": self.period.end.isoformat()}
        said |= {"por": FIELD[self.by]} | {FIELD[name]: code for name, code in self.chosen.items()}
        if "dias" in changed or "de" in changed:
            said = {key: value for key, value in said.items() if key not in ("dias", "de", "ate")}
        return urlencode({key: value for key, value in (said | changed).items() if value})

    def only(self, code: str) -> str:
        """The same of one line."""
        return self.query(**{FIELD[self.by]: code})

    def behind(self, fact: Kind, code: str = "", **more: str) -> str:
        """Where the tickets that a figure counts are listed."""
        one = {FIELD[self.by]: code} if code else {}
        return f"/atendimento/relatorios/acionamentos?{self.query(**one, fato=NAME_OF_FACT[fact], **more)}"


def asked(request: Request, said: Mapping[str, str]) -> Asked:
    days = said.get("dias", "")
    period = period_of(
        request, said.get("de", ""), said.get("ate", ""), int(days) if days.isdecimal() and len(days) < 5
        else DEFAULT, LONGEST,
    )  # fmt: skip
    chosen = {
        dimension: said[field].strip().lower()[:254]
        for field, dimension in DIMENSION_OF.items()
        if said.get(field, "").strip()
    }
    agent = chosen.get("agent", NONE)
    if agent != NONE and not (agent.isdecimal() and len(agent) < 10):
        del chosen["agent"]
    if chosen.get("promise", "resolution") not in words.DEADLINE:
        del chosen["promise"]
    return Asked(period, DIMENSION_OF.get(said.get("por", ""), "team"), chosen)


def read(request: Request, wanted: Asked) -> Report:
    with reading(request.app.state.engine) as session:
        return report(
            session,
            since=wanted.period.since,
            until=wanted.period.until,
            by=wanted.by,
            of=wanted.of,
            now=now(request),
        )


@router.get("")
def show(request: Request, who: Reporting) -> Response:
    wanted = asked(request, request.query_params)
    figures = read(request, wanted)
    with reading(request.app.state.engine) as session:
        ended = outcomes(session, since=wanted.period.since, until=wanted.period.until)
        mailed = mailed_reports(session, agent_id=who.id)
        names = {name: names_of(session, cast(Dimension, name)) for one in mailed for name in one.chosen}
        options = {
            "equipe": [(team.code, team.name) for team in queries.teams(session)],
            "atendente": [(NONE, "Sem atendente")]
            + [(str(one.id), one.name) for one in queries.agents(session, only_active=False)],
            "servico": [(NONE, "Outro")] + [(one.code, one.name) for one in queries.services(session)],
            "canal": list(words.CHANNEL.items()),
            "prazo": list(words.DEADLINE.items()),
        }
    note_read(request, who, "report_read", "report")
    return desk_page(
        request,
        who,
        "report.html",
        asked=wanted,
        period=wanted.period,
        presets=PRESETS,
        report=figures,
        measures=measures(figures),
        hours=hours,
        outcomes=ended,
        mailed=[
            (
                one,
                words.DIMENSION[one.by],
                [
                    name_of(cast(Dimension, name), code, names[name].get(code, code))
                    for name, code in one.chosen.items()
                ],
            )
            for one in mailed
        ],
        done=DONE.get(request.query_params.get("feito", "")),
        wrong={"form": TOO_MANY} if request.query_params.get("feito") == "muitos" else {},
        options=options,
        fields=FIELD,
        name_of=lambda line: name_of(wanted.by, line.code, line.name),
        comments=figures.comments[:COMMENTS],
    )


@router.post("/enviar")
def mail(
    request: Request,
    who: Reporting,
    query: Annotated[str, Form(max_length=1000)] = "",
    every: Annotated[str, Form(max_length=8)] = "",
) -> Response:
    """The report of that address, whatever its period, by mail from now on."""
    wanted = asked(request, dict(parse_qsl(query)))
    if every not in EVERY:
        raise missing()
    try:
        with transaction(request.app.state.engine) as session:
            mail_report(
                session,
                agent_id=who.id,
                every=every,
                by=wanted.by,
                chosen=wanted.chosen,
                now=now(request),
            )
    except errors.TooManyReports:
        return RedirectResponse(f"/atendimento/relatorios?{wanted.query()}&feito=muitos", 303)
    return RedirectResponse(f"/atendimento/relatorios?{wanted.query()}&feito=enviar", 303)


@router.post("/parar")
def stop(
    request: Request,
    who: Reporting,
    report_id: Annotated[int, Form()] = 0,
    query: Annotated[str, Form(max_length=1000)] = "",
) -> Response:
    with transaction(request.app.state.engine) as session:
        stop_report(session, report_id=report_id, agent_id=who.id, now=now(request))
    wanted = asked(request, dict(parse_qsl(query)))
    return RedirectResponse(f"/atendimento/relatorios?{wanted.query()}&feito=parar", 303)


@router.get("/relatorio.csv")
def spreadsheet(request: Request, who: Reporting) -> Response:
    """The figures of the page, times in hours; the last line is of all together."""
    wanted = asked(request, request.query_params)
    figures = read(request, wanted)
    note_read(request, who, "exported", "csv:report")
    rows = [(name_of(wanted.by, one.code, one.name), *_cells(one)) for one in figures.lines]
    rows.append(("Todos", *_cells(figures.total)))
    rows.append(("Período anterior", *_cells(figures.before)))
    return file_of("relatorio", wanted.period, as_csv((words.DIMENSION[wanted.by], *COLUMNS), rows))


@router.get("/acionamentos")
def tickets(request: Request, who: Reporting, fato: str = "", pagina: int = 1, idade: int = -1) -> Response:
    """What a figure counts, one line each; `idade`: of which age, by its place among AGES."""
    wanted, kind, found = _behind(request, fato, idade)
    page = min(max(1, pagina), max(1, -(-len(found) // PAGE)))
    shown = found[(page - 1) * PAGE : page * PAGE]
    with reading(request.app.state.engine) as session:
        views = {one.id: one for one in views_of(session, [fact.ticket_id for fact in shown])}
        told = [
            (words.DIMENSION[name], name_of(name, code, names_of(session, name).get(code, code)))
            for name, code in wanted.chosen.items()
        ]
    note_read(request, who, "report_read", "report")
    again = {"fato": fato} | ({"idade": str(idade)} if idade >= 0 else {})
    return desk_page(
        request,
        who,
        "report_tickets.html",
        asked=wanted,
        period=wanted.period,
        kind=kind,
        rows=[(fact, views[fact.ticket_id]) for fact in shown if fact.ticket_id in views],
        count=len(found),
        told=told,
        page=page,
        more=page * PAGE < len(found),
        address=lambda number: f"?{wanted.query(**again, pagina=str(number))}",
        spreadsheet=f"/atendimento/relatorios/acionamentos.csv?{wanted.query(**again)}",
    )


@router.get("/acionamentos.csv")
def tickets_spreadsheet(request: Request, who: Reporting, fato: str = "", idade: int = -1) -> Response:
    """The same lines; neither the requester nor what he wrote is in it (LGPD)."""
    wanted, kind, found = _behind(request, fato, idade)
    with reading(request.app.state.engine) as session:
        names = {name: names_of(session, name) for name in ("team", "agent", "service")}
    note_read(request, who, "exported", "csv:report", rows=len(found))
    rows = (
        (
            fact.number,
            *(
                name_of(name, getattr(fact, name), names[name].get(getattr(fact, name), ""))
                for name in ("team", "agent", "service")
            ),
            fact.body,
            words.CHANNEL.get(fact.channel, fact.channel),
            fact.at,
            words.DEADLINE.get(fact.promise, ""),
            _hours(fact.value) if kind in ("answered", "solved", "open") else None,
            _hours(fact.business) if kind in ("answered", "solved") else None,
            int(fact.value) if kind == "rated" else None,
        )
        for fact in found
    )
    header = (
        "Número",
        "Equipe",
        "Atendente",
        "Serviço",
        "Órgão",
        "Canal",
        "Quando",
        "Prazo",
        "Horas",
        "Horas úteis",
        "Nota",
    )
    return file_of(NAME_OF_FACT[kind], wanted.period, as_csv(header, rows))


def _behind(request: Request, fato: str, idade: int) -> tuple[Asked, Kind, list[Fact]]:
    wanted = asked(request, request.query_params)
    kind = FACT_OF.get(fato)
    if kind is None:
        raise missing()
    with reading(request.app.state.engine) as session:
        found = list(
            facts_of(
                session,
                kind,
                since=wanted.period.since,
                until=wanted.period.until,
                of=wanted.of,
                now=now(request),
            )
        )
    if kind == "open":
        found.sort(key=lambda fact: fact.at)
    if kind == "open" and 0 <= idade < len(AGES):
        above = (0, *AGES)[idade] or 0
        found = [fact for fact in found if within_age(fact, above, AGES[idade])]
    return wanted, kind, found


def name_of(by: Dimension, code: str, name: str) -> str:
    """What a line is of, in words."""
    if code == NONE:
        return "Sem atendente" if by == "agent" else "Outro serviço"
    if by == "channel":
        return words.CHANNEL.get(code, code)
    if by == "promise":
        return words.DEADLINE.get(code, code)
    return "Dados apagados" if code == ERASED else name or code


Measure = tuple[str, Kind | None, str, str, str]
Told = Callable[[Any], str]


def measures(figures: Report) -> list[Measure]:
    """(name, the fact behind it, this period, the one before, by how much it changed)."""
    whole: list[tuple[str, Kind, str, Told]] = [
        ("Abertos", "opened", "opened", str),
        ("Primeira resposta: mediana", "answered", "answer_median", words.span),
        ("Primeira resposta: 9 em cada 10 até", "answered", "answer_p90", words.span),
        ("Primeira resposta em tempo útil: mediana", "answered", "answer_business_median", hours),
        ("Primeira resposta em tempo útil: 9 em cada 10 até", "answered", "answer_business_p90", hours),
        ("Resolvidos", "solved", "solved", str),
        ("Solução: mediana", "solved", "solution_median", words.span),
        ("Solução: 9 em cada 10 até", "solved", "solution_p90", words.span),
        ("Solução em tempo útil: mediana", "solved", "solution_business_median", hours),
        ("Solução em tempo útil: 9 em cada 10 até", "solved", "solution_business_p90", hours),
        ("Prazos cumpridos", "kept", "compliance", words.percent),
        ("Prazos descumpridos", "missed", "missed", str),
        ("Reaberturas", "reopened", "reopened", str),
        ("Satisfação (1 a 5)", "rated", "satisfaction", words.decimal),
    ]
    return [
        (name, kind, told(this), told(before), words.change(this, before))
        for name, kind, field, told in whole
        for this, before in [(getattr(figures.total, field), getattr(figures.before, field))]
    ]


COLUMNS = (
    "Abertos", "Com primeira resposta", "Primeira resposta: mediana (horas)",
    "Primeira resposta: p90 (horas)",
    "Resolvidos", "Solução: mediana (horas)", "Solução: p90 (horas)", "Prazos cumpridos",
    "Prazos descumpridos", "Cumprimento", "Reaberturas", "Avaliações", "Nota média", "Em aberto agora",
    "Primeira resposta em tempo útil: mediana (horas)", "Primeira resposta em tempo útil: p90 (horas)",
    "Solução em tempo útil: mediana (horas)", "Solução em tempo útil: p90 (horas)",
)  # fmt: skip


def _cells(line: Line) -> Iterable[object]:
    return (
        line.opened, line.answered, _hours(line.answer_median), _hours(line.answer_p90),
        line.solved, _hours(line.solution_median), _hours(line.solution_p90), line.kept,
        line.missed, None if line.compliance is None else round(line.compliance, 3), line.reopened,
        line.rated, None if line.satisfaction is None else round(line.satisfaction, 2), line.open,
        _hours(line.answer_business_median), _hours(line.answer_business_p90),
        _hours(line.solution_business_median), _hours(line.solution_business_p90),
    )  # fmt: skip


def _hours(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds / 3600, 2)
