"""`/caixa`, development only: the mails that dev_inbox kept on disk, so that a newcomer sees his code."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timezone
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from fastapi import APIRouter, HTTPException, Request
from fastapi.responses import HTMLResponse, Response

from portal.pages import page

router = APIRouter(prefix="/caixa")

NAME = re.compile(r"\d{10,20}-[0-9a-f]{8}")
SHOWN = 200
# The mail is somebody else's HTML: no script, no request, links only into a new tab.
MAIL_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; "
    "sandbox allow-popups allow-popups-to-escape-sandbox"
)


@dataclass(frozen=True)
class Mail:
    """One kept mail; `html` and `text` are None where it has no such part."""

    name: str
    received: datetime
    sender: str
    to: str
    subject: str
    text: str | None
    html: str | None


def _read(path: Path) -> Mail:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    assert isinstance(message, EmailMessage)
    return Mail(
        name=path.stem,
        received=datetime.fromtimestamp(int(path.stem.split("-")[0]) / 1e9, timezone.utc),
        sender=str(message["From"] or ""),
        to=str(message["X-Envelope-To"] or message["To"] or ""),
        subject=str(message["Subject"] or "(sem assunto)"),
        text=_part(message, "plain"),
        html=_part(message, "html"),
    )


def _part(message: EmailMessage, kind: str) -> str | None:
    part = message.get_body(preferencelist=(kind,))
    return part.get_content() if part is not None else None


def _find(request: Request, name: str) -> Mail:
    path = request.app.state.config.inbox_dir / f"{name}.eml"
    if not NAME.fullmatch(name) or not path.is_file():
        raise HTTPException(404)
    return _read(path)


@router.get("")
def list_mails(request: Request) -> Response:
    paths = sorted(request.app.state.config.inbox_dir.glob("*.eml"), reverse=True)
    mails = [_read(path) for path in paths[:SHOWN] if NAME.fullmatch(path.stem)]
    return page(request, "inbox/list.html", mails=mails, total=len(paths))


@router.get("/{name}")
def read_mail(request: Request, name: str) -> Response:
    return page(request, "inbox/mail.html", mail=_find(request, name))


@router.get("/{name}/html")
def mail_html(request: Request, name: str) -> Response:
    mail = _find(request, name)
    if mail.html is None:
        raise HTTPException(404)
    body, found = re.subn(r"(<head[^>]*>)", r'\1<base target="_blank">', mail.html, count=1, flags=re.I)
    if not found:
        body = f'<base target="_blank">{mail.html}'
    return HTMLResponse(body, headers={"Content-Security-Policy": MAIL_POLICY})
