"""Roles: a name and what it may do. Three come with the program; the page changes them and makes others.

The newest version of the setting is the role: what is changed counts from the next request on.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from ticket_store.in_force import newest
from ticket_store.model import Agent, SettingVersion

ROLE = "role"

ATTEND = "attend"  # the queue, tickets, conversations, deliveries, own macros and texts
SHARED = "shared"  # views, macros and texts of any team and of all
INCIDENTS = "incidents"  # to decide on proposals, to tie tickets
REPORTS = "reports"
ARTICLES = "articles"
REVIEW = "review"  # what was not understood, and labels
AUDIT = "audit"
TRAIN = "train"
SETTINGS = "settings"  # all of the administration but what ACCOUNTS is for
ACCOUNTS = "accounts"  # accounts, roles, everybody's sessions: with it one gives oneself the rest
PERMISSIONS = (ATTEND, SHARED, INCIDENTS, REPORTS, ARTICLES, REVIEW, AUDIT, TRAIN, SETTINGS, ACCOUNTS)

ATTENDANT, SUPERVISOR, ADMINISTRATOR = "attendant", "supervisor", "administrator"
# Never without these, and never out of use: somebody has to be able to give the rest back.
KEEPS = frozenset({SETTINGS, ACCOUNTS})


@dataclass(frozen=True)
class Role:
    """active: accounts may be given it."""

    code: str
    name: str
    permissions: frozenset[str]
    active: bool = True


SEED = (
    Role(ATTENDANT, "Atendente", frozenset({ATTEND})),
    Role(SUPERVISOR, "Supervisão", frozenset(PERMISSIONS) - {TRAIN, SETTINGS, ACCOUNTS}),
    Role(ADMINISTRATOR, "Administração", frozenset(PERMISSIONS)),
)
SEEDED = frozenset(one.code for one in SEED)


def known(session: Session) -> dict[str, Role]:
    """By code; those that came with the program first."""
    changed = {code: _role(code, data) for (_, code), data in newest(session, ROLE).items()}
    return {one.code: one for one in SEED} | changed


def role_of(session: Session, agent: Agent) -> Role:
    """Nobody's role may do nothing: a page that is refused, and not a fault."""
    code = code_of(agent)
    rows = select(SettingVersion.data).where(SettingVersion.kind == ROLE, SettingVersion.code == code)
    data = session.scalar(rows.order_by(SettingVersion.number.desc()).limit(1))
    if data is not None:
        return _role(code, data)
    return next((one for one in SEED if one.code == code), Role(code, code, frozenset()))


def code_of(agent: Agent) -> str:
    return agent.own_role or agent.role


def give(agent: Agent, code: str) -> None:
    """The version before knows three roles: it takes any other for an attendant."""
    agent.role, agent.own_role = (code, None) if code in SEEDED else (ATTENDANT, code)


def with_role(codes: Iterable[str]) -> ColumnElement[bool]:
    """Of accounts: theirs is one of these."""
    wanted = list(codes)
    return or_(Agent.own_role.in_(wanted), and_(Agent.own_role.is_(None), Agent.role.in_(wanted)))


def holders(session: Session, permission: str, *, roles: Mapping[str, Role] | None = None) -> list[Agent]:
    """The active accounts that may do it, by name. roles: as they would be, instead of as they are."""
    told = known(session) if roles is None else roles
    codes = [one.code for one in told.values() if permission in one.permissions]
    return list(session.scalars(select(Agent).where(Agent.active, with_role(codes)).order_by(Agent.name)))


def highest(told: Iterable[str], known_roles: Mapping[str, Role]) -> str | None:
    """Of several the one that may do most, the first of equals; None where none is known and in use."""
    usable = [known_roles[code] for code in told if code in known_roles and known_roles[code].active]
    best = max(usable, key=lambda one: len(one.permissions), default=None)
    return best.code if best else None


def _role(code: str, data: Mapping[str, object]) -> Role:
    told = data["permissions"]
    assert isinstance(told, list)
    return Role(code, str(data["name"]), frozenset(told) & frozenset(PERMISSIONS), bool(data["active"]))
