"""What is administered by page: one list, one form and one history for every kind of thing."""

from __future__ import annotations

from textwrap import shorten
from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData

from portal.desk import assistant_forms, automation_forms, mail_forms, role_forms, taking_along
from portal.desk import setting_forms as forms
from portal.desk.access import Administering, MindingAccounts, Who, missing, needs, note_read, now
from portal.desk.pages import desk_page
from portal.desk.refusals import worded
from ticket_store import accounts, administration, catalogue, errors, roles, second_factor
from ticket_store.administration.accounts import invite
from ticket_store.administration.seed import as_catalogue
from ticket_store.administration.versions import checked
from ticket_store.database import reading, transaction

router = APIRouter(prefix="/administracao")

HERE = "/atendimento/administracao"
MOST_BYTES = 500_000
DONE = {
    "guardado": "Guardado. A versão anterior está no histórico.",
    "igual": "Nada mudou: já estava assim.",
    "voltou": "Voltou ao que era. Este passo também está no histórico.",
    "link": "Mandamos à pessoa um link de meia hora para escolher uma senha nova.",
    "sessoes": "As sessões desta conta terminaram.",
    "uma-etapa": "Segunda etapa desligada; as sessões desta conta terminaram.",
    "teste": "Mandamos a você um e-mail de teste, com dados de exemplo. Nada foi guardado.",
    "importado": "Importado. Cada mudança está no histórico do que mudou.",
}


async def _form(request: Request) -> FormData:
    return await request.form()


Typed = Annotated[FormData, Depends(_form)]
NEW = "novo"


def _asked_for(request: Request) -> str:
    """Accounts and roles are a permission of their own: with them one gives oneself any other."""
    page = forms.BY_PATH.get(request.path_params.get("path", ""))
    return forms.permission(page) if page else roles.SETTINGS


Minding = Annotated[Who, Depends(needs(roles.SETTINGS, roles.ACCOUNTS, chosen=_asked_for))]
MindingSettings = Annotated[Who, Depends(needs(roles.SETTINGS))]


@router.get("")
def show(request: Request, who: Administering, feito: str = "") -> Response:
    note_read(request, who, "settings_read", "settings")
    return front(request, who, done=DONE.get(feito))


def front(request: Request, who: Who, status: int = 200, **values: Any) -> Response:
    """The list of what he may administer."""
    pages = [page for page in forms.PAGES if who.may(forms.permission(page))]
    with reading(request.app.state.engine) as session:
        counts = {page.path: len(administration.KINDS[page.kind].listed(session)) for page in pages}
    return desk_page(request, who, "settings.html", status, pages=pages, counts=counts, **values)


@router.get("/exportar.yml")
def export(request: Request, who: Administering) -> Response:
    with reading(request.app.state.engine) as session:
        text = taking_along.written(session, who)
    note_read(request, who, "exported", "settings")
    return _file(text, "administracao.yml")


@router.get("/catalogo.yml")
def seed(request: Request, who: MindingSettings) -> Response:
    """For the next training: the file that the assistant learns the names of services from."""
    with reading(request.app.state.engine) as session:
        text = as_catalogue(session)
    note_read(request, who, "exported", "settings")
    return _file(text, "catalogue.yml")


@router.post("/importar")
def bring(
    request: Request,
    who: Administering,
    file: Annotated[UploadFile | None, File()] = None,
    text: Annotated[str, Form(max_length=MOST_BYTES)] = "",
    step: Annotated[str, Form(max_length=10)] = "ver",
) -> Response:
    """Shown first, then done: all of it, or nothing where one is refused."""
    text = text or (file.file.read(MOST_BYTES).decode("utf-8", "replace") if file else "")
    try:
        with transaction(request.app.state.engine) as session:
            changes = taking_along.brought(session, text, who, now(request))
            # Written also to be shown only: what comes after may refer to it.
            if step != "fazer":
                session.rollback()
    except taking_along.CannotBring as refused:
        return front(request, who, 422, wrong={"form": str(refused)})
    if step == "fazer":
        return RedirectResponse(f"{HERE}?feito=importado", 303)
    return desk_page(request, who, "settings_import.html", changes=changes, text=text)


@router.get("/{path}")
def listed(request: Request, who: Minding, path: str, feito: str = "") -> Response:
    page = _page(path)
    with reading(request.app.state.engine) as session:
        entries = administration.KINDS[page.kind].listed(session)
        options = forms.options(session, page)
        beside = role_forms.table(entries) if page is role_forms.PAGE else {}
    note_read(request, who, "settings_read", "settings")
    rows = [
        (one, forms.called(one.data, page, one.code) or page.title, _summary(page, one.data, options))
        for one in entries
    ]
    return desk_page(
        request, who, "settings_list.html", page=page, rows=rows, beside=beside, done=DONE.get(feito)
    )


@router.get("/{path}/{code}")
def entry(request: Request, who: Minding, path: str, code: str, feito: str = "") -> Response:
    return _entry(request, who, _page(path), code, done=DONE.get(feito))


@router.get("/modelos/{code}/email")
def mail(request: Request, who: MindingSettings, code: str) -> Response:
    """As it is now, with sample data."""
    with reading(request.app.state.engine) as session:
        try:
            data = administration.KINDS[mail_forms.PAGE.kind].entry(session, code).data
        except errors.SettingNotFound:
            raise missing() from None
    return mail_forms.seen(code, data, request.app.state.config.portal_url, forms.worded)


@router.post("/{path}/{code}")
def change(request: Request, who: Minding, path: str, code: str, form: Typed) -> Response:
    """`step` ver: only what would change is shown; of a mail, email: its look, teste: to oneself; of an
    automation, ensaiar: whom it would have touched.
    """
    page, at = _page(path), now(request)
    kind, which = administration.KINDS[page.kind], None if code == NEW else code
    typed, step = forms.read(page, form), form.get("step")
    try:
        if page is mail_forms.PAGE and step == "email":
            return mail_forms.seen(code, typed, request.app.state.config.portal_url, forms.worded)
        with transaction(request.app.state.engine) as session:
            wanted = checked(session, kind, code=which, data=typed, agent_id=who.id, now=at)
            if page is mail_forms.PAGE and step == "teste":
                mail_forms.send_trial(session, code, wanted.after, agent_id=who.id, now=at)
                return _entry(request, who, page, code, typed=typed, done=DONE["teste"])
            if page is automation_forms.PAGE and step == "ensaiar":
                trial = automation_forms.tried(session, wanted.after, at)
                return _entry(request, who, page, code, typed=typed, trial=trial)
            if step == "ver":
                told = forms.differences(
                    page, wanted.before or {}, wanted.after, forms.options(session, page)
                )
                return _entry(request, who, page, code, typed=typed, preview=told)
            same = wanted.before == wanted.after
            where = administration.save(session, kind, code=which, data=typed, agent_id=who.id, now=at)
    except errors.SettingRefused as refused:
        return _entry(request, who, page, code, 422, typed=typed, wrong=dict([forms.worded(refused)]))
    except errors.SettingNotFound:
        raise missing() from None
    except errors.TicketStoreError as error:
        return _entry(request, who, page, code, 422, typed=typed, wrong={"form": worded(error)[1]})
    return RedirectResponse(f"{HERE}/{path}/{where}?feito={'igual' if same else 'guardado'}", 303)


@router.post("/{path}/{code}/voltar")
def put_back(
    request: Request, who: Minding, path: str, code: str, number: Annotated[int, Form()] = 0
) -> Response:
    page = _page(path)
    try:
        with transaction(request.app.state.engine) as session:
            administration.put_back(
                session,
                administration.KINDS[page.kind],
                code=code,
                number=number,
                agent_id=who.id,
                now=now(request),
            )
    except errors.SettingRefused as refused:
        return _entry(request, who, page, code, 422, wrong={"form": forms.worded(refused)[1]})
    except errors.SettingNotFound:
        raise missing() from None
    return RedirectResponse(f"{HERE}/{path}/{code}?feito=voltou", 303)


@router.post("/contas/{code}/{act}")
def mind(request: Request, who: MindingAccounts, code: str, act: str) -> Response:
    """link: to choose a new password. sessoes: all end. uma-etapa: for who lost the phone and the codes."""
    page, at = forms.BY_KIND["account"], now(request)
    if act not in ("link", "sessoes", "uma-etapa") or not (code.isdecimal() and len(code) < 10):
        raise missing()
    try:
        with transaction(request.app.state.engine) as session:
            agent = accounts.get_agent(session, agent_id=int(code))
            if act == "link":
                invite(session, agent=agent, by=who.id, now=at)
            elif act == "sessoes":
                accounts.end_sessions(session, agent_id=agent.id)
                accounts.audit(
                    session, agent_id=who.id, action="sessions_ended", target=f"agent:{agent.id}", now=at
                )
            else:
                second_factor.remove(session, agent_id=agent.id, now=at)
    except errors.AgentNotFound:
        raise missing() from None
    except errors.TicketStoreError as error:
        return _entry(request, who, page, code, 422, wrong={"form": worded(error)[1]})
    return RedirectResponse(f"{HERE}/contas/{code}?feito={act}", 303)


def _entry(
    request: Request,
    who: Who,
    page: forms.Page,
    code: str,
    status: int = 200,
    *,
    typed: dict[str, Any] | None = None,
    **values: Any,
) -> Response:
    """The form, what would change if that was asked, and the history."""
    kind = administration.KINDS[page.kind]
    try:
        with reading(request.app.state.engine) as session:
            if code == NEW and page.fixed:
                raise errors.SettingNotFound
            data = {} if code == NEW else kind.entry(session, code).data
            options = forms.options(session, page)
            more = {} if code == NEW else _more(request, session, page, code, typed or data)
            versions = [] if code == NEW else administration.history(session, kind, code=code)
            story = [
                (one, forms.differences(page, older.data if older else {}, one.data, options))
                for one, older in zip(versions, [*versions[1:], None], strict=False)
            ]
    except errors.SettingNotFound:
        raise missing() from None
    return desk_page(
        request,
        who,
        "setting.html",
        status,
        page=page,
        code=code,
        called=forms.called(data, page, code) or (page.title if page.fixed else ""),
        more=more,
        was=data,
        value=typed
        if typed is not None
        else {"active": True} | {name: told for name, told in data.items() if told is not None},
        options=options,
        story=story,
        new=code == NEW,
        priorities=[(one.code, one.name) for one in catalogue.load().priorities],
        **{"preview": None, "trial": None, **values},
    )


def _more(
    request: Request, session: Any, page: forms.Page, code: str, data: dict[str, Any]
) -> dict[str, Any]:
    """What stands on an entry's page beside its form and history."""
    if page is mail_forms.PAGE:
        return mail_forms.more(session, code, request.app.state.config.portal_url)
    if page is automation_forms.PAGE:
        return automation_forms.more(session, code)
    if page is assistant_forms.PAGE:
        return {"faults": assistant_forms.verdict(str(data.get("text") or ""))}
    return {}


def _file(text: str, name: str) -> Response:
    return Response(
        text,
        media_type="application/yaml; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _page(path: str) -> forms.Page:
    if path not in forms.BY_PATH:
        raise missing()
    return forms.BY_PATH[path]


def _summary(page: forms.Page, data: dict[str, Any], options: dict[str, list[tuple[str, str]]]) -> str:
    """The line under a name in the list: its short fields."""
    short = [
        f for f in page.fields if f.shape in ("email", "choice", "many", "lines", "day") and data.get(f.name)
    ]
    told = " · ".join(forms.shown(field, data, options) for field in short)
    return "" if page.beside else shorten(told, 160, placeholder="…")
