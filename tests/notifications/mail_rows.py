"""Outbox rows as the store writes them, for tests that need no store."""

from ticket_store.mails.samples import KEY, PAYLOADS, row

SECRET = "chave-de-teste"

__all__ = ["KEY", "PAYLOADS", "SECRET", "row"]
