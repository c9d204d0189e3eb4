"""A token proves one conversation for a while; nothing else proves any."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import jwt
import pytest

from channels.core.session_token import SessionTokens, TokenRefused, WeakKey

NEW, OLD = "n" * 40, "o" * 40
NOW = datetime(2026, 11, 25, 12, tzinfo=timezone.utc)


def test_a_returning_visitor_is_the_same_conversation() -> None:
    tokens = SessionTokens([NEW])
    ana = tokens.start(now=NOW)
    assert tokens.read(tokens.issue(ana, now=NOW), now=NOW + timedelta(days=6)) == ana


def test_no_two_conversations_share_an_id() -> None:
    tokens = SessionTokens([NEW])
    assert len({tokens.start(now=NOW).conversation_id for _ in range(1000)}) == 1000


def test_a_rotated_key_still_reads_and_no_longer_signs() -> None:
    before, after = SessionTokens([OLD]), SessionTokens([NEW, OLD])
    ana = before.start(now=NOW)
    assert after.read(before.issue(ana, now=NOW), now=NOW) == ana
    with pytest.raises(TokenRefused):
        before.read(after.issue(ana, now=NOW), now=NOW)


def test_an_unused_token_idles_out() -> None:
    tokens = SessionTokens([NEW])
    token = tokens.issue(tokens.start(now=NOW), now=NOW)
    with pytest.raises(TokenRefused):
        tokens.read(token, now=NOW + timedelta(days=7))


def test_a_conversation_ends_after_its_lifetime_however_often_it_is_renewed() -> None:
    tokens = SessionTokens([NEW])
    ana = tokens.start(now=NOW)
    late = NOW + timedelta(days=29)
    token = tokens.issue(ana, now=late)
    assert tokens.read(token, now=late) == ana
    with pytest.raises(TokenRefused):
        tokens.read(token, now=NOW + timedelta(days=30))


GOOD = {
    "sub": "web-" + "0" * 32,
    "aud": "css-chat",
    "born": int(NOW.timestamp()),
    "exp": int(NOW.timestamp()) + 60,
}


@pytest.mark.parametrize(
    "claims",
    [
        {"sub": "web-1"},
        {"sub": "tg-" + "0" * 32},
        {"sub": None},
        {"aud": "other"},
        {"aud": None},
        {"born": None},
        {"born": "x"},
        {"exp": None},
        {"exp": 1.5e12},
    ],
)
def test_well_signed_claims_of_another_shape_are_refused(claims: dict) -> None:
    signed = jwt.encode({k: v for k, v in {**GOOD, **claims}.items() if v is not None}, NEW, "HS256")
    with pytest.raises(TokenRefused):
        SessionTokens([NEW]).read(signed, now=NOW)


def test_the_good_claims_of_that_test_are_good() -> None:
    assert SessionTokens([NEW]).read(jwt.encode(GOOD, NEW, "HS256"), now=NOW).conversation_id == GOOD["sub"]


@pytest.mark.parametrize("token", [None, "", "a.b.c", 5, {"sub": GOOD["sub"]}, GOOD["sub"], "x" * 2000])
def test_what_is_no_token_is_refused(token: object) -> None:
    with pytest.raises(TokenRefused):
        SessionTokens([NEW]).read(token, now=NOW)


def test_unsigned_and_differently_signed_tokens_are_refused() -> None:
    for forged in (
        jwt.encode(GOOD, None, "none"),
        jwt.encode(GOOD, NEW, "HS512"),
        jwt.encode(GOOD, "z" * 40, "HS256"),
    ):
        with pytest.raises(TokenRefused):
            SessionTokens([NEW]).read(forged, now=NOW)


@pytest.mark.parametrize("keys", [[], ["short"], [NEW, ""]])
def test_weak_keys_stop_the_start(keys: list[str]) -> None:
    with pytest.raises(WeakKey, match="CHAT_TOKEN_KEYS"):
        SessionTokens(keys)
