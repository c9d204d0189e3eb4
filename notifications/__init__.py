"""The outgoing worker: claims rows of the outbox, writes them, delivers them, records how it went."""
