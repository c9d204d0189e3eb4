"""The knowledge base as it is read: by address, by service, by what somebody asks."""

from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store.articles import PUBLISHED, load, places, ways_of_asking
from ticket_store.errors import ArticleNotFound
from ticket_store.model import Article, ArticleVersion, KnowledgeGap, Service
from ticket_store.search.meaning import Lines, other_matters
from ticket_store.search.naming import services_named, services_written, without_verbs
from ticket_store.search.ranking import Document, rank
from ticket_store.search.short_answers import no_questions
from ticket_store.views import ArticleView, GapView

LISTED_FROM = 0.4  # what is found by its words alone may be less likely
FOUND_FROM = 0.6  # less is told to the editors


def articles(
    session: Session, *, service_code: str | None = None, all_states: bool = False
) -> list[ArticleView]:
    """In the order of their titles; those that are not published only with `all_states`."""
    return list(shelf_of(session, service_code=service_code, all_states=all_states).views)


def article(session: Session, *, slug: str) -> ArticleView:
    """A published one. Raises ArticleNotFound."""
    found = session.scalar(select(Article).where(Article.slug == slug, Article.state == PUBLISHED))
    if found is None:
        raise ArticleNotFound
    return article_version(session, article_id=found.id)


def article_version(session: Session, *, article_id: int, number: int | None = None) -> ArticleView:
    """One of any state, as it is or as it was. Raises ArticleNotFound."""
    row = session.execute(
        _rows().where(Article.id == article_id, ArticleVersion.number == (number or Article.version))
    ).first()
    if row is None:
        raise ArticleNotFound
    return _view(row)


def article_versions(session: Session, *, article_id: int) -> list[ArticleView]:
    """The newest first."""
    rows = _rows().where(Article.id == article_id).order_by(ArticleVersion.number.desc())
    return [_view(row) for row in session.execute(rows)]


def search_articles(
    session: Session,
    *,
    text: str,
    service_code: str | None = None,
    all_states: bool = False,
    limit: int = 20,
) -> list[ArticleView]:
    """The likeliest first; a common word alone finds nothing."""
    shelf = shelf_of(session, service_code=service_code, all_states=all_states)
    return [view for figure, view in _by_words(text, shelf)[:limit] if figure >= LISTED_FROM]


def is_found(session: Session, *, text: str) -> bool:
    """Whether an article has most of the question's words: for a page, which loads no vectors."""
    named = services_named(text)
    return any(
        figure >= FOUND_FROM and (not named or named & services(view))
        for figure, view in _by_words(without_verbs(text), shelf_of(session))
    )


def gaps(session: Session, *, limit: int = 30) -> list[GapView]:
    """What was asked and not answered, what was asked most first; only what no editor has seen to."""
    rows = (
        select(KnowledgeGap)
        .where(KnowledgeGap.settled_at.is_(None))
        .order_by(KnowledgeGap.asked.desc(), KnowledgeGap.last_at.desc())
        .limit(limit)
    )
    return [GapView(one.id, one.text, one.asked, one.last_at) for one in session.scalars(rows)]


@dataclass(frozen=True, eq=False)
class Shelf:
    """Articles, as they are shown; the same one while they say the same. What they are looked through by is
    made where it is asked for: a page needs less of it than a conversation."""

    views: tuple[ArticleView, ...]

    @cached_property
    def documents(self) -> tuple[Document, ...]:
        return tuple(map(_document, self.views))

    @cached_property
    def systems(self) -> tuple[ArticleView, ...]:
        """Of how the systems are used, and the desk works; the oldest first."""
        return tuple(view for view in self._by_age if view.slug not in places())

    @cached_property
    def short(self) -> tuple[ArticleView, ...]:
        """The short answers of the conversation's places; the oldest first."""
        return tuple(view for view in self._by_age if view.slug in places())

    @cached_property
    def system_documents(self) -> tuple[Document, ...]:
        return tuple(map(_document, self.systems))

    @cached_property
    def system_lines(self) -> Lines:
        return tuple((view.id, head(view)) for view in self.systems)

    @cached_property
    def short_lines(self) -> Lines:
        """With the lines that came with the program, while the desk has given it no other title."""
        came = {seed.slug: seed.text.title for seed in load().articles}
        known = ways_of_asking()
        return tuple(
            (view.id, (*head(view), *(known.get(view.slug, ()) if came[view.slug] == view.title else ())))
            for view in self.short
        )

    @cached_property
    def others(self) -> tuple[str, ...]:
        """Lines that ask for no short answer; also what a retired one was asked by."""
        kept = {view.slug for view in self.short}
        retired = (line for slug, lines in ways_of_asking().items() if slug not in kept for line in lines)
        return (*_others(), *retired)

    @cached_property
    def _by_age(self) -> list[ArticleView]:
        return sorted(self.views, key=lambda view: view.id)


def shelf_of(session: Session, *, service_code: str | None = None, all_states: bool = False) -> Shelf:
    rows = _rows().where(ArticleVersion.number == Article.version)
    if not all_states:
        rows = rows.where(Article.state == PUBLISHED)
    if service_code is not None:
        rows = rows.where(Article.service_code == service_code)
    return _arranged(tuple(session.execute(rows.order_by(ArticleVersion.title, Article.id))))


@lru_cache(maxsize=8)
def _arranged(rows: tuple[Any, ...]) -> Shelf:
    """Once for as long as they say the same, whatever database they are of."""
    return Shelf(tuple(map(_view, rows)))


@lru_cache(maxsize=1)
def _others() -> tuple[str, ...]:
    """Those that came with the program: what the desk writes of a system makes nothing be learnt anew."""
    systems = (seed.text for seed in load().articles if not seed.places)
    asked = (line for text in systems for line in (text.title, *text.asked.splitlines()))
    return (*asked, *other_matters(), *no_questions())


def _document(view: ArticleView) -> Document:
    body = "\n".join((view.service_name or "", view.summary, *view.steps, view.note))
    return Document(view.id, head(view), body)


def _by_words(text: str, shelf: Shelf) -> list[tuple[float, ArticleView]]:
    by_id = {view.id: view for view in shelf.views}
    return [(figure, by_id[key]) for figure, key in rank(text, shelf.documents)]


def services(view: ArticleView) -> frozenset[str]:
    """The codes of its own and of those that its title or a way of asking names."""
    return frozenset({view.service_code} if view.service_code else ()) | _named("\n".join(head(view)))


@lru_cache(maxsize=1000)
def _named(lines: str) -> frozenset[str]:
    return frozenset().union(*(services_written(line) for line in lines.split("\n")))


def head(view: ArticleView) -> tuple[str, ...]:
    """The lines that ask for it."""
    return (view.title, *view.asked)


@lru_cache(maxsize=1)
def _rows() -> Any:
    """The statement that reads the fields of ArticleView, of every article and each of its versions."""
    version = ArticleVersion
    return (
        select(
            Article.id,
            Article.slug,
            Article.service_code,
            Service.name.label("service_name"),
            Article.state,
            version.number.label("version"),
            version.title,
            version.asked,
            version.summary,
            version.steps,
            version.note,
            version.source,
            version.source_url,
            version.source_date,
            version.reviewed_on,
            version.author,
            version.written_at,
            Article.updated_at,
        )
        .join(version, version.article_id == Article.id)
        .outerjoin(Service, Service.code == Article.service_code)
    )


def _view(row: Any) -> ArticleView:
    lines = {name: tuple(getattr(row, name).splitlines()) for name in ("asked", "steps")}
    return ArticleView(**{**row._mapping, **lines})
