"""The second step of entering: a code of an app (TOTP, RFC 6238) or one of ten written down.

Whoever gets here has given the right password: guesses count for the account, from wherever they come.
"""

import hashlib
import hmac
import secrets
from datetime import datetime, timedelta

import pyotp
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from ticket_store.accounts import audit, end_sessions
from ticket_store.errors import (
    AccountLocked,
    CannotUnseal,
    SecondFactorNotPending,
    WrongSecondFactor,
)
from ticket_store.model import Agent, RecoveryCode, SecondFactor
from ticket_store.sealing import seal, unseal

ISSUER = "Mesa CSS Serpro"
PURPOSE = "second-factor"
MAX_TRIES = 5
LOCK = timedelta(minutes=15)
RECOVERY_CODES = 10
# 50 bits: not found by trying, even by who has the database and not the key.
CODE_LETTERS, CODE_LENGTH = "abcdefghjkmnpqrstuvwxyz23456789", 10
DRIFT = 1  # steps of 30 seconds that a phone's clock may be off, either way


def is_on(session: Session, *, agent_id: int) -> bool:
    row = session.get(SecondFactor, agent_id)
    return row is not None and row.confirmed_at is not None


def begin(session: Session, *, agent: Agent, key: str, now: datetime) -> None:
    """A new secret that counts only once a code of it was shown (`confirm`); one that is on stays on."""
    row = session.get(SecondFactor, agent.id, with_for_update=True)
    if row is not None and row.confirmed_at is not None:
        raise SecondFactorNotPending
    sealed = seal(pyotp.random_base32(), key=key, purpose=PURPOSE)
    if row is None:
        session.add(SecondFactor(agent_id=agent.id, sealed=sealed, created_at=now))
    else:
        row.sealed, row.created_at, row.tries = sealed, now, 0
    session.flush()


def pending(session: Session, *, agent_id: int, email: str, key: str) -> tuple[str, str]:
    """(the secret, its otpauth address for the QR code). Raises SecondFactorNotPending."""
    row = session.get(SecondFactor, agent_id)
    if row is None or row.confirmed_at is not None:
        raise SecondFactorNotPending
    secret = unseal(row.sealed, key=key, purpose=PURPOSE)
    return secret, pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def confirm(
    session: Session, *, agent_id: int, code: str, key: str, now: datetime, token: str = ""
) -> list[str]:
    """From now on it is asked for; his other sessions end. Returns the recovery codes, shown this once.

    Raises SecondFactorNotPending, WrongSecondFactor, AccountLocked.
    """
    row = session.get(SecondFactor, agent_id, with_for_update=True)
    if row is None or row.confirmed_at is not None:
        raise SecondFactorNotPending
    _refuse_guessers(row, now)
    if not _takes(row, code, key, now):
        raise _counted(row, now)
    row.confirmed_at, row.tries = now, 0
    end_sessions(session, agent_id=agent_id, but=token)
    audit(session, agent_id=agent_id, action="second_factor_on", target=f"agent:{agent_id}", now=now)
    return _new_codes(session, agent_id, key)


def check(session: Session, *, agent_id: int, code: str, key: str, now: datetime) -> None:
    """A code of the app, or a recovery code; each only once.

    Raises WrongSecondFactor, AccountLocked(until) after five wrong ones; `transaction` keeps the count.
    """
    row = session.get(SecondFactor, agent_id, with_for_update=True)
    if row is None or row.confirmed_at is None:
        raise SecondFactorNotPending
    _refuse_guessers(row, now)
    if not _takes(row, code, key, now) and not _spends(session, agent_id, code, key, now):
        audit(session, agent_id=agent_id, action="second_factor_failed", target=f"agent:{agent_id}", now=now)
        raise _counted(row, now)
    row.tries = 0


def new_codes(session: Session, *, agent_id: int, key: str, now: datetime) -> list[str]:
    """Ten others; the ones before open nothing any more. Raises SecondFactorNotPending."""
    if not is_on(session, agent_id=agent_id):
        raise SecondFactorNotPending
    audit(session, agent_id=agent_id, action="recovery_codes_made", target=f"agent:{agent_id}", now=now)
    return _new_codes(session, agent_id, key)


def codes_left(session: Session, *, agent_id: int) -> int:
    unused = RecoveryCode.agent_id == agent_id, RecoveryCode.used_at.is_(None)
    return session.scalar(select(func.count()).select_from(RecoveryCode).where(*unused)) or 0


def remove(session: Session, *, agent_id: int, now: datetime, by: int | None = None) -> None:
    """Off: the password alone opens again, and his sessions end, if it is not he who does it."""
    session.execute(delete(RecoveryCode).where(RecoveryCode.agent_id == agent_id))
    session.execute(delete(SecondFactor).where(SecondFactor.agent_id == agent_id))
    if by != agent_id:
        end_sessions(session, agent_id=agent_id)
    audit(session, agent_id=by, action="second_factor_off", target=f"agent:{agent_id}", now=now)


def _takes(row: SecondFactor, code: str, key: str, now: datetime) -> bool:
    """Whether the app shows this code now, a little earlier or later; and not one that was used, or older."""
    typed = "".join(code.split())
    try:
        totp = pyotp.TOTP(unseal(row.sealed, key=key, purpose=PURPOSE))
    except CannotUnseal:  # another SECRET_KEY: only a supervisor's hand, or nobody's code, opens this
        return False
    this = totp.timecode(now)
    for step in range(this - DRIFT, this + DRIFT + 1):
        if hmac.compare_digest(totp.generate_otp(step).encode(), typed.encode()):
            if row.last_step is not None and step <= row.last_step:
                return False
            row.last_step = step
            return True
    return False


def _spends(session: Session, agent_id: int, code: str, key: str, now: datetime) -> bool:
    mark = _code_mark(code, agent_id, key)
    row = session.scalar(
        select(RecoveryCode)
        .where(
            RecoveryCode.agent_id == agent_id,
            RecoveryCode.code_hash == mark,
            RecoveryCode.used_at.is_(None),
        )
        .with_for_update()
    )
    if row is None:
        return False
    row.used_at = now
    audit(session, agent_id=agent_id, action="recovery_code_used", target=f"agent:{agent_id}", now=now)
    return True


def _refuse_guessers(row: SecondFactor, now: datetime) -> None:
    if row.tries >= MAX_TRIES and row.tried_at is not None:
        if now < row.tried_at + LOCK:
            raise AccountLocked(row.tried_at + LOCK)
        row.tries = 0


def _counted(row: SecondFactor, now: datetime) -> WrongSecondFactor:
    row.tries += 1
    row.tried_at = now
    return WrongSecondFactor()


def _new_codes(session: Session, agent_id: int, key: str) -> list[str]:
    session.execute(delete(RecoveryCode).where(RecoveryCode.agent_id == agent_id))
    made = ["".join(secrets.choice(CODE_LETTERS) for _ in range(CODE_LENGTH)) for _ in range(RECOVERY_CODES)]
    session.add_all(RecoveryCode(agent_id=agent_id, code_hash=_code_mark(one, agent_id, key)) for one in made)
    session.flush()
    return [f"{one[:5]}-{one[5:]}" for one in made]


def _code_mark(code: str, agent_id: int, key: str) -> str:
    plain = "".join(letter for letter in code.casefold() if letter.isalnum())
    return hmac.new(key.encode(), f"recovery|{agent_id}|{plain}".encode(), hashlib.sha256).hexdigest()
