"""The outgoing worker: claims rows of the outbox, renders them, delivers them by mail or chat, records how it went."""
