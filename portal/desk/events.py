"""The stream that tells the open pages what moved (server-sent events)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any

import anyio.to_thread
from fastapi import APIRouter, Request
from fastapi.responses import Response
from sse_starlette import EventSourceResponse

from portal.desk.access import COOKIE, Signed, Who, now, who_holds
from portal.desk.feed import Feed
from ticket_store import roles
from ticket_store.errors import SessionEnded

router = APIRouter(prefix="/eventos")

SESSION_CHECK_SECONDS = 15.0


@router.get("")
async def stream(request: Request, who: Signed) -> Response:
    """Events "moved" (a Notice as JSON) and, once, "ended" when the session is over."""
    return EventSourceResponse(_events(request, who), ping=15, headers={"X-Accel-Buffering": "no"})


async def _events(request: Request, who: Who) -> AsyncIterator[dict[str, Any]]:
    feed: Feed = request.app.state.desk_feed
    loop = asyncio.get_running_loop()
    async with feed.listening() as notices:
        yield {"event": "ready", "data": ""}
        check_at = loop.time() + SESSION_CHECK_SECONDS
        while True:
            try:
                notice = await asyncio.wait_for(notices.get(), max(0.05, check_at - loop.time()))
                if mine := notice.told_to(who):
                    yield {"event": "moved", "data": json.dumps(mine.as_data())}
            except TimeoutError:
                pass
            if loop.time() >= check_at:
                check_at = loop.time() + SESSION_CHECK_SECONDS
                still = await anyio.to_thread.run_sync(_still_in, request)
                if still is None:
                    yield {"event": "ended", "data": ""}
                    return
                who = still


def _still_in(request: Request) -> Who | None:
    """With the teams and the role that he has by now; None where the session, or what he may see, is over."""
    try:
        who = who_holds(
            request.app.state.engine, request.cookies.get(COOKIE, ""), now(request), present=False
        )
    except SessionEnded:
        return None
    return who if who.may(roles.ATTEND) else None
