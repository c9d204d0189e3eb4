"""The reads. None of them writes, so a GET may call any."""

from ticket_store.queries.conversations import (
    active_handoff,
    chat_grades,
    live_messages,
    live_queue,
    place_in_queue,
    review_queue,
)
from ticket_store.queries.dashboard import dashboard
from ticket_store.queries.desk import (
    agents,
    canned_solutions,
    changes_since,
    deadlines,
    desk_ticket,
    newest_event_id,
    services,
    teams,
)
from ticket_store.queries.knowledge import (
    answering_article,
    article,
    article_version,
    article_versions,
    articles,
    gaps,
    prepare_answers,
    search_articles,
    solving_article,
)
from ticket_store.queries.paging import page_tickets
from ticket_store.queries.past_chats import attending
from ticket_store.queries.personal_data import due_erasures, running_erasure
from ticket_store.queries.requester import (
    active_incident,
    active_incidents,
    attachments,
    find_ticket,
    history,
    link_reading_noted,
    link_readings,
    linked_ticket,
    list_tickets,
    requester_preferences,
    similar_open_tickets,
)
from ticket_store.queries.search import passages, search

__all__ = [
    "active_handoff",
    "active_incident",
    "active_incidents",
    "agents",
    "answering_article",
    "article",
    "article_version",
    "article_versions",
    "articles",
    "attachments",
    "attending",
    "canned_solutions",
    "changes_since",
    "chat_grades",
    "dashboard",
    "deadlines",
    "desk_ticket",
    "due_erasures",
    "find_ticket",
    "gaps",
    "history",
    "link_reading_noted",
    "link_readings",
    "linked_ticket",
    "list_tickets",
    "live_messages",
    "live_queue",
    "newest_event_id",
    "page_tickets",
    "passages",
    "place_in_queue",
    "prepare_answers",
    "requester_preferences",
    "review_queue",
    "running_erasure",
    "search",
    "search_articles",
    "services",
    "similar_open_tickets",
    "solving_article",
    "teams",
]
