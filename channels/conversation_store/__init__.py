"""Where conversations are kept: `channels.conversation_store.ConversationStore` in endpoints.yml."""

from channels.conversation_store.store import ConversationStore

__all__ = ["ConversationStore"]
