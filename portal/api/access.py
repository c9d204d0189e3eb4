"""Who calls: the token in Authorization, its scopes, its reach, its rate, and the audit of what it did."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Annotated, Any

from fastapi import Request, Security
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer, SecurityScopes

from ticket_store import accounts, integration, model
from ticket_store.authors import Author
from ticket_store.database import reading, transaction
from ticket_store.errors import InvalidToken, RequesterOutOfReach

SAME_USE = timedelta(minutes=1)

bearer = HTTPBearer(
    scheme_name="token",
    bearerFormat="css_…",
    description="Token entregue pela CSS: `Authorization: Bearer css_…`. Cada operação diz o seu escopo.",
    auto_error=False,
)


@dataclass(frozen=True)
class Caller:
    """The system behind the token of this request."""

    token: model.ApiToken

    @property
    def id(self) -> int:
        return self.token.id

    @property
    def as_team(self) -> Author:
        """The token's name stands in the history where an attendant's would."""
        return Author("agent", self.token.name)

    def reaches(self, email: str) -> bool:
        return integration.reaches(self.token, email)

    def must_reach(self, email: str) -> None:
        """Raises RequesterOutOfReach."""
        if not self.reaches(email):
            raise RequesterOutOfReach


def now(request: Request) -> datetime:
    moment: datetime = request.app.state.clock()
    return moment


def authorised(
    request: Request,
    wanted: SecurityScopes,
    credentials: Annotated[HTTPAuthorizationCredentials | None, Security(bearer)],
) -> Caller:
    """Raises InvalidToken, TooManyCalls, ScopeMissing."""
    if credentials is None:
        raise InvalidToken
    engine, at = request.app.state.engine, now(request)
    (scope,) = wanted.scopes
    with reading(engine) as session:
        token = integration.check_token(session, token=credentials.credentials, scope=scope, now=at)
    request.app.state.rate.count(token.id)
    # A GET may write this: no mail scanner holds a token. Once a minute spares the store a write a call.
    if token.last_used_at is None or token.last_used_at < at - SAME_USE:
        with transaction(engine) as session:
            integration.note_token_use(session, token_id=token.id, now=at)
    return Caller(token)


def note(session: Any, caller: Caller, action: str, target: str, at: datetime, **data: Any) -> None:
    """The audit's line. data: no personal data."""
    accounts.audit(
        session,
        agent_id=None,
        action=f"api_{action}",
        target=target,
        now=at,
        data={"token_id": caller.id, **data},
    )


def note_read(request: Request, caller: Caller, action: str, target: str, **data: Any) -> None:
    with transaction(request.app.state.engine) as session:
        note(session, caller, action, target, now(request), **data)


Reader = Annotated[Caller, Security(authorised, scopes=["tickets:read"])]
Writer = Annotated[Caller, Security(authorised, scopes=["tickets:write"])]
Resolver = Annotated[Caller, Security(authorised, scopes=["tickets:resolve"])]
Subscriber = Annotated[Caller, Security(authorised, scopes=["webhooks"])]
