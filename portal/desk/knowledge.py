"""Writing the knowledge base: the supervision lists, edits and adds articles; no version is ever lost."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Query, Request
from fastapi.responses import RedirectResponse, Response

from portal.desk.access import Editing, Who, missing, note_read, now
from portal.desk.pages import desk_page
from portal.desk.words import ARTICLE_STATE
from portal.words import SAO_PAULO
from ticket_store import errors, operations, queries
from ticket_store.articles import TEXTS, ArticleText
from ticket_store.database import reading, transaction

router = APIRouter(prefix="/artigos")

DONE = {
    "gravado": "Artigo gravado. O que está publicado já vale para a Ajuda e para o assistente.",
    "lacuna": "Pergunta tirada da lista.",
}
WRONG = {
    "title": "Escreva um título de até 150 letras.",
    "asked": "São muitas perguntas: encurte a lista.",
    "summary": "Escreva a resposta em uma ou duas frases.",
    "steps": "São muitos passos: divida o artigo em dois.",
    "note": "A observação é longa demais.",
    "source": "Diga de onde vem a informação, em até 200 letras.",
    "source_url": "Informe o endereço da fonte, com https://.",
    "source_date": "Use 2025, 2025-06 ou 2025-06-04, ou deixe vazio.",
    "reviewed_on": "Informe o dia da revisão; ele não pode ser no futuro.",
    "state": "Escolha a situação na lista.",
}
Long = Annotated[str, Form(max_length=20_000)]
Short = Annotated[str, Form(max_length=1000)]


def _typed(
    title: Short = "",
    asked: Long = "",
    summary: Long = "",
    steps: Long = "",
    note: Long = "",
    source: Short = "",
    source_url: Short = "",
    source_date: Short = "",
    reviewed_on: Short = "",
    service_code: Short = "",
    state: Short = "draft",
) -> dict[str, str]:
    """The form as it came, to be shown again where something is wrong."""
    return dict(locals())


Typed = Annotated[dict[str, str], Depends(_typed)]


@router.get("")
def show(
    request: Request, who: Editing, q: Annotated[str, Query(max_length=300)] = "", feito: str = ""
) -> Response:
    with reading(request.app.state.engine) as session:
        found = (
            queries.search_articles(session, text=q, all_states=True, limit=100)
            if q.strip()
            else queries.articles(session, all_states=True)
        )
        gaps = queries.gaps(session)
    note_read(request, who, "articles_read", "articles")
    return desk_page(
        request, who, "articles.html", found=found, gaps=gaps, asked=q.strip(), done=DONE.get(feito)
    )


@router.get("/novo")
def new(request: Request, who: Editing, pergunta: Annotated[str, Query(max_length=300)] = "") -> Response:
    """`pergunta`: what was asked and not answered."""
    today = now(request).astimezone(SAO_PAULO).date().isoformat()
    return _form(request, who, typed={"reviewed_on": today, "state": "draft", "asked": pergunta})


@router.post("/novo")
def write(request: Request, who: Editing, typed: Typed) -> Response:
    return _save(request, who, typed)


@router.post("/lacunas/{gap_id}")
def settle(request: Request, who: Editing, gap_id: int) -> Response:
    """Written, or not worth an article."""
    with transaction(request.app.state.engine) as session:
        operations.settle_gap(session, gap_id=gap_id, now=now(request))
    return RedirectResponse("/atendimento/artigos?feito=lacuna", 303)


@router.get("/{article_id}")
def edit(request: Request, who: Editing, article_id: int, versao: int | None = None) -> Response:
    """`versao`: an older text to go on from; saving it makes it the newest."""
    try:
        with reading(request.app.state.engine) as session:
            article = queries.article_version(session, article_id=article_id, number=versao)
            current = queries.article_version(session, article_id=article_id).version
    except errors.ArticleNotFound:
        raise missing() from None
    typed = {name: getattr(article, name) for name in TEXTS} | {
        "asked": "\n".join(article.asked),
        "steps": "\n".join(article.steps),
        "reviewed_on": article.reviewed_on.isoformat(),
        "service_code": article.service_code or "",
        "state": article.state,
    }
    return _form(request, who, article_id=article_id, seen=current, shown=article.version, typed=typed)


@router.post("/{article_id}")
def change(
    request: Request, who: Editing, article_id: int, typed: Typed, seen: Annotated[int, Form()] = 0
) -> Response:
    return _save(request, who, typed, article_id, seen)


def _save(
    request: Request, who: Who, typed: dict[str, str], article_id: int | None = None, seen: int = 0
) -> Response:
    try:
        given: dict[str, Any] = {
            "text": _text(typed),
            "service_code": typed["service_code"] or None,
            "state": typed["state"],
            "author": who.name,
            "agent_id": who.id,
            "now": now(request),
        }
        with transaction(request.app.state.engine) as session:
            if article_id is None:
                operations.write_article(session, **given)
            else:
                operations.edit_article(session, article_id=article_id, seen=seen, **given)
    except errors.ArticleNotFound:
        raise missing() from None
    except errors.TicketStoreError as error:
        current = error.current if isinstance(error, errors.ArticleChanged) else seen
        return _form(
            request, who, 422, article_id=article_id, seen=current, typed=typed, wrong=_worded(error)
        )
    return RedirectResponse("/atendimento/artigos?feito=gravado", 303)


def _text(typed: dict[str, str]) -> ArticleText:
    try:
        reviewed = date.fromisoformat(typed["reviewed_on"])
    except ValueError:
        raise errors.IncompleteArticle("reviewed_on") from None
    return ArticleText(**{name: typed[name] for name in TEXTS if name != "reviewed_on"}, reviewed_on=reviewed)


def _worded(error: errors.TicketStoreError) -> dict[str, str]:
    match error:
        case errors.IncompleteArticle(fields=fields):
            return {field: WRONG[field] for field in fields}
        case errors.UnknownService():
            return {"service_code": "Escolha o serviço na lista."}
        case errors.ArticleChanged(current=current):
            return {
                "form": f"Alguém gravou a versão {current} enquanto você escrevia. O seu texto está aqui: "
                "veja a outra versão no fim da página e grave de novo o que deve ficar."
            }
    raise error


def _form(
    request: Request,
    who: Who,
    status: int = 200,
    *,
    typed: dict[str, str],
    article_id: int | None = None,
    seen: int = 0,
    shown: int | None = None,
    wrong: dict[str, str] | None = None,
) -> Response:
    with reading(request.app.state.engine) as session:
        services = queries.services(session)
        versions = queries.article_versions(session, article_id=article_id) if article_id else []
    return desk_page(
        request,
        who,
        "article.html",
        status,
        article_id=article_id,
        seen=seen,
        shown=shown,
        typed=typed,
        wrong=wrong or {},
        services=services,
        versions=versions,
        states=ARTICLE_STATE,
    )
