"""A new password by a link in a mail: one time, for half an hour, and nothing tells who has an account.

The link's secret is in the mail and in its outbox row until that has left; the store keeps a hash.
"""

import secrets
from datetime import datetime, timedelta

from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from ticket_store import outbox
from ticket_store.accounts import NO_PASSWORD, account_mark, audit, end_sessions, secret_mark
from ticket_store.addresses import normalise_email
from ticket_store.database import hold
from ticket_store.errors import LinkExpired, LinkInvalid, LinkSpent, ResetLimitReached
from ticket_store.model import Agent, LoginFailure, PasswordReset

LINK_LIFE = timedelta(minutes=30)
WITHIN = timedelta(hours=1)
PER_ASKER = 10
# More asked for one account send no mail, and say so to nobody.
PER_ACCOUNT = 3


def ask(session: Session, *, email: str, asker: str, now: datetime) -> None:
    """Mails a link to the account of that address, if there is one that is active.

    Raises InvalidEmail, ResetLimitReached(retry_at) for an asker who has asked too often.
    """
    address = normalise_email(email)
    account = account_mark(address)
    for name in sorted((f"reset:{asker}", f"reset:{account}")):
        hold(session, name)
    asked = select(PasswordReset.at).where(PasswordReset.asker == asker, PasswordReset.at > now - WITHIN)
    times = list(session.scalars(asked.order_by(PasswordReset.at.desc()).limit(PER_ASKER)))
    if len(times) >= PER_ASKER:
        raise ResetLimitReached(times[-1] + WITHIN)
    of_account = PasswordReset.account == account, PasswordReset.at > now - WITHIN
    often = session.scalar(select(func.count()).select_from(PasswordReset).where(*of_account)) or 0
    agent = session.scalar(
        select(Agent).where(Agent.email == address, Agent.active, Agent.password_hash != NO_PASSWORD)
    )
    wanted = agent if often < PER_ACCOUNT else None
    token = secrets.token_urlsafe(32)
    session.add(
        PasswordReset(
            account=account,
            asker=asker,
            agent_id=wanted.id if wanted else None,
            token_hash=secret_mark(token) if wanted else None,
            at=now,
            expires_at=now + LINK_LIFE,
        )
    )
    if wanted is not None:
        audit(session, agent_id=None, action="reset_asked", target=f"agent:{wanted.id}", now=now)
        minutes = int(LINK_LIFE.total_seconds() // 60)
        outbox.enqueue(
            session,
            kind="password_reset",
            to=wanted.email,
            payload={"token": token, "minutes": minutes, "requester_name": wanted.name},
            now=now,
            expires_at=now + LINK_LIFE,
        )
    session.flush()


def check(session: Session, *, token: str, now: datetime) -> None:
    """Writes nothing. Raises LinkInvalid, LinkExpired, LinkSpent (used, or another was used since)."""
    _good(session, token, now, lock=False)


def finish(session: Session, *, token: str, password_hash: str, asker: str, now: datetime) -> None:
    """Sets the password (accounts.hash_password), ends every session and every other link, and tells him so.

    Raises as `check`.
    """
    row, agent = _good(session, token, now, lock=True)
    row.used_at = now
    session.execute(
        update(PasswordReset)
        .where(PasswordReset.agent_id == agent.id, PasswordReset.used_at.is_(None))
        .values(used_at=now)
    )
    agent.password_hash = password_hash
    end_sessions(session, agent_id=agent.id)
    # Whoever reads that mailbox is no guesser any more.
    session.execute(
        delete(LoginFailure).where(LoginFailure.account == row.account, LoginFailure.asker == asker)
    )
    audit(session, agent_id=agent.id, action="password_reset", target=f"agent:{agent.id}", now=now)
    tell_of_change(session, agent=agent, now=now)


def tell_of_change(session: Session, *, agent: Agent, now: datetime) -> None:
    """A mail to the account's address: who did not change it himself learns of it."""
    payload = {"requester_name": agent.name, "opened_at": now.isoformat()}
    outbox.enqueue(session, kind="password_changed", to=agent.email, payload=payload, now=now)


def _good(session: Session, token: str, now: datetime, *, lock: bool) -> tuple[PasswordReset, Agent]:
    found = select(PasswordReset).where(PasswordReset.token_hash == secret_mark(token))
    row = session.scalar(found.with_for_update() if lock else found)
    agent = session.get(Agent, row.agent_id) if row is not None and row.agent_id is not None else None
    if row is None or agent is None or not agent.active:
        raise LinkInvalid
    if row.used_at is not None:
        raise LinkSpent
    if now >= row.expires_at:
        raise LinkExpired
    return row, agent
