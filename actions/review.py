"""Keeps what was not understood, or understood in doubt, masked by the store, for people to learn from."""

from actions import store
from actions.dialogue.talk import Talk
from ticket_store import operations

UNSURE = ("nlu_fallback", "out_of_scope", "")
# Answers that are personal by nature: a wrong one teaches nothing and is not kept.
PRIVATE = ("email", "code", "number")


async def keep(talk: Talk, asked: str = "none") -> None:
    """After a turn: the text with the classifier's best guess; nothing for a button. asked: what was
    pending."""
    text = talk.message.text.strip()
    if not text or asked in PRIVATE:
        return
    name, confidence = next(((n, c) for n, c in talk.message.ranking if n not in UNSURE), (None, None))
    if talk.misread:
        await store.call(
            operations.record_misunderstood,
            conversation_id=talk.message.conversation_id,
            text=text,
            channel=talk.message.channel,
            guess=name,
            confidence=confidence,
        )
    elif talk.message.unsure:
        await store.call(operations.record_doubtful, text=text, guess=name, confidence=confidence)
