"""A made-up row of the outbox for every kind of mail: for the page's preview and the tests."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from ticket_store.mails.values import Site, values_for
from ticket_store.views import OutboxItem

KEY = "chave-do-acionamento"
WITHOUT_TICKET = {
    *("one_time_code", "chat_transcript", "incident_update", "assistant_reply"),
    *("password_reset", "password_changed", "report", "bell_digest"),
    *("data_copy", "erasure_asked", "data_erased"),
}
FACTS: dict[str, Any] = {
    "number": "2026-0001234",
    "service_name": "SIAFI",
    "description": "Não consigo emitir a ordem bancária desde ontem.",
    "status": "in_progress",
    "priority_name": "Alta",
    "team_name": "Sistemas financeiros e orçamentários",
    "email": "ana@x.gov.br",
    "requester_name": "Ana Conceição",
    "opened_at": "2026-07-24T17:30:00+00:00",
    "due_at": "2026-07-27T12:00:00+00:00",
    "resolution": 1,
    "closes_at": None,
    "text": None,
    "author_name": None,
    "essential": True,
}
LINE: dict[str, Any] = {
    "code": "", "name": "", "opened": 12, "solved": 10, "answer_median": 2700.0, "solution_median": 13500.0,
    "solution_p90": 176400.0, "answer_p90": 9000.0,
    "answer_business_median": 1800.0, "answer_business_p90": 5400.0, "solution_business_median": 12600.0,
    "solution_business_p90": 54000.0, "compliance": 0.9, "reopened": 1, "satisfaction": 4.25,
}  # fmt: skip
SAID = "A rotina foi corrigida.\nSaia do sistema e entre de novo."
PAYLOADS: dict[str, dict[str, Any]] = {
    "registered": FACTS | {"status": "new"},
    "forwarded": FACTS | {"essential": False},
    "answered": FACTS | {"text": SAID, "author_name": "Bruno Araújo"},
    "waiting_on_requester": FACTS
    | {"text": "Qual é a unidade gestora?", "author_name": "Bruno Araújo", "due_at": None},
    "resolved": FACTS
    | {"text": SAID, "author_name": "Bruno Araújo", "due_at": None, "closes_at": "2026-08-03T17:30:00+00:00"},
    "reopened": FACTS | {"text": "O erro voltou."},
    "closed": FACTS | {"due_at": None, "essential": False},
    "cancelled": FACTS | {"text": "Não preciso mais.", "due_at": None},
    "deadline_warning": FACTS | {"deadline": "resolution"},
    "deadline_breach": FACTS | {"deadline": "first_response"},
    "one_time_code": {"code": "402913", "minutes": 10},
    "password_reset": {"token": "segredo-do-link", "minutes": 30, "requester_name": "Bruno Araújo"},
    "password_changed": {"requester_name": "Bruno Araújo", "opened_at": "2026-07-24T17:30:00+00:00"},
    "bell_digest": {
        "requester_name": "Bruno Araújo",
        "news": [
            {
                "kinds": ["comment", "deadline_warning"],
                "number": "2026-0001234",
                "service_name": "SIAFI <novo>",
                "handoff_id": None,
            },
            {"kinds": ["live_message"], "number": None, "service_name": "", "handoff_id": 7},
        ],
        "more": 0,
    },
    "report": {
        "requester_name": "Sílvia Prado",
        "report": {
            "first": "2026-07-13",
            "last": "2026-07-19",
            "by": "team",
            "chosen": {"channel": "web"},
            "only": {"channel": "web"},
            "total": LINE,
            "before": dict.fromkeys(LINE) | {"opened": 0, "solved": 0, "reopened": 0},
            "lines": [LINE | {"code": "people", "name": "Sistemas de <gestão> de pessoas"}],
        },
    },
    "chat_transcript": {
        "lines": [
            {"who": "Você", "at": "24/07/2026 14h30", "text": "O SIAFI não abre."},
            {
                "who": "Assistente",
                "at": "24/07/2026 14h31",
                "text": "Qual é o <erro>?\nDiga com suas palavras.",
            },
        ]
    },
    "incident_update": {
        "title": "SIAFI fora do ar",
        "text": "O serviço voltou às 10h.",
        "service_code": "siafi",
        "service_name": "SIAFI",
        "over": True,
        "email": "ana@x.gov.br",
        "essential": False,
    },
    "assistant_reply": {
        "text": "Qual é o sistema?",
        "conversation_id": "mail-0123456789abcdef",
        "refused_files": [{"name": "programa.exe", "why": "type"}],
    },
    "ticket_status": FACTS | {"updated_at": "2026-07-24T18:30:00+00:00"},
    "address_confirmed": FACTS,
    "address_replaced": {"number": "2026-0001234", "essential": True},
    "data_copy": {
        "data": {
            "email": "ana@x.gov.br",
            "name": "Ana Conceição",
            "optional_mail": True,
            "made_at": "2026-07-24T17:30:00+00:00",
            "browsers_notified_since": [],
            "notes_of_attendants": [
                {
                    "at": "2026-07-24T17:30:00+00:00",
                    "changed_at": "2026-07-24T17:30:00+00:00",
                    "text": "Prefere que se ligue à tarde.",
                }
            ],
            "mail_came_back": None,
            "drafts": [],
            "conversations": [],
            "talks_with_attendants": [],
            "followed_incidents": [],
            "letters_read_by_people": [],
            "mails_sent": [{"kind": "registered", "at": "2026-07-24T17:30:00+00:00"}],
            "tickets": [
                {
                    "number": "2026-0001234",
                    "status": "resolved",
                    "service": "siafi",
                    "description": "Não consigo emitir <a ordem>.",
                    "opened_at": "2026-07-24T17:30:00+00:00",
                    "solution": SAID,
                    "history": [
                        {
                            "at": "2026-07-24T17:30:00+00:00",
                            "kind": "comment",
                            "by": "requester",
                            "text": "Oi",
                        }
                    ],
                    "read_by_link": [],
                    "ratings": [],
                    "attachments": [],
                }
            ],
        },
        "essential": True,
    },
    "erasure_asked": {"protocol": "a1b2c3d4e5f6", "due_at": "2026-07-26T17:30:00+00:00", "essential": True},
    "data_erased": {"protocol": "a1b2c3d4e5f6", "essential": True},
    "letter_notice": {"number": "2026-0001234", "reason": "unconfirmed"},
}


def row(
    kind: str,
    *,
    channel: str = "mail",
    to: str = "ana@x.gov.br",
    thread_uid: str | None = None,
    **payload: Any,
) -> OutboxItem:
    return OutboxItem(
        id=7,
        uid="0123abcd",
        kind=kind,
        channel=channel,
        to=to,
        payload=PAYLOADS.get(kind, {}) | payload,
        state="queued",
        attempts=1,
        created_at=datetime(2026, 7, 24, 17, 30, tzinfo=UTC),
        ticket_number=None,
        conversation_id=None,
        thread_uid=thread_uid,
        link_key=None if kind in WITHOUT_TICKET else KEY,
        last_error=None,
    )


def sample(kind: str, portal_url: str) -> dict[str, Any]:
    """What the templates of a kind may use, about nobody; its links open nothing: not our key signs them."""
    return values_for(row(kind), Site(portal_url, "amostra"))
