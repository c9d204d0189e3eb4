"""The page as an application: installable, its questions readable offline, nothing personal kept."""

from __future__ import annotations

import io
import json
import re

import pytest
from fastapi.testclient import TestClient
from PIL import Image, ImageChops
from playwright.sync_api import Browser, BrowserContext, Page, expect

from portal import web_app
from portal.pages import STATIC

from .conftest import WIDTHS, axe_findings, overflows
from .desk_story import Story
from .fake_chat import FakeChat

DRAWN = {
    "app-192": "icon",
    "app-512": "icon",
    "maskable-192": "icons/maskable",
    "maskable-512": "icons/maskable",
    "badge-96": "icons/badge",
}


def installed(tab: Page, address: str) -> None:
    """Visits the page and waits until its service worker is at work."""
    tab.goto(address)
    tab.evaluate("navigator.serviceWorker.ready.then(() => true)")


def kept(tab: Page) -> list[str]:
    """Every address in every cache of the site."""
    return tab.evaluate(
        """async () => (await Promise.all((await caches.keys()).map(async (name) =>
             (await (await caches.open(name)).keys()).map((r) => new URL(r.url).pathname)))).flat()"""
    )


def test_the_manifest_is_in_portuguese_and_its_icons_are_what_it_says(client: TestClient) -> None:
    response = client.get("/manifest.webmanifest")
    assert response.headers["content-type"] == "application/manifest+json"
    manifest = response.json()
    assert manifest["lang"] == "pt-BR"
    assert (manifest["start_url"], manifest["scope"], manifest["display"]) == ("/", "/", "standalone")
    assert {(icon["sizes"], icon["purpose"]) for icon in manifest["icons"]} >= {
        ("192x192", "any"),
        ("512x512", "any"),
        ("512x512", "maskable"),
    }
    for icon in manifest["icons"]:
        picture = Image.open(io.BytesIO(client.get(icon["src"]).content))
        assert (picture.format, "x".join(map(str, picture.size))) == ("PNG", icon["sizes"])
    assert '<link rel="manifest" href="/manifest.webmanifest">' in client.get("/consulta").text


def test_the_worker_is_always_asked_for_again_and_keeps_only_public_pages(client: TestClient) -> None:
    response = client.get("/sw.js")
    assert response.headers["content-type"].startswith("text/javascript")
    assert response.headers["cache-control"] == "no-cache"
    build = json.loads(re.search(r"const BUILD = (\{.*\});", response.text)[1])
    pages = [address for address in build["shell"] if not address.startswith("/static/")]
    assert pages == ["/", "/sem-conexao", "/widget.js"]
    for address in [*build["shell"], build["icon"], build["badge"]]:
        assert client.get(address).status_code == 200


def test_any_change_of_what_is_kept_is_another_version(monkeypatch: pytest.MonkeyPatch) -> None:
    def version() -> str:
        return re.search(r'"version": "(\w+)"', web_app._worker.__wrapped__("http://localhost:1"))[1]

    before = version()
    assert version() == before
    monkeypatch.setattr(web_app, "asset", lambda name: f"/static/{name}?v=outro")
    assert version() != before


@pytest.mark.browser
@pytest.mark.parametrize("name", DRAWN)
def test_the_icons_are_drawn_from_their_source(browser: Browser, name: str) -> None:
    size = int(name.rpartition("-")[2])
    svg = (STATIC / f"{DRAWN[name]}.svg").read_text()
    tab = browser.new_page(viewport={"width": size, "height": size})
    tab.set_content(f"<style>body {{ margin: 0 }} svg {{ display: block; width: {size}px }}</style>{svg}")
    drawn = Image.open(io.BytesIO(tab.screenshot(omit_background=True))).convert("RGBA")
    tab.close()
    committed = Image.open(STATIC / "icons" / f"{name}.png").convert("RGBA")
    assert committed.size == drawn.size
    # Another Chromium may smooth an edge otherwise; not more than that.
    different = sum(
        ImageChops.difference(committed, drawn).convert("L").point(lambda v: v > 64).histogram()[1:]
    )
    assert different < size


@pytest.mark.browser
def test_chromium_would_install_it(site: str, chat: FakeChat, tab: Page, context: BrowserContext) -> None:
    installed(tab, site)
    tools = context.new_cdp_session(tab)
    manifest = tools.send("Page.getAppManifest")
    assert manifest["url"] == f"{site}/manifest.webmanifest"
    assert manifest["errors"] == []
    found = tools.send("Page.getInstallabilityErrors")["installabilityErrors"]
    # Playwright's contexts are all private ones; nothing else stands in the way.
    assert {error["errorId"] for error in found} <= {"in-incognito"}


@pytest.mark.browser
def test_the_questions_are_read_without_a_network(
    site: str, chat: FakeChat, tab: Page, context: BrowserContext
) -> None:
    installed(tab, site)
    context.set_offline(True)
    tab.reload()
    tab.get_by_text("Qual o prazo de atendimento de uma solicitação?").click()
    expect(tab.get_by_text("acordo de nível de serviço (ANS)")).to_be_visible()
    # With its looks: the style sheet is there as well.
    brand = tab.locator(".site-footer")
    assert brand.evaluate("element => getComputedStyle(element).backgroundColor") == "rgb(7, 29, 65)"
    assert tab.evaluate("document.fonts.load('16px Rawline').then((fonts) => fonts.length)") > 0
    tab.get_by_role("button", name="Conversar com o Assistente").click()
    expect(tab.get_by_text("Sem conexão com o Assistente.")).to_be_visible()


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
def test_any_other_page_without_a_network_says_so_and_names_phone_and_mail(
    site: str, chat: FakeChat, tab: Page, context: BrowserContext, width: int
) -> None:
    installed(tab, site)
    tab.set_viewport_size({"width": width, "height": 800})
    context.set_offline(True)
    tab.goto(f"{site}/consulta")
    expect(tab.get_by_role("heading", name="Sem conexão")).to_be_visible()
    main = tab.get_by_role("main")
    expect(main.get_by_role("link", name="0800 728 2323")).to_have_attribute("href", "tel:08007282323")
    expect(main.get_by_role("link", name="css.serpro@serpro.gov.br")).to_be_visible()
    assert axe_findings(tab) == []
    assert not overflows(tab)
    context.set_offline(False)
    tab.get_by_role("link", name="Tentar de novo").click()
    expect(tab.get_by_role("heading", name="Consultar acionamento")).to_be_visible()


@pytest.mark.browser
def test_nothing_personal_is_ever_kept(
    site: str, chat: FakeChat, tab: Page, context: BrowserContext, story: Story
) -> None:
    number = story.opened(description="A folha da Ana dá erro.")
    link = story.consult(number)
    story.resolved(number)
    survey = story.survey(number)
    installed(tab, site)
    for path in (link, survey, "/consulta", "/atendimento", "/caixa", "/api/v1/", "/"):
        tab.goto(f"{site}{path}")
    found = kept(tab)
    assert {path for path in found if not path.startswith("/static/")} == {"/", "/sem-conexao", "/widget.js"}
    context.set_offline(True)
    tab.goto(f"{site}{link}")
    expect(tab.get_by_role("heading", name="Sem conexão")).to_be_visible()
    expect(tab.get_by_text("A folha da Ana")).to_have_count(0)


@pytest.mark.browser
@pytest.mark.parametrize("width", WIDTHS)
def test_an_update_waits_until_the_reader_wants_it(
    site: str, chat: FakeChat, tab: Page, width: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    tab.set_viewport_size({"width": width, "height": 800})
    installed(tab, site)
    [before] = tab.evaluate("caches.keys()")
    source = web_app._worker("http://localhost:1")
    newer = re.sub(r'"version": "\w+"', '"version": "0123456789ab"', source)
    monkeypatch.setattr(web_app, "_worker", lambda _: newer)
    tab.reload()
    expect(tab.get_by_text("Esta página foi atualizada.")).to_be_visible()
    assert axe_findings(tab) == []
    assert not overflows(tab)
    assert set(tab.evaluate("caches.keys()")) == {before, "css-0123456789ab"}
    with tab.expect_navigation():
        tab.get_by_role("button", name="Usar a versão nova").click()
    tab.wait_for_function("caches.keys().then((names) => names.join() === 'css-0123456789ab')")
    expect(tab.get_by_text("Esta página foi atualizada.")).to_have_count(0)


@pytest.mark.browser
def test_the_first_visit_offers_no_update(site: str, chat: FakeChat, tab: Page) -> None:
    installed(tab, site)
    tab.reload()
    installed(tab, site)
    expect(tab.get_by_text("Esta página foi atualizada.")).to_have_count(0)
