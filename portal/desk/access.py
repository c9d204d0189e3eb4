"""Who is at the desk: the session cookie, the roles, and the record of what was read."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import Depends, HTTPException, Request
from fastapi.responses import RedirectResponse, Response

from portal.pages import DESK
from portal.security import asker
from ticket_store import accounts, roles, second_factor, single_sign_on
from ticket_store.authors import Author
from ticket_store.database import transaction
from ticket_store.errors import SessionEnded, TicketStoreError
from ticket_store.shelves import Keeper

COOKIE = "css_atendimento"
COOKIE_PATH = DESK
# Sent by desk_live.js when the page looks again by itself: nobody is necessarily in front of it.
REFRESH_HEADER = "x-desk-refresh"
# Beside it, where the page is before somebody's eyes.
SEEN_HEADER = "x-desk-seen"
SAME_READING = timedelta(minutes=5)


class SecondStepMissing(TicketStoreError):
    """His role has to enter in two steps and he has not turned the second on yet."""


class PermissionMissing(TicketStoreError):
    """His role may not do this."""

    def __init__(self, who: Who) -> None:
        super().__init__(who.role)
        self.who = who


@dataclass(frozen=True)
class Who:
    """The attendant of this request; `team_codes` are the queues he sees first.

    role, role_name, permissions: ticket_store/roles.py, as they are now.
    """

    id: int
    name: str
    email: str
    role: str
    team_codes: tuple[str, ...]
    two_steps: bool = False
    via: str = "password"
    role_name: str = ""
    permissions: frozenset[str] = frozenset()

    def may(self, *permissions: str) -> bool:
        """One of them is enough."""
        return not self.permissions.isdisjoint(permissions)

    @property
    def keeper(self) -> Keeper:
        return Keeper(self.id, self.team_codes, self.may(roles.SHARED))

    @property
    def author(self) -> Author:
        return Author("agent", self.name, self.id)


def now(request: Request) -> datetime:
    moment: datetime = request.app.state.clock()
    return moment


def is_refresh(request: Request) -> bool:
    return REFRESH_HEADER in request.headers


def is_looked_at(request: Request) -> bool:
    return not is_refresh(request) or SEEN_HEADER in request.headers


def who_holds(engine: Any, token: str, at: datetime, *, present: bool) -> Who:
    """Whose session the cookie is; `present` starts the idle time anew. Raises SessionEnded."""
    with transaction(engine) as session:
        agent = accounts.session_agent(session, token=token, now=at)
        if present:
            accounts.touch_session(session, token=token, now=at)
        two_steps = second_factor.is_on(session, agent_id=agent.id)
        via = accounts.entered_via(session, token=token)
        role = roles.role_of(session, agent)
        return Who(
            agent.id,
            agent.name,
            agent.email,
            role.code,
            tuple(agent.team_codes),
            two_steps,
            via,
            role.name,
            role.permissions,
        )


def entered(request: Request) -> Who:
    """Also one who still has to turn his second step on: for the pages where he does, and for leaving.

    Raises SessionEnded; a page that refreshes itself does not keep a session alive.
    """
    token = request.cookies.get(COOKIE)
    if not token:
        raise SessionEnded
    return who_holds(request.app.state.engine, token, now(request), present=not is_refresh(request))


Entered = Annotated[Who, Depends(entered)]


def at_home(request: Request) -> Who:
    """Raises SessionEnded, SecondStepMissing."""
    who = entered(request)
    # Who came through the provider was asked there for whatever the organisation asks for.
    if who.via != single_sign_on.VIA and needs_two_steps(request, who) and not who.two_steps:
        raise SecondStepMissing
    return who


# For one's own account: whatever the role.
Own = Annotated[Who, Depends(at_home)]


Check = Callable[[Request, Who], Who]
# What each check asks for: one of these.
NEEDS: dict[Any, tuple[str, ...]] = {}


def needs(*permissions: str, chosen: Callable[[Request], str] | None = None) -> Check:
    """A page for who may do one of these; raises PermissionMissing for the others.

    chosen: which of them, where the address decides it.
    """

    def check(request: Request, who: Own) -> Who:
        if not who.may(*((chosen(request),) if chosen else permissions)):
            raise PermissionMissing(who)
        return who

    NEEDS[check] = permissions
    return check


Signed = Annotated[Who, Depends(needs(roles.ATTEND))]
Deciding = Annotated[Who, Depends(needs(roles.INCIDENTS))]
Reporting = Annotated[Who, Depends(needs(roles.REPORTS))]
Editing = Annotated[Who, Depends(needs(roles.ARTICLES))]
Reviewing = Annotated[Who, Depends(needs(roles.REVIEW))]
Auditing = Annotated[Who, Depends(needs(roles.AUDIT))]
Training = Annotated[Who, Depends(needs(roles.TRAIN))]
Administering = Annotated[Who, Depends(needs(roles.SETTINGS, roles.ACCOUNTS))]
MindingAccounts = Annotated[Who, Depends(needs(roles.ACCOUNTS))]


def needs_two_steps(request: Request, who: Who) -> bool:
    """supervisors: whoever may do more than attend."""
    wanted = request.app.state.config.second_factor_for
    return wanted == "all" or (wanted == "supervisors" and bool(who.permissions - {roles.ATTEND}))


def prove_again(request: Request, who: Who, password: str) -> None:
    """Raises BadCredentials, AccountLocked, TooManyAtOnce: an open screen is not enough for what follows."""
    engine, at = request.app.state.engine, now(request)
    checked = accounts.check_password(
        engine, email=who.email, password=password, asker=asker(request), now=at
    )
    with transaction(engine) as session:
        accounts.accept(session, checked=checked, now=at)


def note_read(request: Request, who: Who, action: str, target: str, **data: Any) -> None:
    """The audit's line of a read. A page's own refreshing is one reading, not one every few seconds."""
    at = now(request)
    with transaction(request.app.state.engine) as session:
        if is_refresh(request):
            trail = accounts.audit_trail(session, agent_id=who.id, target=target, limit=1)
            if trail and trail[0][0].at > at - SAME_READING:
                return
        accounts.audit(session, agent_id=who.id, action=action, target=target, now=at, data=data)


def set_cookie(request: Request, response: Response, token: str) -> None:
    response.set_cookie(
        COOKIE,
        token,
        max_age=int(accounts.SESSION_LIFE.total_seconds()),
        path=COOKIE_PATH,
        secure=request.app.state.config.is_https,
        httponly=True,
        samesite="lax",
    )


def left(why: str) -> Response:
    """Out, at the door, with the reason; the cookie is forgotten."""
    response = RedirectResponse(f"{COOKIE_PATH}/entrar?feito={why}", 303)
    response.delete_cookie(COOKIE, path=COOKIE_PATH)
    return response


def local_address(wanted: str) -> str:
    """Where to go after signing in: a page of the desk and nothing else."""
    inside = wanted == COOKIE_PATH or wanted.startswith((f"{COOKIE_PATH}/", f"{COOKIE_PATH}?"))
    return (
        wanted
        if inside and "\\" not in wanted and "//" not in wanted and wanted.isprintable()
        else COOKIE_PATH
    )


def missing() -> HTTPException:
    return HTTPException(404)
