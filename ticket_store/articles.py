"""The articles that come with the program, and what an article says.

articles.yml tells of systems and of how the desk works; articles_at_a_place/ answers what people ask of the
conversation itself, where they are asked something.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml
from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store.model import Article, ArticleVersion

_HERE = Path(__file__).parent
ARTICLES, AT_A_PLACE = _HERE / "articles.yml", _HERE / "articles_at_a_place"
ASKED = _HERE / "ways_of_asking"
DRAFT, PUBLISHED, _ = STATES = ("draft", "published", "retired")
TEXTS = ("title", "asked", "summary", "steps", "note", "source", "source_url", "source_date", "reviewed_on")


@dataclass(frozen=True)
class ArticleText:
    """asked: other ways in which people ask for it; with steps, one a line. note: said after the steps.

    source_date: "2025", "2025-06" or "2025-06-04", as far as the source dates itself; else "".
    """

    title: str
    asked: str
    summary: str
    steps: str
    note: str
    source: str
    source_url: str
    source_date: str
    reviewed_on: date


@dataclass(frozen=True)
class Seed:
    """places: the questions and flows under way where it is preferred ("code", "open_ticket"); often none.
    of_ticket: the answer about the ticket that is spoken of, where one is (actions/ticket_answers.py).
    of_system: the flow that answers it of a system, where one is named or under way."""

    slug: str
    service: str | None
    text: ArticleText
    places: frozenset[str] = frozenset()
    of_ticket: str | None = None
    of_system: str | None = None


@dataclass(frozen=True)
class Seeds:
    author: str
    articles: tuple[Seed, ...]


@lru_cache(maxsize=1)
def load() -> Seeds:
    """Raises ValueError when an address is used twice."""
    desk, of_all = _read(ARTICLES), _read(AT_A_PLACE / "all.yml")
    at_a_place = [one for path in sorted(AT_A_PLACE.glob("at_*.yml")) for one in _read(path)]
    seeds = (
        *(_seed({**desk["all"], **one}) for one in desk["articles"]),
        *(_seed({**of_all, **one}) for one in at_a_place),
    )
    if len({seed.slug for seed in seeds}) != len(seeds):
        raise ValueError("an article's address is used twice")
    return Seeds(desk["author"], seeds)


@lru_cache(maxsize=1)
def places() -> Mapping[str, frozenset[str]]:
    """By its address, where an article is preferred; those that are nowhere are left out."""
    return {seed.slug: seed.places for seed in load().articles if seed.places}


@lru_cache(maxsize=1)
def of_a_ticket() -> Mapping[str, str]:
    """By its address, the answer that knows the ticket; those without one are left out."""
    return {seed.slug: seed.of_ticket for seed in load().articles if seed.of_ticket}


@lru_cache(maxsize=1)
def of_a_system() -> Mapping[str, str]:
    """By its address, the flow that knows how the system is; those without one are left out."""
    return {seed.slug: seed.of_system for seed in load().articles if seed.of_system}


@lru_cache(maxsize=1)
def ways_of_asking() -> Mapping[str, tuple[str, ...]]:
    """By its address, more lines in which people ask for a short answer than the desk need see."""
    read = [_read(path) for path in sorted(ASKED.glob("at_*.yml"))]
    return {slug: tuple(lines) for each in read for slug, lines in each.items()}


def _read(path: Path) -> Any:
    return yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)


def _seed(raw: dict[str, Any]) -> Seed:
    text = ArticleText(
        title=raw["title"],
        asked="\n".join(raw["asked"]),
        summary=raw["summary"].strip(),
        steps="\n".join(raw.get("steps", ())),
        note=raw.get("note", "").strip(),
        source=raw["source"],
        source_url=raw["source_url"],
        source_date=str(raw.get("source_date", "")),
        reviewed_on=raw["reviewed_on"],
    )
    places = frozenset(raw.get("places", ()))
    return Seed(raw["slug"], raw.get("service"), text, places, raw.get("of_ticket"), raw.get("of_system"))


def sync(session: Session, seeds: Seeds) -> None:
    """Adds what is missing, and a version where the file says something new.

    What the desk has edited or retired stays as the desk left it.
    """
    known = {article.slug: article for article in session.scalars(select(Article))}
    newest = _newest(session, [article.id for article in known.values()])
    for seed in seeds.articles:
        at = datetime.combine(seed.text.reviewed_on, time(), UTC)
        article = known.get(seed.slug)
        if article is None:
            article = Article(
                slug=seed.slug,
                service_code=seed.service,
                state=PUBLISHED,
                version=0,
                created_at=at,
                updated_at=at,
            )
            session.add(article)
        elif newest[article.id].agent_id is not None or text_of(newest[article.id]) == seed.text:
            continue
        add_version(article, seed.text, author=seeds.author, agent_id=None, now=at)
    session.flush()


def add_version(
    article: Article, text: ArticleText, *, author: str, agent_id: int | None, now: datetime
) -> None:
    article.version += 1
    article.updated_at = now
    article.versions.append(
        ArticleVersion(
            number=article.version,
            author=author,
            agent_id=agent_id,
            written_at=now,
            **{name: getattr(text, name) for name in TEXTS},
        )
    )


def text_of(version: ArticleVersion) -> ArticleText:
    return ArticleText(**{name: getattr(version, name) for name in TEXTS})


def _newest(session: Session, ids: Sequence[int]) -> dict[int, ArticleVersion]:
    rows = select(ArticleVersion).join(Article, Article.id == ArticleVersion.article_id)
    rows = rows.where(Article.id.in_(ids), ArticleVersion.number == Article.version)
    return {version.article_id: version for version in session.scalars(rows)}
