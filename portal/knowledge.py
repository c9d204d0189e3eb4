"""The knowledge base for everybody: by service, by what is asked, each article by itself to read or print."""

from __future__ import annotations

from itertools import groupby
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from portal.pages import page, problem
from portal.security import asker
from ticket_store import operations, queries
from ticket_store.database import reading, transaction
from ticket_store.errors import ArticleNotFound
from ticket_store.views import ArticleView

router = APIRouter(prefix="/ajuda")

GAPS_PER_HOUR = 20  # that one asker may add to the editors' list
LIKE = 6  # of the same service, named under an article


@router.get("")
def show(
    request: Request,
    q: Annotated[str, Query(max_length=300)] = "",
    servico: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    asked = q.strip()
    with reading(request.app.state.engine) as session:
        known = queries.articles(session)
        found = (
            queries.search_articles(session, text=asked, service_code=servico or None)
            if asked
            else [article for article in known if servico in ("", article.service_code)]
        )
    if asked:
        _note_gap(request, asked)
    services = sorted(
        {(article.service_name or "", article.service_code) for article in known if article.service_code}
    )
    return page(
        request,
        "help/list.html",
        asked=asked,
        service=servico,
        services=services,
        found=found,
        groups=_groups(found),
    )


@router.get("/{slug}")
def read(request: Request, slug: str) -> Response:
    try:
        with reading(request.app.state.engine) as session:
            article = queries.article(session, slug=slug)
            same = queries.search_articles(
                session, text=article.title, service_code=article.service_code, limit=LIKE + 1
            )
    except ArticleNotFound:
        return problem(
            request,
            404,
            "Artigo não encontrado",
            "O endereço pode estar incompleto, ou o artigo saiu do ar.",
            next_step=("/ajuda", "Ver todos os artigos"),
        )
    others = [one for one in same if one.id != article.id]
    return page(request, "help/article.html", article=article, others=others)


def _note_gap(request: Request, asked: str) -> None:
    """The editors are told what the help did not know; one asker cannot fill their list."""
    state = request.app.state
    with reading(state.engine) as session:
        if queries.is_found(session, text=asked):
            return
    if state.asking.allows(asker(request)):
        with transaction(state.engine) as session:
            operations.note_gap(session, text=asked, now=state.clock())


def _groups(found: list[ArticleView]) -> list[tuple[str, list[ArticleView]]]:
    def service(article: ArticleView) -> str:
        return article.service_name or "Outros assuntos"

    return [(name, list(some)) for name, some in groupby(sorted(found, key=service), key=service)]
