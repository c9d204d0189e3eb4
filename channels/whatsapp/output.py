"""What the bot says, in WhatsApp's measures; what cannot be said now is kept and said when it can."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from channels.core.messenger_api import NotNow, Refused, Unreachable
from channels.core.messenger_output import OwingOutput
from channels.core.output import BotMessage, Button
from channels.core.texts import split
from channels.whatsapp.graph_api import GraphApi, WindowClosed
from channels.whatsapp.inbox import WhatsAppInbox
from channels.whatsapp.webhooks import number_of

logger = logging.getLogger(__name__)
LONGEST = 4096
LONGEST_WITH_BUTTONS = 1024
MOST_BUTTONS, BUTTON_TITLE, BUTTON_ID = 3, 20, 256
MOST_ROWS, ROW_TITLE, ROW_DESCRIPTION, ROW_ID = 10, 24, 72, 200
CHOOSE = "Escolha uma opção:"
MORE = "Mais opções:"
OPEN_LIST = "Ver opções"


class WhatsAppOutput(OwingOutput):
    """`template` ("": none) is what calls a user back whose 24 hours are over."""

    def __init__(
        self, api: GraphApi, inbox: WhatsAppInbox, template: str, now: Callable[[], datetime]
    ) -> None:
        super().__init__(inbox, number_of)
        self._api = api
        self._inbox = inbox
        self._template = template
        self._now = now

    @classmethod
    def name(cls) -> str:
        return "whatsapp"

    def closed(self, user_id: str) -> bool:
        return not self._inbox.may_write(user_id, self._now())

    async def kept(self, user_id: str, error: NotNow) -> None:
        if isinstance(error, WindowClosed):
            await self._call_back(user_id)

    async def send(self, user_id: str, message: BotMessage) -> None:
        if self.closed(user_id):
            raise WindowClosed(131047, "by our own clock")
        for body in render(message):
            await self._api.send({"recipient_type": "individual", "to": user_id, **body})

    async def _call_back(self, wa_id: str) -> None:
        if not self._template or not self._inbox.invite(wa_id):
            return
        template = {"name": self._template, "language": {"code": "pt_BR"}}
        try:
            await self._api.send({"to": wa_id, "type": "template", "template": template})
        except (Refused, Unreachable) as error:
            logger.error("WhatsApp did not take the template: %s", error)


def render(message: BotMessage) -> list[dict[str, Any]]:
    """The messages of the Cloud API that say it: text, and up to three buttons or lists of up to ten rows."""
    text = message.text or "…"
    buttons = list({b.payload: b for b in message.buttons}.values())
    if not buttons:
        return [_text(part) for part in split(text, LONGEST)]
    parts = split(text, LONGEST)
    if len(parts) > 1 or len(text) > LONGEST_WITH_BUTTONS:
        before, asked = [_text(part) for part in parts], CHOOSE
    else:
        before, asked = [], text
    titles = {b.title for b in buttons}
    if len(buttons) <= MOST_BUTTONS and len(titles) == len(buttons) and max(map(len, titles)) <= BUTTON_TITLE:
        return [*before, _buttons(asked, buttons)]
    lists = [buttons[at : at + MOST_ROWS] for at in range(0, len(buttons), MOST_ROWS)]
    return [*before, *(_list(MORE if n else asked, some) for n, some in enumerate(lists))]


def _text(text: str) -> dict[str, Any]:
    return {"type": "text", "text": {"preview_url": False, "body": text}}


def _buttons(text: str, buttons: list[Button]) -> dict[str, Any]:
    replies = [{"type": "reply", "reply": {"id": b.payload[:BUTTON_ID], "title": b.title}} for b in buttons]
    return _interactive("button", text, {"buttons": replies})


def _list(text: str, buttons: list[Button]) -> dict[str, Any]:
    rows = [{"id": b.payload[:ROW_ID], **_row(b.title)} for b in buttons]
    return _interactive("list", text, {"button": OPEN_LIST, "sections": [{"rows": rows}]})


def _row(title: str) -> dict[str, str]:
    if len(title) <= ROW_TITLE:
        return {"title": title}
    return {"title": title[: ROW_TITLE - 1].rstrip() + "…", "description": title[:ROW_DESCRIPTION]}


def _interactive(kind: str, text: str, action: dict[str, Any]) -> dict[str, Any]:
    return {"type": "interactive", "interactive": {"type": kind, "body": {"text": text}, "action": action}}
