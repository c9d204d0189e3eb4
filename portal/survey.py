"""`/pesquisa/{token}`: rate one resolution or reopen it. GET only shows; the link is spent by the answer.

The link alone rates, once. Reopening sets people to work: it asks for the code, as all changes do.
"""

from __future__ import annotations

from typing import Annotated, Any, NamedTuple

from fastapi import APIRouter, Depends, Form, Request
from fastapi.responses import RedirectResponse, Response

from portal.consult.access import now, proven_emails
from portal.consult.codes import half_hidden, want
from portal.pages import page, problem
from portal.refusals import worded
from ticket_store import errors, lifecycle, links, operations, queries
from ticket_store.authors import Author
from ticket_store.database import reading, transaction
from ticket_store.views import TicketView

router = APIRouter(prefix="/pesquisa/{token}")

UNPROVEN = "Para reabrir, confirme antes que o e-mail do acionamento é seu."
SCORES = [(1, "Péssimo"), (2, "Ruim"), (3, "Regular"), (4, "Bom"), (5, "Ótimo")]


class Survey(NamedTuple):
    """What the link is bound to; `base` is its address."""

    number: str
    resolution: int
    base: str
    signed: dict[str, Any]
    age: float


def survey_of(request: Request, token: str) -> Survey:
    """Raises LinkInvalid."""
    data, age = links.read_aged(links.SURVEY, token, request.app.state.config.secret_key)
    if not isinstance(data.get("number"), str) or not isinstance(data.get("resolution"), int):
        raise errors.LinkInvalid
    return Survey(data["number"], data["resolution"], f"/pesquisa/{token}", data, age)


Bound = Annotated[Survey, Depends(survey_of)]


def _ticket(request: Request, survey: Survey) -> TicketView:
    with reading(request.app.state.engine) as session:
        return queries.linked_ticket(session, signed=survey.signed, age_seconds=survey.age)


def _answered(ticket: TicketView, survey: Survey) -> bool:
    """Answered, and nothing else happened since: the score may still be changed."""
    same = ticket.resolution_count == survey.resolution
    return same and ticket.status == lifecycle.RESOLVED and ticket.score is not None


def _form(request: Request, ticket: TicketView, survey: Survey, status: int = 200, **values: Any) -> Response:
    shown = {"wrong": {}, "typed": {}, "reopening": False, **values}
    return page(
        request,
        "survey/form.html",
        status,
        ticket=ticket,
        base=survey.base,
        scores=SCORES,
        may_change=_may_change(request, ticket),
        address=half_hidden(ticket.email),
        **shown,
    )


def _may_change(request: Request, ticket: TicketView) -> bool:
    return ticket.email in proven_emails(request)


def _consult_url(request: Request, survey: Survey) -> str:
    signed = {"number": survey.number, "key": survey.signed["key"]}
    token = links.sign_within(links.CONSULT, signed, request.app.state.config.secret_key, survey.age)
    return f"/consulta/{token}"


def _spent(request: Request, ticket: TicketView, survey: Survey) -> Response:
    if _answered(ticket, survey):
        return page(
            request,
            "survey/done.html",
            410,
            title="Pesquisa já respondida",
            text=f"Você avaliou este atendimento com nota {ticket.score}. Obrigado!",
            consult_url=_consult_url(request, survey),
            revise_url=f"{survey.base}?rever=1",
        )
    if ticket.status == lifecycle.CLOSED and ticket.resolution_count == survey.resolution:
        why = "O acionamento já foi encerrado e não pode mais ser avaliado nem reaberto por este link."
    else:
        why = "O acionamento foi reaberto desde então. Quando for resolvido de novo, você recebe outro link."
    return problem(
        request,
        410,
        "Link já utilizado",
        f"{why} Se precisar de mais alguma coisa, é só falar com a CSS.",
        next_step=(_consult_url(request, survey), "Ver o acionamento"),
    )


@router.get("")
def show(request: Request, survey: Bound, rever: bool = False, reabrir: bool = False) -> Response:
    ticket = _ticket(request, survey)
    if (rever or reabrir) and _answered(ticket, survey):
        return _form(request, ticket, survey, reopening=reabrir)
    try:
        with reading(request.app.state.engine) as session:
            operations.check_survey(session, ticket_number=survey.number, resolution=survey.resolution)
    except (errors.LinkSpent, errors.NotRateable):
        return _spent(request, ticket, survey)
    return _form(request, ticket, survey, reopening=reabrir)


@router.post("/avaliar")
def rate(
    request: Request,
    survey: Bound,
    score: Annotated[str, Form()] = "",
    comment: Annotated[str, Form()] = "",
    revise: Annotated[bool, Form()] = False,
) -> Response:
    ticket = _ticket(request, survey)
    try:
        with transaction(request.app.state.engine) as session:
            operations.rate(
                session,
                ticket_number=survey.number,
                score=int(score) if score in {"1", "2", "3", "4", "5"} else 0,
                comment=comment,
                channel="portal",
                resolution=survey.resolution,
                revise=revise,
                author=_author(ticket),
                now=now(request),
            )
    except (errors.LinkSpent, errors.NotRateable):
        return _spent(request, ticket, survey)
    except errors.TicketStoreError as error:
        typed = {"score": score, "comment": comment}
        return _form(request, ticket, survey, 422, wrong=dict([worded(error, "comment")]), typed=typed)
    return page(
        request,
        "survey/done.html",
        title="Obrigado pela avaliação",
        text=f"Registramos a nota {score}. Você pode mudá-la por este link até o acionamento ser encerrado.",
        consult_url=_consult_url(request, survey),
        revise_url=f"{survey.base}?rever=1",
    )


@router.post("/reabrir")
def reopen(request: Request, survey: Bound, reason: Annotated[str, Form()] = "") -> Response:
    ticket = _ticket(request, survey)
    if not _may_change(request, ticket):
        return _form(request, ticket, survey, 403, wrong={"form": UNPROVEN}, typed={"reason": reason})
    try:
        with transaction(request.app.state.engine) as session:
            operations.reopen(
                session,
                ticket_number=survey.number,
                reason=reason,
                resolution=survey.resolution,
                author=_author(ticket),
                now=now(request),
            )
    except (errors.LinkSpent, errors.TransitionRefused):
        return _spent(request, ticket, survey)
    except errors.TicketStoreError as error:
        typed = {"reason": reason}
        return _form(request, ticket, survey, 422, wrong=dict([worded(error, "reason")]), typed=typed)
    return RedirectResponse(f"{_consult_url(request, survey)}?feito=reaberto", 303)


@router.post("/confirmar")
def confirm(request: Request, survey: Bound) -> Response:
    """The code goes to the ticket's own address; entered, it leads back here."""
    ticket = _ticket(request, survey)
    try:
        want(
            request,
            number=ticket.number,
            email=ticket.email,
            shown=half_hidden(ticket.email),
            back=f"{survey.base}?reabrir=1",
        )
    except errors.CodeLimitReached as error:
        return _form(request, ticket, survey, 429, wrong=dict([worded(error)]))
    return RedirectResponse("/consulta/codigo", 303)


def _author(ticket: TicketView) -> Author:
    return Author.requester(ticket.requester_name or ticket.email, proven=True)
