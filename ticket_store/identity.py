"""One-time codes by e-mail and what they prove: that whoever writes in a conversation reads that mailbox.

What limits asking and guessing is counted for the asker (ground/askers.py, or the conversation where
that is one person's): nobody can use up a stranger's codes.
"""

import hashlib
import hmac
import re
import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from ticket_store import outbox
from ticket_store.addresses import normalise_email
from ticket_store.database import hold
from ticket_store.errors import CodeExpired, CodeLimitReached, NoCodePending, WrongCode
from ticket_store.model import IdentityProof, OneTimeCode
from ticket_store.operations.conversations import channel_of, touch_conversation

CODE_LIFE = timedelta(minutes=10)
MAX_TRIES = 5
PROOF_LIFE = timedelta(hours=8)
# (how many, in how long): a mailbox cannot be flooded, nor a code guessed by asking for ever new ones.
PER_CONVERSATION = (3, timedelta(minutes=15))
PER_ASKER_AND_ADDRESS = (5, timedelta(hours=1))
# All of an office may come from one network address.
PER_ASKER = (60, timedelta(hours=1))
# From everybody together; it does not hold who has proven this address from here before.
PER_ADDRESS = (20, timedelta(hours=1))
GUESSES_PER_ASKER = (30, timedelta(minutes=15))


def send_code(
    session: Session,
    *,
    conversation_id: str,
    email: str,
    secret: str,
    now: datetime,
    channel: str | None = None,
    asker: str = "",
) -> datetime:
    """Puts the mail with a new code in the outbox and returns when the code expires.

    Earlier codes of the conversation die.

    The code is in the outbox row until that is sent, nowhere else.
    Raises InvalidEmail, CodeLimitReached(retry_at).
    """
    email, asker = normalise_email(email), asker or conversation_id[:64]
    touch_conversation(session, conversation_id=conversation_id, channel=channel, now=now)
    for name in sorted((f"code:{conversation_id}", f"code:{email}", f"asker:{asker}")):
        hold(session, name)
    _check_limits(session, conversation_id, email, asker, now)
    if retry := _guessed_too_often(session, asker, now):
        raise CodeLimitReached(retry)
    code, expires_at = _new_code(session, conversation_id, email, asker, secret, now)
    payload = {
        "code": code,
        "minutes": int(CODE_LIFE.total_seconds() // 60),
        "on_page": channel_of(conversation_id) == "portal",
    }
    outbox.enqueue(session, kind="one_time_code", to=email, payload=payload, now=now, expires_at=expires_at)
    return expires_at


def code_to_type(
    session: Session, *, conversation_id: str, email: str, secret: str, now: datetime, asker: str = ""
) -> str:
    """A code that no mail brings: shown to who has proven the address elsewhere (gov.br), to be typed there.

    Earlier codes of the conversation die. Raises InvalidEmail, and CodeLimitReached(retry_at) as check_code.
    """
    email, asker = normalise_email(email), asker or conversation_id[:64]
    touch_conversation(session, conversation_id=conversation_id, now=now)
    for name in sorted((f"code:{conversation_id}", f"asker:{asker}")):
        hold(session, name)
    if retry := _guessed_too_often(session, asker, now):
        raise CodeLimitReached(retry)
    return _new_code(session, conversation_id, email, asker, secret, now)[0]


def _new_code(
    session: Session, conversation_id: str, email: str, asker: str, secret: str, now: datetime
) -> tuple[str, datetime]:
    session.execute(
        update(OneTimeCode)
        .where(
            OneTimeCode.conversation_id == conversation_id,
            OneTimeCode.used_at.is_(None),
            OneTimeCode.replaced_at.is_(None),
        )
        .values(replaced_at=now)
    )
    code = f"{secrets.randbelow(10**6):06d}"
    expires_at = now + CODE_LIFE
    session.add(
        OneTimeCode(
            conversation_id=conversation_id,
            email=email,
            asker=asker,
            code_hash=_hash(secret, conversation_id, email, code),
            sent_at=now,
            expires_at=expires_at,
        )
    )
    return code, expires_at


def looks_like_code(text: str) -> bool:
    """Whether it has a code's shape: what has not is a slip, not a guess, and should cost no try."""
    return re.fullmatch(r"[0-9]{6}", _without_separators(text)) is not None


def check_code(session: Session, *, conversation_id: str, code: str, secret: str, now: datetime) -> str:
    """The address that the code proves, from now on and for 8 hours in this conversation.

    Spaces, dots and dashes in the code do not matter.
    Raises NoCodePending, CodeExpired, WrongCode(tries_left); at 0 tries left the code is dead. Raises
    CodeLimitReached(retry_at) when whoever asked for it has guessed at too many.
    The failed try is kept: `transaction` commits it.
    """
    pending = _pending(session, conversation_id)
    if pending is None:
        raise NoCodePending
    if now >= pending.expires_at:
        raise CodeExpired
    if pending.tries >= MAX_TRIES:
        raise WrongCode(0)
    hold(session, f"asker:{pending.asker}")
    if retry := _guessed_too_often(session, pending.asker, now):
        raise CodeLimitReached(retry)
    digits = _without_separators(code)
    if not hmac.compare_digest(_hash(secret, conversation_id, pending.email, digits), pending.code_hash):
        pending.tries += 1
        raise WrongCode(MAX_TRIES - pending.tries)
    pending.used_at = now
    session.execute(
        delete(IdentityProof).where(
            IdentityProof.conversation_id == conversation_id, IdentityProof.email == pending.email
        )
    )
    session.add(
        IdentityProof(
            conversation_id=conversation_id, email=pending.email, proven_at=now, expires_at=now + PROOF_LIFE
        )
    )
    session.flush()
    return pending.email


def record_proof(
    session: Session,
    *,
    conversation_id: str,
    email: str,
    now: datetime,
    person: str | None = None,
    level: str | None = None,
) -> None:
    """The address was proven by other means than a code (a mail whose sender the receiving server confirmed,
    or gov.br: then `person` is person_mark's and `level` what it says of the account).

    Raises InvalidEmail.
    """
    address = normalise_email(email)
    touch_conversation(session, conversation_id=conversation_id, now=now)
    session.execute(
        delete(IdentityProof).where(
            IdentityProof.conversation_id == conversation_id, IdentityProof.email == address
        )
    )
    session.add(
        IdentityProof(
            conversation_id=conversation_id,
            email=address,
            proven_at=now,
            expires_at=now + PROOF_LIFE,
            person=person,
            level=level,
        )
    )
    session.flush()


def person_mark(cpf: str, *, secret: str) -> str:
    """Keyed: all CPFs there are would be tried against a bare hash in minutes."""
    return hmac.new(secret.encode(), f"cpf|{cpf}".encode(), hashlib.sha256).hexdigest()


def proven_emails(session: Session, *, conversation_id: str, now: datetime) -> set[str]:
    """The addresses that this conversation has proven and whose proof is still good."""
    good = select(IdentityProof.email).where(
        IdentityProof.conversation_id == conversation_id, IdentityProof.expires_at > now
    )
    return set(session.scalars(good))


def last_email(session: Session, *, conversation_id: str) -> str | None:
    """Where the newest code went, whatever became of it: what `resend_code` sends to."""
    newest = (
        select(OneTimeCode.email)
        .where(OneTimeCode.conversation_id == conversation_id)
        .order_by(OneTimeCode.id.desc())
        .limit(1)
    )
    return session.scalar(newest)


def forget_proofs(session: Session, *, conversation_id: str) -> None:
    """Ends what was proven, for whoever leaves a shared computer."""
    session.execute(delete(IdentityProof).where(IdentityProof.conversation_id == conversation_id))


def _pending(session: Session, conversation_id: str) -> OneTimeCode | None:
    newest = (
        select(OneTimeCode)
        .where(
            OneTimeCode.conversation_id == conversation_id,
            OneTimeCode.used_at.is_(None),
            OneTimeCode.replaced_at.is_(None),
        )
        .order_by(OneTimeCode.id.desc())
        .limit(1)
    )
    return session.scalar(newest.with_for_update())


def _check_limits(session: Session, conversation_id: str, email: str, asker: str, now: datetime) -> None:
    of_conversation, of_asker = OneTimeCode.conversation_id == conversation_id, OneTimeCode.asker == asker
    of_email = OneTimeCode.email == email
    limits = [
        (PER_CONVERSATION, [of_conversation]),
        (PER_ASKER_AND_ADDRESS, [of_asker, of_email]),
        (PER_ASKER, [of_asker]),
    ]
    known = select(OneTimeCode.id).where(of_asker, of_email, OneTimeCode.used_at.is_not(None)).limit(1)
    if session.scalar(known) is None:
        limits.append((PER_ADDRESS, [of_email]))
    retry: list[datetime] = []
    for (most, within), which in limits:
        sent = session.scalars(
            select(OneTimeCode.sent_at)
            .where(*which, OneTimeCode.sent_at > now - within)
            .order_by(OneTimeCode.sent_at.desc())
            .limit(most)
        ).all()
        if len(sent) >= most:
            retry.append(sent[-1] + within)
    if retry:
        raise CodeLimitReached(max(retry))


def _guessed_too_often(session: Session, asker: str, now: datetime) -> datetime | None:
    """When this asker may guess again; None when he may now. Codes that were entered count no guess."""
    most, within = GUESSES_PER_ASKER
    wrong = select(OneTimeCode.sent_at, OneTimeCode.tries).where(
        OneTimeCode.asker == asker,
        OneTimeCode.sent_at > now - CODE_LIFE - within,
        OneTimeCode.used_at.is_(None),
        OneTimeCode.tries > 0,
    )
    guesses = 0
    for row in session.execute(wrong.order_by(OneTimeCode.sent_at.desc())):
        guesses += row.tries
        if guesses >= most:
            retry: datetime = row.sent_at + CODE_LIFE + within
            return retry
    return None


def _without_separators(code: str) -> str:
    return "".join(c for c in code if c not in " .-\t\u00a0")


def _hash(secret: str, conversation_id: str, email: str, code: str) -> str:
    # Keyed: six digits alone are found from a bare hash in a moment by whoever copies the database.
    return hmac.new(
        secret.encode(), f"one-time-code|{conversation_id}|{email}|{code}".encode(), hashlib.sha256
    ).hexdigest()
