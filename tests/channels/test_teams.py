"""The pure parts of Teams' channel: whom a token makes us trust, what an activity says, the inbox."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timezone
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from jwt.algorithms import RSAAlgorithm

from channels.core.incoming import File, Hint, Text
from channels.core.output import BotMessage, Button
from channels.teams.activities import address_of, conversation_of, is_sound, messages_of, read, user_of
from channels.teams.channel import TeamsInput
from channels.teams.inbox import TeamsInbox
from channels.teams.output import render
from channels.teams.trust import Trust, Untrusted

APP, OPENID, SERVICE = "app", "https://openid", "https://smba.trafficmanager.net/br/"
ACTIVITY = {"channelId": "msteams", "serviceUrl": SERVICE}


class Microsoft:
    """Its published keys, how often they were asked for, and the clock."""

    def __init__(self) -> None:
        self.keys: dict[str, rsa.RSAPrivateKey] = {}
        self.asked, self.now = 0, 0.0
        self.add("k1")
        self.trust = Trust(APP, OPENID, self.fetch, lambda: self.now)

    def add(self, kid: str) -> None:
        self.keys[kid] = rsa.generate_private_key(public_exponent=65537, key_size=2048)

    async def fetch(self, url: str) -> Any:
        if url == OPENID:
            self.asked += 1
            return {"issuer": "https://api.botframework.com", "jwks_uri": "https://keys"}
        return {
            "keys": [
                {
                    **RSAAlgorithm.to_jwk(key.public_key(), as_dict=True),
                    "kid": kid,
                    "endorsements": ["msteams"],
                }
                for kid, key in self.keys.items()
            ]
        }

    async def check(self, kid: str, signer: rsa.RSAPrivateKey | None = None) -> None:
        now = int(time.time())
        claims = {"iss": "https://api.botframework.com", "aud": APP, "nbf": now, "exp": now + 60}
        key = signer or self.keys[kid]
        token = jwt.encode({**claims, "serviceurl": SERVICE}, key, "RS256", {"kid": kid})
        await self.trust.check(f"Bearer {token}", ACTIVITY)


async def test_the_keys_are_asked_for_once_a_day() -> None:
    microsoft = Microsoft()
    for _ in range(3):
        await microsoft.check("k1")
    assert microsoft.asked == 1
    microsoft.now += 24 * 3600 + 1
    await microsoft.check("k1")
    assert microsoft.asked == 2


async def test_a_new_key_is_learnt_and_a_name_that_is_none_asks_at_most_once_a_minute() -> None:
    microsoft = Microsoft()
    await microsoft.check("k1")
    stranger = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    for _ in range(5):
        with pytest.raises(Untrusted):
            await microsoft.check("no such key", stranger)
    assert microsoft.asked == 1
    microsoft.add("k2")
    microsoft.now += 61
    await microsoft.check("k2")
    assert microsoft.asked == 2


async def test_a_key_that_was_withdrawn_opens_no_more() -> None:
    microsoft = Microsoft()
    await microsoft.check("k1")
    withdrawn = microsoft.keys.pop("k1")
    microsoft.now += 24 * 3600 + 1
    with pytest.raises(Untrusted):
        await microsoft.check("k1", withdrawn)


def activity(**more: Any) -> dict[str, Any]:
    conversation = {"id": "a:1", "conversationType": "personal", "tenantId": "t"}
    return {**ACTIVITY, "type": "message", "id": "1", "conversation": conversation, **more}


def test_a_conversation_stands_for_a_chat_without_naming_it() -> None:
    address = address_of(activity(), "t")
    assert address is not None
    user_id = address[0]
    assert address[1:] == ("a:1", SERVICE)
    assert user_of(conversation_of(user_id)) == user_id
    assert "a:1" not in conversation_of(user_id)
    assert address_of(activity(), "another") is None
    assert [user_of(other) for other in ("web-42", "teams-", "teams-xyz", f"teams-{user_id}x")] == [None] * 4


@pytest.mark.parametrize(
    "broken", [{"conversation": 5}, {"conversation": {"id": []}}, {"serviceUrl": None}, {"channelData": [1]}]
)
def test_an_activity_of_any_shape_is_read_without_breaking(broken: dict[str, Any]) -> None:
    given = activity(**broken)
    if address := address_of(given, "t"):
        assert messages_of(given, address[0])[0]["text"] == ""


@pytest.mark.parametrize(
    "broken",
    [
        {"id": "\ud800"},
        {"id": 5},
        {"serviceUrl": f"{SERVICE}\x00"},
        {"serviceUrl": ["x"]},
        {"conversation": {"id": "a\udfff", "conversationType": "personal", "tenantId": "t"}},
        {"conversation": {"id": "a" * 1001}},
        {"id": ""},
    ],
)
def test_names_that_are_no_text_are_refused(broken: dict[str, Any]) -> None:
    assert is_sound(activity())
    assert is_sound({**activity(), "id": None})
    assert not is_sound(activity(**broken))


def test_words_come_after_the_files_and_each_has_an_id_of_its_own() -> None:
    inline = {"contentType": "image/png", "contentUrl": f"{SERVICE}v3/attachments/1"}
    shared = {
        "contentType": "application/vnd.microsoft.teams.file.download.info",
        "name": "a.pdf",
        "content": {"downloadUrl": "https://orgao-my.sharepoint.com/x"},
    }
    looks = {"contentType": "text/html", "content": "<div>oi</div>"}
    kept = messages_of(activity(text="oi", attachments=[looks, inline, shared, 5]), "u")
    assert [read(one) for one in kept] == [
        File(f"{SERVICE}v3/attachments/1", "foto.png", ""),
        File("https://orgao-my.sharepoint.com/x", "a.pdf", ""),
        Text("oi"),
    ]
    assert [one["file"]["ours"] for one in kept[:2]] == [True, False]
    assert len({one["id"] for one in kept}) == 3


@pytest.mark.parametrize(
    "url",
    [
        "http://169.254.169.254/",
        "https://sharepoint.com.evil.example/x",
        "https://evilsharepoint.com/x",
        "http://orgao.sharepoint.com/x",
        "file:///etc/passwd",
        f"{SERVICE[:-4]}@evil.example/",
        "",
    ],
)
def test_a_file_elsewhere_is_not_fetched(url: str) -> None:
    [kept] = messages_of(activity(attachments=[{"contentType": "image/png", "contentUrl": url}]), "u")
    assert isinstance(read(kept), Hint)


def test_more_than_six_buttons_are_two_cards_and_a_long_text_goes_before_them() -> None:
    at = datetime(2026, 3, 10, tzinfo=timezone.utc)
    buttons = tuple(Button(f"Opção {n}", f"/p{n}") for n in range(8))
    first, last = render(BotMessage("palavra " * 700, at, buttons))
    assert "attachments" not in first
    assert [len(card["content"]["buttons"]) for card in last["attachments"]] == [6, 2]
    assert last["attachments"][1]["content"]["buttons"][1]["value"] == {"payload": "/p7"}


def test_where_he_is_answered_is_remembered_until_he_is_lost(inbox_of: Callable[[type], Any]) -> None:
    inbox = inbox_of(TeamsInbox)
    inbox.met("u", "a:1", "https://one/")
    inbox.met("u", "a:1", "https://two/")
    assert inbox.address_of("u") == ("a:1", "https://two/")
    inbox.owe("u", "b1", {"id": "b1"})
    inbox.lost("u")
    assert (inbox.address_of("u"), inbox.creditors()) == (None, [])


def test_without_all_its_keys_teams_has_no_door() -> None:
    partly = {"app_id": "x", "app_password": "y", "tenant_id": "optional:${TEAMS_TENANT_ID}"}
    for given in ({}, partly):
        assert not TeamsInput.from_credentials(given).blueprint(None).routes
