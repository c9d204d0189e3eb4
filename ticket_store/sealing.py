"""Secrets that must be read again, kept so that a copy of the database alone does not open them.

The key is made of the installation's own (SECRET_KEY), which is in no table.
"""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from ticket_store.errors import CannotUnseal


def seal(text: str, *, key: str, purpose: str) -> str:
    """What is sealed for one purpose is opened for no other."""
    return _fernet(key, purpose).encrypt(text.encode()).decode()


def unseal(sealed: str, *, key: str, purpose: str) -> str:
    """Raises CannotUnseal: changed, sealed for another purpose, or by an installation with another key."""
    try:
        return _fernet(key, purpose).decrypt(sealed.encode()).decode()
    except InvalidToken:
        raise CannotUnseal from None


@lru_cache(maxsize=8)
def _fernet(key: str, purpose: str) -> Fernet:
    made = HKDF(SHA256(), 32, salt=None, info=f"ticket-store.sealing.{purpose}".encode()).derive(key.encode())
    return Fernet(base64.urlsafe_b64encode(made))
