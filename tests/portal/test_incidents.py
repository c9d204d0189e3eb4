"""What is down is told to all: page, JSON, Atom and a notice on the home page; nobody's data is in it."""

from __future__ import annotations

from xml.etree import ElementTree as xml

from fastapi.testclient import TestClient

from .desk_story import ANA, Clock, Story

ATOM = {"a": "http://www.w3.org/2005/Atom"}


def test_a_running_incident_is_told_with_its_beginning_and_its_last_news(
    client: TestClient, story: Story, clock: Clock
) -> None:
    number = story.incident("siafi", "fora do ar", "Equipe atuando.", follower=ANA)
    clock.forward(hours=2)
    story.incident_news(number, "Causa <achada>.")
    html = client.get("/situacao").text
    for told in (
        "SIAFI: fora do ar",
        "desde 25/11/2026 11:00",
        "de 25/11/2026 13:00",
        "Causa &lt;achada&gt;.",
    ):
        assert told in html
    [one] = client.get("/situacao.json").json()["running"]
    assert (one["service"]["code"], one["text"], one["ended_at"]) == ("siafi", "Causa <achada>.", None)
    for form in ("", ".json", ".atom"):
        assert ANA not in client.get(f"/situacao{form}").text


def test_what_is_over_is_shown_for_a_month_and_nothing_known_is_said(
    client: TestClient, story: Story, clock: Clock
) -> None:
    assert "Nenhum problema conhecido agora" in client.get("/situacao").text
    number = story.incident("siafi", "fora do ar", "Equipe atuando.")
    story.incident_news(number, "Voltou.", over=True)
    found = client.get("/situacao.json").json()
    assert (found["running"], [one["text"] for one in found["ended"]]) == ([], ["Voltou."])
    clock.forward(days=31)
    assert client.get("/situacao.json").json()["ended"] == []


def test_the_feed_names_each_incident_once_under_an_address_that_stays(
    client: TestClient, story: Story, clock: Clock
) -> None:
    number = story.incident("siafi", "fora do ar", "Equipe\x0b atuando.")
    first = client.get("/situacao.atom")
    assert first.headers["content-type"].startswith("application/atom+xml")
    clock.forward(hours=1)
    story.incident_news(number, "Voltou.", over=True)
    entries = [
        xml.fromstring(answer.content).findall("a:entry", ATOM)
        for answer in (first, client.get("/situacao.atom"))
    ]
    assert [len(found) for found in entries] == [1, 1]
    assert entries[0][0].findtext("a:id", None, ATOM) == entries[1][0].findtext("a:id", None, ATOM)
    assert entries[1][0].findtext("a:title", None, ATOM) == "SIAFI: fora do ar (encerrado)"
    assert entries[1][0].findtext("a:updated", None, ATOM) == "2026-11-25T15:00:00+00:00"


def test_the_home_page_warns_while_it_runs_and_stands_without_the_store(
    client: TestClient, story: Story
) -> None:
    story.incident("siafi", "fora do ar", "Equipe atuando.")
    assert "SIAFI: fora do ar" in client.get("/").text
    # The browser's copy for when there is no network would tell it for weeks.
    assert "SIAFI: fora do ar" not in client.get("/", headers={"X-Kept-Copy": "1"}).text
    client.app.state.engine = None
    assert client.get("/").status_code == 200
