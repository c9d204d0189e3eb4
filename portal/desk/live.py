"""Live conversations: who waits, the transcript, the attendant's words, and giving it back."""

from __future__ import annotations

import secrets
from contextlib import suppress
from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from portal.desk import hours, texts
from portal.desk.access import Signed, Who, is_looked_at, note_read, now
from portal.desk.pages import desk_page
from portal.desk.previews import UNKNOWN, bytes_answer, file_answer
from portal.desk.refusals import worded
from portal.desk.transcript import lines
from portal.live_files import address_of
from portal.pages import problem
from portal.uploads import read_files
from ticket_store import accounts, bell, errors, operations, queries
from ticket_store.database import reading, transaction
from ticket_store.file_kinds import content_type_of, seen_as
from ticket_store.operations.held_files import read_waiting_file, waiting_files
from ticket_store.queries import desk_live
from ticket_store.queries.past_chats import attending

router = APIRouter(prefix="/conversas")

DONE = {
    "assumida": "A conversa está com você. O assistente fica calado.",
    "devolvida": "Conversa devolvida ao assistente.",
    "passada": "Conversa passada. A pessoa foi avisada.",
}


@router.get("")
def waiting(request: Request, who: Signed, feito: str = "") -> Response:
    with reading(request.app.state.engine) as session:
        handoffs = queries.live_queue(session)
        teams = {team.code: team.name for team in queries.teams(session)}
        there = attending(session, now=now(request))
    note_read(request, who, "handoffs_read", "handoffs")
    return desk_page(
        request,
        who,
        "live_list.html",
        handoffs=handoffs,
        teams=teams,
        there=there,
        attends=any(one.id == who.id for one in there),
        lines=lines,
        done=DONE.get(feito),
    )


@router.get("/{handoff_id}")
def show(request: Request, who: Signed, handoff_id: int, feito: str = "") -> Response:
    return show_live(request, who, handoff_id, done=DONE.get(feito))


@router.post("/{handoff_id}/assumir")
def take(request: Request, who: Signed, handoff_id: int) -> Response:
    try:
        with transaction(request.app.state.engine) as session:
            operations.take_handoff(session, handoff_id=handoff_id, agent_id=who.id, now=now(request))
    except errors.HandoffRefused as error:
        return show_live(request, who, handoff_id, 409, wrong=dict([worded(error)]))
    return RedirectResponse(f"/atendimento/conversas/{handoff_id}?feito=assumida", 303)


@router.post("/{handoff_id}/dizer")
def say(
    request: Request,
    who: Signed,
    handoff_id: int,
    text: Annotated[str, Form(max_length=20_000)] = "",
    uid: Annotated[str, Form(max_length=40)] = "",
    files: Annotated[list[UploadFile] | None, File()] = None,
) -> Response:
    """The same `uid` twice is one message, and so are its files."""
    state, at, uid = request.app.state, now(request), uid or secrets.token_hex(16)
    common: dict[str, Any] = {"handoff_id": handoff_id, "agent_id": who.id, "now": at}
    try:
        chosen = read_files(state.config, files or [])
        with transaction(state.engine) as session:
            if text.strip() or not chosen:
                operations.say_live(session, text=text, uid=uid, **common)
            for n, (name, content) in enumerate(chosen):
                line = f"{uid}-file{n}"
                operations.send_live_file(
                    session,
                    filename=name,
                    content=content,
                    uid=line,
                    link=address_of(state.config, line),
                    directory=state.config.attachments_dir,
                    **common,
                )
            accounts.audit(
                session, agent_id=who.id, action="live_said", target=f"handoff:{handoff_id}", now=at
            )
    except errors.HandoffNotFound:
        raise
    except errors.TooManyAttachments as error:
        full = f"Uma conversa leva até {error.limit} arquivos. Abra um acionamento para os outros."
        return show_live(request, who, handoff_id, 422, wrong={"files": full}, typed={"text": text})
    except errors.TicketStoreError as error:
        return show_live(request, who, handoff_id, 422, wrong=dict([worded(error)]), typed={"text": text})
    return RedirectResponse(f"/atendimento/conversas/{handoff_id}?feito=dito", 303)


@router.get("/{handoff_id}/arquivos/{uid}")
def sent_file(request: Request, who: Signed, handoff_id: int, uid: str, ver: bool = False) -> Response:
    with reading(request.app.state.engine) as session:
        directory = request.app.state.config.attachments_dir
        message, path = operations.read_live_file(session, uid=uid, directory=directory)
    if message.handoff_id != handoff_id:
        raise errors.AttachmentNotFound
    note_read(request, who, "attachment_read", f"handoff:{handoff_id}", attachment=message.file_key)
    return file_answer(path, message.file_name or "", message.file_type or UNKNOWN, look=ver)


@router.get("/{handoff_id}/guardados/{file_id}")
def waiting_file(request: Request, who: Signed, handoff_id: int, file_id: int, ver: bool = False) -> Response:
    """What the person sent before there is a ticket to put it with.

    Saved, it is of no kind in particular: nobody has looked at it yet. Shown, it is what its content says.
    """
    with reading(request.app.state.engine) as session:
        name, content = read_waiting_file(session, handoff_id=handoff_id, file_id=file_id)
    note_read(request, who, "attachment_read", f"handoff:{handoff_id}", held=file_id)
    kind = None
    if ver:
        with suppress(errors.TicketStoreError):
            kind = content_type_of(content)
    return bytes_answer(content, name, kind)


@router.post("/{handoff_id}/devolver")
def give_back(request: Request, who: Signed, handoff_id: int) -> Response:
    try:
        with transaction(request.app.state.engine) as session:
            operations.give_back_handoff(session, handoff_id=handoff_id, agent_id=who.id, now=now(request))
    except errors.HandoffRefused as error:
        return show_live(request, who, handoff_id, 409, wrong=dict([worded(error)]))
    return RedirectResponse("/atendimento/conversas?feito=devolvida", 303)


def show_live(request: Request, who: Who, handoff_id: int, status: int = 200, **values: Any) -> Response:
    """The page; `values` may bring `wrong`, `typed` and `done`. Raises HandoffNotFound."""
    if is_looked_at(request):
        with transaction(request.app.state.engine) as session:
            bell.read_live(session, handoff_id=handoff_id, agent_id=who.id, now=now(request))
            operations.see_live(session, handoff_id=handoff_id, agent_id=who.id)
    with reading(request.app.state.engine) as session:
        handoff = desk_live.handoff(session, handoff_id=handoff_id)
        messages = queries.live_messages(session, handoff_id=handoff_id)
        tickets = queries.list_tickets(
            session, emails=[handoff.email] if handoff.email else [], conversation_id=handoff.conversation_id
        )
        talks = desk_live.his_talks(session, agent_id=who.id)
        held = waiting_files(session, handoff_id=handoff_id)
        canned = texts.for_chat(session, who)
        colleagues = [(one.id, one.name) for one in queries.attendants(session) if one.id != who.id]
        there = hours.teams(session, now(request))
        teams = [(f"equipe:{code}", f"Equipe {name}") for code, name in there.items()]
    note_read(request, who, "handoff_read", f"handoff:{handoff_id}")
    return desk_page(
        request,
        who,
        "live.html",
        status,
        handoff=handoff,
        lines=lines(handoff.transcript),
        messages=messages,
        held=held,
        talks=talks,
        seen_as=seen_as,
        **_beside(talks, handoff_id),
        tickets=tickets,
        mine=handoff.status == "taken" and handoff.agent_id == who.id,
        uid=secrets.token_hex(16),
        canned=canned,
        passable=[*colleagues, *teams],
        **values,
    )


def _beside(talks: list[desk_live.Talk], handoff_id: int) -> dict[str, Any]:
    """Those before and after this one, round and round, and how much is new in the others."""
    ids = [one.id for one in talks]
    others = [one for one in talks if one.id != handoff_id]
    at = ids.index(handoff_id) if handoff_id in ids else -1
    return {
        "others_unread": sum(one.unread for one in others),
        "after": ids[(at + 1) % len(ids)] if others else None,
        "before": ids[(at - 1) % len(ids) if at >= 0 else -1] if others else None,
    }


def no_handoff(request: Request) -> Response:
    """The page for HandoffNotFound."""
    return problem(
        request,
        404,
        "Conversa não encontrada",
        "Ela pode ter sido apagada. Volte à lista de conversas.",
        next_step=("/atendimento/conversas", "Ver conversas"),
    )
