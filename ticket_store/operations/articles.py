"""Writing the knowledge base: a new article, a new version of one, another state."""

import re
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store.articles import DRAFT, STATES, ArticleText, add_version, text_of
from ticket_store.auditing import audit
from ticket_store.errors import ArticleChanged, ArticleNotFound, IncompleteArticle, UnknownService
from ticket_store.model import Article, ArticleVersion, Service
from ticket_store.search.words import pieces

LIMITS = {
    "title": 150,
    "asked": 4000,
    "summary": 4000,
    "steps": 8000,
    "note": 4000,
    "source": 200,
    "source_url": 500,
}
NEEDED = ("title", "summary", "source", "source_url")
NEEDED_IN_A_DRAFT = ("title", "summary")  # its source may be found later; without one it is not published
_ADDRESS = re.compile(r"https?://[^\s/]+\.[^\s]+")
_DATED = re.compile(r"(\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?)?")
_SLUG = 72


def write_article(
    session: Session,
    *,
    text: ArticleText,
    service_code: str | None,
    state: str,
    author: str,
    agent_id: int | None,
    now: datetime,
) -> Article:
    """Raises IncompleteArticle, UnknownService."""
    checked = _checked(session, text, service_code, state, now.date())
    article = Article(
        slug=_free_slug(session, checked.title),
        service_code=service_code,
        state=state,
        version=0,
        created_at=now,
        updated_at=now,
    )
    add_version(article, checked, author=author, agent_id=agent_id, now=now)
    session.add(article)
    session.flush()
    _audit(session, article, "article_written", agent_id, now)
    return article


def edit_article(
    session: Session,
    *,
    article_id: int,
    seen: int,
    text: ArticleText,
    service_code: str | None,
    state: str,
    author: str,
    agent_id: int | None,
    now: datetime,
) -> Article:
    """A new version where the words differ. `seen`: the version that the editor had before him.

    Raises ArticleNotFound, ArticleChanged (somebody wrote meanwhile), IncompleteArticle, UnknownService.
    """
    article = session.get(Article, article_id, with_for_update={"of": Article}, populate_existing=True)
    if article is None:
        raise ArticleNotFound
    if article.version != seen:
        raise ArticleChanged(article.version)
    checked = _checked(session, text, service_code, state, now.date())
    current = session.scalar(
        select(ArticleVersion).where(
            ArticleVersion.article_id == article.id, ArticleVersion.number == article.version
        )
    )
    if current is None or text_of(current) != checked:
        add_version(article, checked, author=author, agent_id=agent_id, now=now)
    article.service_code, article.state, article.updated_at = service_code, state, now
    session.flush()
    _audit(session, article, "article_edited", agent_id, now)
    return article


def _checked(
    session: Session, text: ArticleText, service_code: str | None, state: str, today: date
) -> ArticleText:
    """The text tidied: no edges, no empty lines in the lists."""
    tidy = {name: getattr(text, name).replace("\x00", "").replace("\r", "").strip() for name in LIMITS}
    for name in ("asked", "steps"):
        tidy[name] = "\n".join(line.strip() for line in tidy[name].split("\n") if line.strip())
    dated = text.source_date.strip()
    wrong = [name for name, limit in LIMITS.items() if len(tidy[name]) > limit]
    wrong += [name for name in (NEEDED_IN_A_DRAFT if state == DRAFT else NEEDED) if not tidy[name]]
    if tidy["source_url"] and not _ADDRESS.fullmatch(tidy["source_url"]):
        wrong.append("source_url")
    if not _DATED.fullmatch(dated):
        wrong.append("source_date")
    if text.reviewed_on > today:
        wrong.append("reviewed_on")
    if state not in STATES:
        wrong.append("state")
    if wrong:
        raise IncompleteArticle(*dict.fromkeys(wrong))
    if service_code is not None and session.get(Service, service_code) is None:
        raise UnknownService(service_code)
    return ArticleText(**tidy, source_date=dated, reviewed_on=text.reviewed_on)


def _free_slug(session: Session, title: str) -> str:
    wanted = "-".join(pieces(title))[:_SLUG].strip("-") or "artigo"
    taken = set(session.scalars(select(Article.slug).where(Article.slug.startswith(wanted))))
    free = (wanted, *(f"{wanted}-{n}" for n in range(2, len(taken) + 3)))
    return next(slug for slug in free if slug not in taken)


def _audit(session: Session, article: Article, action: str, agent_id: int | None, now: datetime) -> None:
    data = {"version": article.version, "state": article.state}
    audit(session, agent_id=agent_id, action=action, target=f"article:{article.id}", now=now, data=data)
