"""What the templates may use, from one row of the outbox: links signed, times in words, all names given."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from ticket_store import lifecycle, links
from ticket_store.mails import bell_words, report_words
from ticket_store.mails.wording import STATUS, excerpt, in_words, one_line
from ticket_store.notices import TO_TEAM
from ticket_store.views import OutboxItem

# A reply to these reaches the ticket; the others have nobody behind them.
REPLIABLE = frozenset(
    {
        *("registered", "forwarded", "answered", "waiting_on_requester", "resolved", "reopened"),
        *("assistant_reply", "ticket_status", "letter_notice", "address_confirmed"),
    }
)
ANSWERS = frozenset({"assistant_reply", "letter_notice"})
# Read by somebody who may see the ticket no more.
TO_STRANGER = frozenset({"address_replaced"})
# To whoever works at the desk, about his own account.
ACCOUNT = frozenset({"password_reset", "password_changed", "report", "bell_digest"})
OF_DATA = frozenset({"data_copy", "erasure_asked", "data_erased"})
DEADLINES = {"first_response": "primeira resposta", "resolution": "solução"}
NAME_LIMIT = 80
TOLD = "O que você contou"
TOLD_UNPROVEN = "Começo do que escreveu quem informou este e-mail (não é da CSS nem foi confirmado)"


@dataclass(frozen=True)
class Site:
    """Where links lead and what signs them; portal_url has no trailing slash.

    replies_read: whether inbound_mail runs; no mail asks to be answered otherwise.
    """

    portal_url: str
    secret: str
    replies_read: bool = True

    def link(self, path: str, purpose: str, data: dict[str, Any]) -> str:
        return f"{self.portal_url}/{path}/{links.sign(purpose, data, self.secret)}"


def values_for(item: OutboxItem, site: Site) -> dict[str, Any]:
    """Every name the templates know; None for what this row does not have."""
    given = item.payload
    number = given.get("number")
    to_team = item.kind in TO_TEAM
    unproven = given.get("unproven", False)
    own = excerpt if unproven else str
    return {
        "portal_url": site.portal_url,
        "opening_url": f"{site.portal_url}/abrir?servico={quote(given.get('service_code') or '')}",
        "number": number,
        "name": one_line(given.get("requester_name") or "", NAME_LIMIT) or None,
        "service": given.get("service_name"),
        "description": own(given["description"]) if given.get("description") else None,
        "told": TOLD_UNPROVEN if unproven else TOLD,
        "reason_told": TOLD_UNPROVEN if unproven else "Motivo",
        "priority": given.get("priority_name"),
        "status": STATUS.get(given.get("status") or ""),
        "finished": given.get("status") in lifecycle.FINISHED,
        "waiting": given.get("status") == "waiting_on_requester",
        "team": given.get("team_name"),
        "opened_in_words": _moment(given.get("opened_at")),
        "due_in_words": _moment(given.get("due_at")),
        "closes_in_words": _moment(given.get("closes_at")),
        "deadline_name": DEADLINES.get(given.get("deadline") or ""),
        "text": own(given["text"]) if given.get("text") else None,
        "author": given.get("author_name") or given.get("agent_name") or "Central de Serviços Serpro",
        "duplicate_of": given.get("duplicate_of"),
        "title": given.get("title"),
        "over": given.get("over"),
        "code": given.get("code"),
        "minutes": given.get("minutes"),
        "on_page": given.get("on_page", False),
        "reason": given.get("reason"),
        "protocol": given.get("protocol"),
        "data": given.get("data"),
        "refused_files": given.get("refused_files") or [],
        "lines": given.get("lines") or [],
        "news": bell_words.in_words(given.get("news") or [], site.portal_url),
        "news_count": len(given.get("news") or []) + given.get("more", 0),
        "more": given.get("more", 0),
        "report": report_words.in_words(given["report"], site.portal_url) if given.get("report") else None,
        "updated_in_words": _moment(given.get("updated_at")),
        "consult_url": site.link("consulta", links.CONSULT, {"number": number, "key": item.link_key})
        if item.link_key and not to_team and item.kind not in TO_STRANGER
        else None,
        "survey_url": _survey(item, site) if item.kind == "resolved" and item.channel == "mail" else None,
        "desk_url": f"{site.portal_url}/atendimento/acionamentos/{number}" if to_team else None,
        "reset_url": f"{site.portal_url}/atendimento/senha/nova/{given['token']}"
        if given.get("token")
        else None,
        "unsubscribe_url": unsubscribe_url(item, site),
        "can_reply": site.replies_read and item.kind in REPLIABLE,
        "why": _why(item),
    }


def unsubscribe_url(item: OutboxItem, site: Site) -> str | None:
    """Only for what its reader can do without."""
    if item.payload.get("essential", True):
        return None
    return site.link("descadastro", links.UNSUBSCRIBE, {"email": item.to})


def _survey(item: OutboxItem, site: Site) -> str:
    given = item.payload
    bound = {"number": given["number"], "key": item.link_key, "resolution": given["resolution"]}
    return site.link("pesquisa", links.SURVEY, bound)


def _moment(iso: str | None) -> str | None:
    return in_words(datetime.fromisoformat(iso)) if iso else None


def _why(item: OutboxItem) -> str:
    if item.kind == "one_time_code":
        return "alguém pediu um código para este endereço"
    if item.kind in ACCOUNT:
        return "você tem conta na mesa de atendimento"
    if item.kind == "chat_transcript":
        return "você pediu a cópia da conversa e confirmou este endereço"
    if item.kind == "incident_update":
        return "você pediu para acompanhar este incidente"
    if item.kind in OF_DATA:
        return "este endereço pediu os seus dados ou que fossem apagados"
    if item.kind in TO_STRANGER:
        return "este endereço era o do acionamento"
    if item.kind in ANSWERS:
        return "recebemos uma mensagem com este endereço"
    return (
        "a sua equipe cuida deste acionamento"
        if item.kind in TO_TEAM
        else "este endereço foi informado no acionamento"
    )
