"""A call as Twilio makes it: its requests (with all parameters, empty ones too), signed as it signs them, and
the TwiML read back. Shaped after Twilio's reference, since no real account is at hand."""

from __future__ import annotations

import base64
import hashlib
import hmac
import uuid
from dataclasses import dataclass, field
from urllib.parse import urlencode
from xml.etree import ElementTree

import requests

AUTH_TOKEN = "12345-auth-token-of-the-tests"
PUBLIC = "https://css.example"
PATH = "/webhooks/phone/webhook"


def signature(url: str, form: dict[str, str], token: str = AUTH_TOKEN) -> str:
    """X-Twilio-Signature: HMAC-SHA1 over the address as Twilio calls it and the sorted parameters."""
    text = url + "".join(name + form[name] for name in sorted(form))
    return base64.b64encode(hmac.new(token.encode(), text.encode(), hashlib.sha1).digest()).decode()


@dataclass
class Heard:
    """What the caller hears: the texts of <Say>, in order. gather: the attributes of <Gather>, if any."""

    said: list[str]
    gather: dict[str, str]
    languages: set[str]
    voices: set[str]
    hung_up: bool

    @property
    def text(self) -> str:
        return " ".join(self.said)


def read(twiml: str) -> Heard:
    root = ElementTree.fromstring(twiml)
    assert root.tag == "Response"
    says, gather = list(root.iter("Say")), root.find("Gather")
    return Heard(
        said=[say.text or "" for say in says],
        gather=dict(gather.attrib) if gather is not None else {},
        languages={say.get("language", "") for say in says},
        voices={say.get("voice", "") for say in says},
        hung_up=root.find("Hangup") is not None,
    )


@dataclass
class Call:
    """One call to the server at `url`."""

    url: str
    caller: str = "+5561990000001"
    sid: str = field(default_factory=lambda: "CA" + uuid.uuid4().hex)
    action: str = PATH

    @property
    def id(self) -> str:
        return f"tel-{self.sid}"

    def ring(self) -> Heard:
        return self._ask(CallStatus="ringing")

    def say(self, words: str) -> Heard:
        return self._ask(SpeechResult=words, Confidence="0.9123", Language="pt-BR")

    def press(self, keys: str) -> Heard:
        return self._ask(Digits=keys, FinishedOnKey="")

    def be_silent(self) -> Heard:
        return self._ask(SpeechResult="", Confidence="0.0")

    def form(self, **more: str) -> dict[str, str]:
        return {
            "AccountSid": "AC" + "0" * 32,
            "ApiVersion": "2010-04-01",
            "CallSid": self.sid,
            "CallStatus": "in-progress",
            "Called": "+556120210000",
            "CalledCity": "",
            "CalledCountry": "BR",
            "Caller": self.caller,
            "CallerCountry": "BR",
            "Direction": "inbound",
            "From": self.caller,
            "FromCity": "",
            "FromState": "Brasília",
            "To": "+556120210000",
            **more,
        }

    def post(self, form: dict[str, str], given: str | None = None, path: str = "") -> requests.Response:
        path = path or self.action
        headers = {
            "X-Twilio-Signature": signature(PUBLIC + path, form) if given is None else given,
            "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        }
        return requests.post(self.url + path, data=urlencode(form), headers=headers, timeout=60)

    def _ask(self, **more: str) -> Heard:
        answer = self.post(self.form(**more))
        assert answer.status_code == 200, answer.text
        assert answer.headers["Content-Type"].startswith("text/xml")
        heard = read(answer.text)
        self.action = heard.gather.get("action", self.action)
        return heard
