"""A crawler follows every link with each role: no page fails, no link is dead, nobody reads another's."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urldefrag, urljoin, urlsplit

from fastapi.testclient import TestClient

from ticket_store import operations

from .shift import Shift

# Streams without an end, and files whose reader is no page.
NOT_FOLLOWED = re.compile(r"/(eventos|static|api/v1/openapi|chat\.js|service-worker)")
# Same page, another number or query: one of each kind is enough.
KIND = re.compile(r"\d+")
OWN = "/atendimento"


class Links(HTMLParser):
    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "a" and given.get("href") and "download" not in given:
            self.found.append(str(given["href"]))
        if tag == "form" and (given.get("method") or "get").lower() == "get" and given.get("action"):
            self.found.append(str(given["action"]))


def crawl(browser: TestClient, *begin: str) -> dict[str, int]:
    """Every address that is reached from `begin`, one of a kind -> its status."""
    told: dict[str, int] = {}
    kinds: set[str] = set()
    waiting = deque(begin)
    here = urlsplit(str(browser.base_url)).netloc
    while waiting:
        address = waiting.popleft()
        split = urlsplit(address)
        kind = KIND.sub("0", split.path) + "?" + ",".join(sorted(re.findall(r"(\w+)=", split.query)))
        if kind in kinds or NOT_FOLLOWED.search(split.path):
            continue
        kinds.add(kind)
        answer = browser.get(address)
        told[address] = answer.status_code
        if "text/html" in answer.headers.get("content-type", ""):
            for link in Links(answer.text).found:
                to = urlsplit(urldefrag(urljoin(str(answer.url), link))[0])
                if to.netloc == here and to.scheme.startswith("http"):
                    waiting.append(to.path + (f"?{to.query}" if to.query else ""))
    return told


def test_every_link_of_every_role_leads_to_a_page_of_its_own(
    visitor: Callable[[], TestClient], signed_in: Callable[[str], TestClient], shift: Shift, engine: Any
) -> None:
    shift.hire("ada", "administrator")
    running, done = shift.opened(), shift.opened()
    shift.do(operations.resolve, ticket_number=done, solution="Refeito.", author=shift.author("bruno"))
    shift.handoff()
    people = {who: signed_in(who) for who in ("bruno", "silvia", "ada")}
    begin = ("/", OWN, f"{OWN}/acionamentos/{running}", f"{OWN}/acionamentos/{done}")
    seen = {who: crawl(browser, *begin) for who, browser in people.items()}
    outside = crawl(visitor(), "/", "/mapa-do-site")
    for who, told in {**seen, "visitor": outside}.items():
        assert {address: status for address, status in told.items() if status >= 400} == {}, who
    assert len(outside) > 8
    assert len(seen["bruno"]) > 15
    # What a role's pages do not lead to is refused, not only unlinked.
    desk = {who: {a for a in told if a.startswith(OWN)} for who, told in seen.items()}
    for who, above in (("bruno", "silvia"), ("silvia", "ada")):
        kinds = {KIND.sub("0", urlsplit(a).path) for a in desk[who]}
        others = {a for a in desk[above] if KIND.sub("0", urlsplit(a).path) not in kinds}
        assert others, above
        assert {a: s for a in others if (s := people[who].get(a).status_code) != 403} == {}, who
    stranger = visitor()
    for address in set().union(*desk.values()) - {f"{OWN}/entrar"}:
        answer = stranger.get(address, follow_redirects=False)
        assert answer.status_code in (303, 401, 404), address
        assert "ana@saude" not in answer.text
