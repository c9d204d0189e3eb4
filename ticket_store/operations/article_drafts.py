"""A draft of an article from what solved a ticket: nobody's data in it, and an editor reads it first."""

import re
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store.articles import DRAFT, ArticleText
from ticket_store.auditing import audit
from ticket_store.errors import IncompleteArticle
from ticket_store.masking import mask
from ticket_store.model import Article, AuditEntry, Ticket
from ticket_store.operations.articles import LIMITS, write_article
from ticket_store.operations.recording import locked
from ticket_store.search.words import fold

ACTION = "article_drafted"
NAME = "[NOME]"
SHORTEST_NAME = 3
_WORD = re.compile(r"\w+")
_NUMBERED = re.compile(r"^\s*(?:\d{1,2}\s*[.)ºª-]|[-*•])\s*")


def draft_article(
    session: Session, *, ticket_number: str, author: str, agent_id: int | None, now: datetime
) -> Article:
    """Of the service, with the solution as its text; the same draft again for the same solution.

    Without a source, so it cannot be published as it is. Raises TicketNotFound, IncompleteArticle("summary")
    where the ticket has no solution.
    """
    ticket = locked(session, ticket_number)
    if not ticket.solution:
        raise IncompleteArticle("summary")
    if (made := _made(session, ticket)) is not None:
        return made
    problem, solution = _nobodys(ticket, ticket.description), _nobodys(ticket, ticket.solution)
    title = _nobodys(ticket, ticket.title or "") or problem
    first, *rest = [line for line in map(_bare, solution.splitlines()) if line] or [""]
    text = ArticleText(
        title=_short(title, LIMITS["title"]),
        asked=_short(problem, 300),
        summary=first[: LIMITS["summary"]],
        steps="\n".join(rest)[: LIMITS["steps"]],
        note="",
        source="",
        source_url="",
        source_date="",
        reviewed_on=now.date(),
    )
    article = write_article(
        session,
        text=text,
        service_code=ticket.service_code,
        state=DRAFT,
        author=author,
        agent_id=agent_id,
        now=now,
    )
    data = {"article": article.id, "resolution": ticket.resolution_count}
    audit(session, agent_id=agent_id, action=ACTION, target=_target(ticket), now=now, data=data)
    return article


def _made(session: Session, ticket: Ticket) -> Article | None:
    """The one that this solution has already been made into."""
    entries = session.scalars(
        select(AuditEntry).where(AuditEntry.action == ACTION, AuditEntry.target == _target(ticket))
    )
    made = [one.data["article"] for one in entries if one.data["resolution"] == ticket.resolution_count]
    return session.get(Article, made[0]) if made else None


def _target(ticket: Ticket) -> str:
    return f"ticket:{ticket.number}"


def _nobodys(ticket: Ticket, text: str) -> str:
    """Without the addresses, documents, numbers and secrets of anybody, and the name of who asked."""
    names = {fold(one) for one in _WORD.findall(ticket.requester.name or "") if len(one) >= SHORTEST_NAME}
    masked = _WORD.sub(lambda found: NAME if fold(found[0]) in names else found[0], mask(text))
    return masked.strip()


def _bare(line: str) -> str:
    """A step without its number."""
    return _NUMBERED.sub("", line).strip()


def _short(text: str, longest: int) -> str:
    """The first line, whole words."""
    line = next((one.strip() for one in text.splitlines() if one.strip()), "")
    return line if len(line) <= longest else line[:longest].rsplit(" ", 1)[0]
