"""The page on which what our mails say is written: seen as mail, sent to oneself, and what failed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from fastapi.responses import HTMLResponse, Response
from markupsafe import escape

from portal.desk import names
from portal.desk.setting_fields import Field, Page
from ticket_store import accounts, errors, outbox
from ticket_store.administration import mail_templates
from ticket_store.administration.mail_templates import PARTS, check
from ticket_store.mails.chosen import failure
from ticket_store.mails.rendering import KINDS
from ticket_store.mails.samples import sample

# Nothing runs in it, nothing is loaded, and it leads nowhere.
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'; sandbox"
REFUSED = '<!doctype html><html lang="pt-BR"><title>Sem e-mail</title><p>Não dá para mostrar: {}</p></html>'

PAGE = Page(
    mail_templates.MAIL,
    "modelos",
    "Modelos de e-mail",
    "modelo",
    "Vale para os e-mails que saírem daqui em diante. Se um modelo falhar na hora de escrever, sai o que "
    "veio com o programa, e a falha aparece aqui. Voltar à versão 1 volta ao que veio.",
    (
        Field("subject", "Assunto", most=300),
        Field("text", "Só texto", "source", "Para quem lê sem formatação.", most=mail_templates.LONGEST),
        Field("html", "Formatado", "source", "HTML simples, sem imagens.", most=mail_templates.LONGEST),
    ),
    fixed=True,
    called=names.MESSAGE_KIND,
    more="desk/_mail_template.html",
)


def more(session: Any, code: str, portal_url: str) -> dict[str, Any]:
    """What stands beside the form: the names that may be used, each with an example, and what failed."""
    told = {name: value for name, value in sample(code, portal_url).items() if value not in (None, [], False)}
    return {
        "known": [(name, str(value)[:80]) for name, value in told.items()],
        "failed": failure(session, code),
    }


def seen(code: str, typed: Mapping[str, Any], portal_url: str, worded: Any) -> Response:
    """The mail as it would arrive, with sample data. worded: a refusal in words. Raises SettingNotFound."""
    if code not in KINDS:
        raise errors.SettingNotFound
    try:
        sources = {part: str(typed.get(part) or "").replace("\r\n", "\n") for part in PARTS}
        page = check(code, sources, sample(code, portal_url)).html
    except errors.SettingRefused as refused:
        page = REFUSED.format(escape(worded(refused)[1]))
    return HTMLResponse(page, headers={"Content-Security-Policy": MAIL_POLICY})


def send_trial(session: Any, code: str, typed: Mapping[str, Any], *, agent_id: int, now: datetime) -> None:
    """To who asks, and nobody else."""
    to = accounts.get_agent(session, agent_id=agent_id).email
    payload = {"of": code, "sources": {part: typed[part] for part in PARTS}}
    outbox.enqueue(session, kind=outbox.MAIL_TRIAL, to=to, payload=payload, now=now)
    accounts.audit(session, agent_id=agent_id, action="mail_tried", target=f"{PAGE.kind}:{code}", now=now)
