"""What the bot says, in WhatsApp's measures; what cannot be said now is kept and said when it can."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime
from typing import Any

from channels.core import log_privacy
from channels.core.output import BotMessage, Button, CountingOutput, buttons_from
from channels.core.texts import split
from channels.whatsapp.graph_api import GraphApi, GraphError, NotDeliverable, Unreachable, WindowClosed
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


class WhatsAppOutput(CountingOutput):
    """Never raises while Rasa speaks, or Rasa would throw the turn away; `failed` says what went wrong.

    `template` ("": none) is what calls a user back whose 24 hours are over.
    """

    def __init__(
        self, api: GraphApi, inbox: WhatsAppInbox, template: str, now: Callable[[], datetime]
    ) -> None:
        super().__init__()
        self._api = api
        self._inbox = inbox
        self._template = template
        self._now = now
        self.failed: Exception | None = None

    @classmethod
    def name(cls) -> str:
        return "whatsapp"

    async def deliver(self, recipient_id: str, message: BotMessage) -> None:
        wa_id = number_of(recipient_id)
        if wa_id is None or isinstance(self.failed, NotDeliverable):
            return
        with log_privacy.private(wa_id):
            try:
                if isinstance(self.failed, (WindowClosed, Unreachable)):
                    raise self.failed  # what follows waits behind what could not be said
                if not self._inbox.may_write(wa_id, self._now()):
                    raise WindowClosed(131047, "by our own clock")
                await self._send(wa_id, message)
            except (WindowClosed, Unreachable) as error:
                self.failed = error
                self._inbox.owe(wa_id, message.id, message.as_json())
                if isinstance(error, WindowClosed):
                    await self._call_back(wa_id)
                else:
                    logger.error("WhatsApp did not take a message: %s", error)
            except GraphError as error:
                self.failed = error
                logger.error("WhatsApp refused a message: %s", error)

    async def pay(self, conversation_id: str) -> set[str]:
        """Say what is owed, as long as it is taken; the ids of what was said."""
        said: set[str] = set()
        wa_id = number_of(conversation_id)
        if wa_id is None or not self._inbox.may_write(wa_id, self._now()):
            return said
        with log_privacy.private(wa_id):
            for owed in self._inbox.owed(wa_id):
                message = BotMessage(
                    owed["text"],
                    datetime.fromisoformat(owed["at"]),
                    buttons_from(owed.get("buttons")),
                    owed["from"],
                    owed["id"],
                )
                try:
                    await self._send(wa_id, message)
                    said.add(message.id)
                except (WindowClosed, Unreachable):
                    break
                except GraphError as error:
                    logger.error("WhatsApp refused a message: %s", error)
                self._inbox.paid(wa_id, message.id)
        return said

    async def _send(self, wa_id: str, message: BotMessage) -> None:
        for body in render(message):
            await self._api.send({"recipient_type": "individual", "to": wa_id, **body})

    async def _call_back(self, wa_id: str) -> None:
        if not self._template or not self._inbox.invite(wa_id):
            return
        template = {"name": self._template, "language": {"code": "pt_BR"}}
        try:
            await self._api.send({"to": wa_id, "type": "template", "template": template})
        except (GraphError, Unreachable) as error:
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
