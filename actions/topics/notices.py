"""Where the news of tickets are told: by e-mail only, or in the chat too."""

from actions import store
from actions.dialogue.state import Frame
from actions.dialogue.talk import Talk
from ticket_store import operations


async def do_choose(talk: Talk, frame: Frame) -> None:
    enabled = frame.values.get("where") != "mail"
    await store.call(
        operations.set_chat_notices, conversation_id=talk.message.conversation_id, enabled=enabled
    )
    talk.say("utter_notices_in_chat" if enabled else "utter_notices_only_mail")
