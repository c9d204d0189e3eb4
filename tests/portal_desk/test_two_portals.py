"""Two portals on one PostgreSQL and one Redis are one desk and one API to whoever talks to them."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
import redis
from fastapi.testclient import TestClient
from sqlalchemy import make_url, text

from portal.api.rate import Rate, TooManyCalls
from portal.app import create_app
from portal.config import PortalConfig
from portal.desk.feed import Feed
from portal.keystrokes import KEY, Keystrokes
from ticket_store.database import connect, migrate

from .shift import PASSWORD, Clock, Shift
from .test_feed import next_of

POSTGRES_URL = os.environ.get("TEST_POSTGRES_URL", "")
REDIS_URL = os.environ.get("TEST_REDIS_URL", "")
pytestmark = pytest.mark.skipif(
    not POSTGRES_URL or not REDIS_URL, reason="no PostgreSQL and Redis to test with"
)


@pytest.fixture(scope="module")
def engines() -> Iterator[list[Any]]:
    """Of two processes, over a schema of this test's own."""
    schema = f"portals_{uuid.uuid4().hex[:12]}"
    admin = connect(POSTGRES_URL)
    with admin.begin() as connection:
        connection.execute(text(f"CREATE SCHEMA {schema}"))
    url = make_url(POSTGRES_URL).update_query_dict({"options": f"-csearch_path={schema}"})
    address = url.render_as_string(hide_password=False)
    migrate(address)
    engines = [connect(address) for _ in range(2)]
    yield engines
    for engine in engines:
        engine.dispose()
    with admin.begin() as connection:
        connection.execute(text(f"DROP SCHEMA {schema} CASCADE"))
    admin.dispose()


async def test_who_signs_in_at_one_is_signed_in_at_the_other_and_both_tell_what_moves(
    engines: list[Any], config: PortalConfig, clock: Clock
) -> None:
    shift = Shift(engines[0], clock)
    here, there = (
        TestClient(
            create_app(replace(config, redis_url=REDIS_URL), engine, clock),
            base_url=config.portal_url,
            headers={"Origin": config.portal_url},
        )
        for engine in engines
    )
    form = {"email": "bruno@serpro.gov.br", "password": PASSWORD}
    assert here.post("/atendimento/entrar", data=form, follow_redirects=False).status_code == 303
    there.cookies = here.cookies
    assert there.get("/atendimento", follow_redirects=False).status_code == 200
    feeds = [Feed(engine, every=0.02) for engine in engines]
    async with feeds[0].listening() as one, feeds[1].listening() as other:
        number = shift.opened()
        for queue in (one, other):
            assert (await next_of(queue)).number == number
    page = there.get(f"/atendimento/acionamentos/{number}")
    assert number in page.text


def test_calls_are_counted_over_both_and_by_each_while_redis_is_away() -> None:
    token = uuid.uuid4().int >> 66
    here, there = Rate(3, REDIS_URL), Rate(3, REDIS_URL)
    for rate in (here, there, here):
        rate.count(token)
    with pytest.raises(TooManyCalls):
        there.count(token)
    client = redis.Redis.from_url(REDIS_URL)
    client.delete(*client.keys(f"css:api*{token}*"))
    alone = Rate(1, "redis://127.0.0.1:1/0")
    alone.count(token)
    with pytest.raises(TooManyCalls):
        alone.count(token)


def test_who_types_at_one_is_seen_at_the_other_and_forgotten_by_both() -> None:
    handoff = uuid.uuid4().int >> 100
    here, there = Keystrokes(REDIS_URL), Keystrokes(REDIS_URL)
    here.note(handoff, 2, on=True)
    assert (handoff, 2) in there.now()
    there.note(handoff, 2, on=False)
    assert (handoff, 2) not in here.now()
    client = redis.Redis.from_url(REDIS_URL)
    client.zadd(KEY, {f"{handoff}:2": 1.0})  # said long ago
    assert (handoff, 2) not in there.now()
