"""Where the news of tickets are told: in the chat too, or by e-mail only where it is said that only there."""

from actions import store
from actions.dialogue.state import Frame
from actions.dialogue.talk import Talk
from ticket_store import operations


async def do_choose(talk: Talk, frame: Frame) -> None:
    mail = frame.values.get("where") == "mail"
    enabled = not (mail and talk.message.only)
    await store.call(
        operations.set_chat_notices, conversation_id=talk.message.conversation_id, enabled=enabled
    )
    told = "utter_notices_both" if mail else "utter_notices_in_chat"
    talk.say(told if enabled else "utter_notices_only_mail")
