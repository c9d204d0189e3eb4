"""The knowledge base as it is read: by address, by service, by what somebody asks."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store.articles import PUBLISHED, of_a_ticket, places
from ticket_store.errors import ArticleNotFound
from ticket_store.model import Article, ArticleVersion, KnowledgeGap, Service
from ticket_store.search import meaning
from ticket_store.search.naming import services_named, services_written, without_verbs
from ticket_store.search.ranking import Document, rank
from ticket_store.search.stems import terms
from ticket_store.views import ArticleView, GapView

# Measured (docs/knowledge.md): an article answers from here on, of about 1.7 that words and meaning make; a
# list of findings goes by the words alone and may hold less likely ones.
ANSWERS_FROM = 0.73
SOLVES_FROM = 0.8  # a problem told without a question
SURE_FROM = 0.95  # of what has another answer, too
WORDS = 0.7  # of the figure of the words, what counts beside the meaning
# A longer question says more that no line has, and is as sure: for each term beyond the usual ones.
USUAL, LONGEST, EACH = 4, 10, 0.04
BELONGS = 0.25  # more for an article that is preferred where the question is asked
AFTERWARDS = 0.2  # and for one of what was just done
BESIDE_FROM = 0.85  # of one that is preferred there, before another answer of ours
INSTEAD_FROM = 1.05  # before what was read as a wish or a value, and may be a question
# A short answer of a place that is less than sure has so many of the question's words, or is so much nearer
# than the next: one common word ("pessoa", "código") makes none.
SHARED, CLEAR = 2, 0.25
CLOSE = 0.06  # less than sure, and less than this nearer than the next: neither is said
AT_REST = "ticket"  # one is spoken of, and nothing is under way
AFTER = "after_"  # and this was done with it a moment ago: "after_cancel_ticket"
ANYWHERE = frozenset({"none", "open_ticket", AT_REST})  # an article of other places is of a question alone
LISTED_FROM = 0.4
FOUND_FROM = 0.6  # of the words alone: less is told to the editors


def articles(
    session: Session, *, service_code: str | None = None, all_states: bool = False
) -> list[ArticleView]:
    """In the order of their titles; those that are not published only with `all_states`."""
    return list(_shelf(session, service_code=service_code, all_states=all_states).views)


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
    shelf = _shelf(session, service_code=service_code, all_states=all_states)
    return [view for figure, view in _by_words(text, shelf)[:limit] if figure >= LISTED_FROM]


@dataclass(frozen=True)
class Place:
    """Where a question is asked. names: what is asked there and the flow under way. service: the code that it
    has. under_way: whether something is. at_rest: a ticket is spoken of and nothing is under way. In both no
    system but its own is meant unnamed."""

    names: frozenset[str] = frozenset()
    service: str | None = None
    under_way: bool = False
    at_rest: bool = False

    def has(self, view: ArticleView) -> bool:
        """Whether an article is preferred here."""
        return not self.names.isdisjoint(places().get(view.slug, ()))

    def bonus(self, view: ArticleView) -> float:
        """What an article that is preferred here has more, most of all one of what was just done."""
        here = self.names & places().get(view.slug, frozenset())
        return (BELONGS if here else 0.0) + AFTERWARDS * any(name.startswith(AFTER) for name in here)

    def shuts_out(self, view: ArticleView) -> bool:
        """Whether what an article says is only true elsewhere: of a question asked there, or of a ticket that
        is not registered yet."""
        own = places().get(view.slug, frozenset())
        if not own or not own.isdisjoint(self.names):
            return False
        return own.isdisjoint({"none", AT_REST} if self.at_rest else ANYWHERE)


NOWHERE = Place()


def answering_article(
    session: Session,
    *,
    text: str,
    message: str = "",
    sure: bool = False,
    place: Place = NOWHERE,
    of_a_place: bool = True,
) -> ArticleView | None:
    """The article that answers the question; None where nothing is near enough.

    A question that names services is only answered by an article that is of one of them, or names one.
    message: all of it, where the question is a part.
    sure: only one of how the desk works, that is nearer than is needed else.
    of_a_place: also one that belongs to a place of the conversation.
    """
    figure, view = _nearest(
        session,
        text,
        message,
        place,
        lambda view: not (sure and view.service_code) and (of_a_place or view.slug not in places()),
    )
    return view if figure >= (SURE_FROM if sure else ANSWERS_FROM) else None


def article_of_the_place(
    session: Session, *, text: str, message: str = "", place: Place, alone: bool = False
) -> tuple[ArticleView | None, float]:
    """The article that is nearest to the question, where it is preferred at the place, and its figure.

    message: all of it, where the question is a part. alone: also where one that is not preferred is nearer.
    """
    figure, view = _nearest(session, text, message, place, lambda view: place.has(view) or not alone)
    return (view, figure) if view and place.has(view) else (None, 0.0)


def _nearest(
    session: Session, text: str, message: str, place: Place, is_wanted: Callable[[ArticleView], bool]
) -> tuple[float, ArticleView | None]:
    """By the question alone or the whole message, whichever is nearer; of several, what is near by both."""
    named, shelf, message = services_named(text), _shelf(session), message or text
    bare = len(set(terms(text))) < SHARED  # "como recupera?": how a system is used is told beside it
    whole = {view.id: figure for figure, view in _ranked(message, shelf)}
    ranked = [
        (of_it + more, whole[view.id] + more, view)
        for figure, view in _ranked(text, shelf)
        for more in [place.bonus(view)]
        for of_it in [whole[view.id] if bare and view.slug not in places() else figure]
        if is_wanted(view) and _may_be_meant(view, named, place)
    ]
    ranked.sort(key=lambda found: (-found[0] - found[1], found[2].id))
    for at, (alone, beside, view) in enumerate(ranked):
        figure = max(alone, beside)
        others = (one for one in ranked[at + 1 :] if not _answers_the_same(view, one[2], place))
        near = max(next(others, (0.0, 0.0))[:2])
        least = min(INSTEAD_FROM, max(SURE_FROM, near + CLEAR))
        if view.slug not in places():
            resting = place.at_rest and view.service_code not in named
            unsure = view.service_code and (place.under_way or resting) and figure < SURE_FROM
            return (0.0, None) if unsure else (figure, view)
        if figure < _needed_here(view, text, place) or figure < min(SURE_FROM, near + CLOSE):
            return 0.0, None
        if figure >= least or _has_words(view, text) or _has_words(view, message):
            return figure, view
    return 0.0, None


def _answers_the_same(view: ArticleView, other: ArticleView, place: Place) -> bool:
    """Where a ticket is spoken of, it answers both: neither casts a doubt on the other."""
    answer = of_a_ticket().get(view.slug)
    return place.at_rest and answer is not None and answer == of_a_ticket().get(other.slug)


def _needed_here(view: ArticleView, text: str, place: Place) -> float:
    """Of an answer of some place: more where it is asked in one word, at rest, or in between elsewhere."""
    in_one_word = len(set(terms(text))) < SHARED
    if not place.has(view):
        if in_one_word:
            return INSTEAD_FROM
        return SURE_FROM if place.under_way or place.at_rest else ANSWERS_FROM
    if in_one_word:
        return SURE_FROM
    return BESIDE_FROM if place.at_rest else ANSWERS_FROM


def _has_words(view: ArticleView, text: str) -> bool:
    """Whether the title and the ways of asking have some of the question's words, or half of its few."""
    asked = set(terms(text))
    if not asked:
        return False
    own = frozenset().union(*(word for line in _head(view) for word in terms(line)))
    shared = sum(not own.isdisjoint(word) for word in asked)
    return shared >= SHARED or 2 * shared >= len(asked)


def _may_be_meant(view: ArticleView, named: frozenset[str], place: Place) -> bool:
    if place.shuts_out(view):
        return False
    in_between = place.under_way or place.at_rest
    if in_between and place.has(view):
        return True  # what the conversation is asked may name the system that it is about
    if view.service_code and in_between and view.service_code not in named | {place.service}:
        return False
    return not named or bool(named & _services(view))


def is_found(session: Session, *, text: str) -> bool:
    """Whether an article has most of the question's words: for a page, which loads no vectors."""
    named = services_named(text)
    return any(
        figure >= FOUND_FROM and (not named or named & _services(view))
        for figure, view in _by_words(without_verbs(text), _shelf(session))
    )


def solving_article(session: Session, *, text: str, service_code: str) -> ArticleView | None:
    """The article of that service, or that names it, which solves the problem; None where none is near."""
    shelf = _shelf(session)
    if not any(service_code in _services(view) for view in shelf.views):
        return None
    figure, view = _ranked(text, shelf)[0]
    return view if figure >= SOLVES_FROM and service_code in _services(view) else None


def prepare_answers(session: Session) -> None:
    """Learns what the articles are asked by, which takes seconds: the first question need not wait for it."""
    meaning.prepare(_shelf(session).lines)


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
class _Shelf:
    """Articles, as they are shown and as they are looked through; the same one while they say the same."""

    views: tuple[ArticleView, ...]
    lines: meaning.Lines
    documents: tuple[Document, ...]


def _shelf(session: Session, *, service_code: str | None = None, all_states: bool = False) -> _Shelf:
    rows = _rows().where(ArticleVersion.number == Article.version)
    if not all_states:
        rows = rows.where(Article.state == PUBLISHED)
    if service_code is not None:
        rows = rows.where(Article.service_code == service_code)
    return _arranged(tuple(session.execute(rows.order_by(ArticleVersion.title, Article.id))))


@lru_cache(maxsize=8)
def _arranged(rows: tuple[Any, ...]) -> _Shelf:
    """Once for as long as they say the same, whatever database they are of."""
    views = tuple(map(_view, rows))
    lines = tuple((view.id, _head(view)) for view in sorted(views, key=lambda view: view.id))
    return _Shelf(views, lines, tuple(map(_document, views)))


def _document(view: ArticleView) -> Document:
    body = "\n".join((view.service_name or "", view.summary, *view.steps, view.note))
    return Document(view.id, _head(view), body)


@lru_cache(maxsize=8)
def _ranked(text: str, shelf: _Shelf) -> tuple[tuple[float, ArticleView], ...]:
    """How many of the question's words each has (0 to 1) and how near it is in meaning (about 0 to 1). Kept
    for the same message, which is looked up at its place and then in general."""
    asked = without_verbs(text)
    words = {view.id: figure for figure, view in _by_words(asked, shelf)}
    near = meaning.figures(asked, shelf.lines)
    long = EACH * max(0, min(len(terms(asked)), LONGEST) - USUAL)
    ranked = [(WORDS * words.get(view.id, 0.0) + near.get(view.id, 0.0) + long, view) for view in shelf.views]
    return tuple(sorted(ranked, key=lambda found: (-found[0], found[1].id)))


def _by_words(text: str, shelf: _Shelf) -> list[tuple[float, ArticleView]]:
    by_id = {view.id: view for view in shelf.views}
    return [(figure, by_id[key]) for figure, key in rank(text, shelf.documents)]


def _services(view: ArticleView) -> frozenset[str]:
    return frozenset({view.service_code} if view.service_code else ()) | _named("\n".join(_head(view)))


@lru_cache(maxsize=1000)
def _named(head: str) -> frozenset[str]:
    return frozenset().union(*(services_written(line) for line in head.split("\n")))


def _head(view: ArticleView) -> tuple[str, ...]:
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
