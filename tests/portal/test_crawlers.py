"""What search engines, link previews and finders of holes get, and what they must not."""

from __future__ import annotations

import gzip
import re
from datetime import datetime
from pathlib import Path
from xml.etree import ElementTree as xml

from fastapi.testclient import TestClient

from portal.crawlers import SITEMAP
from portal.pages import HERE, STATIC
from portal.public_pages import FORMS, PATHS

from .desk_story import Clock, Story

HOME_BYTES = 90_000


def test_every_address_of_the_sitemap_is_a_public_page_that_may_be_indexed(client: TestClient) -> None:
    site = client.app.state.config.portal_url
    robots = client.get("/robots.txt").text
    assert f"Sitemap: {site}/sitemap.xml" in robots
    found = [one.text for one in xml.fromstring(client.get("/sitemap.xml").content).iter(f"{{{SITEMAP}}}loc")]
    assert {f"{site}{path}" for path in PATHS} < set(found)
    assert f"{site}/ajuda/conta-govbr-esqueci-senha" in found
    for url in [*(f"{site}{path}" for path in PATHS), found[-1]]:
        answer = client.get(url)
        assert answer.status_code == 200
        assert "x-robots-tag" not in answer.headers
        assert f'<link rel="canonical" href="{url}">' in answer.text
        assert not any(url.removeprefix(site).startswith(p) for p in re.findall("Disallow: (.+)", robots))


def test_a_page_with_a_secret_in_its_address_is_indexed_by_nobody_and_previews_nothing(
    client: TestClient, story: Story
) -> None:
    number = story.opened()
    for path in (
        story.consult(number),
        story.survey(number),
        story.unsubscribe("a@b.gov.br"),
        "/atendimento",
    ):
        answer = client.get(path)
        assert answer.headers["x-robots-tag"] == "noindex, nofollow", path
        assert "og:" not in answer.text


def test_a_link_to_the_help_shows_its_own_title_and_summary(client: TestClient) -> None:
    html = client.get("/ajuda/conta-govbr-esqueci-senha").text
    title = re.search('property="og:title" content="([^"]+)"', html)[1]
    assert title.startswith("Como recuperar a senha da conta gov.br")
    described = re.search('name="description" content="([^"]+)"', html)[1]
    assert f'property="og:description" content="{described}"' in html


def test_who_finds_a_hole_is_told_whom_to_write_to_and_until_when_that_is_so(
    client: TestClient, clock: Clock
) -> None:
    text = client.get("/.well-known/security.txt").text
    assert "Contact: mailto:css.serpro@serpro.gov.br" in text
    expires = datetime.fromisoformat(re.search("Expires: (.+)", text)[1])
    assert 30 < (expires - clock()).days < 365


def test_a_page_that_is_nobodys_own_is_sent_once_and_one_with_a_form_never_kept(client: TestClient) -> None:
    for path in PATHS - FORMS:
        first = client.get(path)
        again = client.get(path, headers={"If-None-Match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b""), path
        assert first.headers["cache-control"] == "private, no-cache"
    for path in FORMS:
        assert client.get(path).headers["cache-control"] == "no-store"
    contrast = client.post("/acessibilidade/contraste", data={"back": "/ajuda"})
    assert contrast.headers["etag"] != client.get("/privacidade").headers["etag"]


def test_the_home_page_weighs_little_on_the_wire(client: TestClient) -> None:
    """As a first visit loads it: headers, packed texts, the widget; one font and the icons of the style."""
    html = client.get("/").text
    names = re.findall(r'(?:href|src)="(/(?:static/[^"#]+\.(?:css|js)|widget\.js)[^"#]*)"', html)
    sprite = re.search(r'href="(/static/vendor/icons\.svg[^"#]*)', html)[1]
    weight = 0
    for name in {"/", sprite, "/static/vendor/raleway-normal.woff2", *names}:
        answer = client.get(name)
        assert answer.status_code == 200, name
        packed = answer.content if name.endswith("woff2") else gzip.compress(answer.content)
        weight += len(packed) + sum(len(k) + len(v) + 4 for k, v in answer.headers.items())
    assert weight < HOME_BYTES


def test_every_component_of_the_design_system_that_a_page_uses_has_its_looks() -> None:
    css = (STATIC / "vendor/govbr.css").read_text()
    sources = [*Path(HERE / "templates").rglob("*.html"), *STATIC.glob("*.js")]
    used = {name for path in sources for name in re.findall(r"\bbr-[a-z]+\b", path.read_text())}
    assert {"br-button", "br-message"} <= used
    assert {name for name in used if f".{name}" not in css} == set()
