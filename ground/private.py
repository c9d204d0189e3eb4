"""What of a person's text nobody keeps: cards, CPFs and passwords. One for the gate, the store and the logs.

Relative imports: Rasa's rooms have these files under their own name (channels/core).
"""

from __future__ import annotations

from .masking import mask
from .passwords import hide_passwords


def hide_private(text: str) -> str:
    """ "cpf 529.982.247-25, senha: Zx9Teste7" -> "cpf [CPF removido], senha: [senha omitida]"."""
    return hide_passwords(mask(text))
