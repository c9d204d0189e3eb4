"""A mail's templates by page: in a sandbox, with what the mail is for kept, and put back to what came."""

import pytest
from sqlalchemy import delete

from ticket_store import administration
from ticket_store.administration import KINDS
from ticket_store.database import transaction
from ticket_store.errors import SettingNotFound, SettingRefused
from ticket_store.mails.chosen import chosen, failure, note_failure
from ticket_store.mails.rendering import KINDS as MAILS
from ticket_store.mails.rendering import render, shipped
from ticket_store.mails.samples import sample
from ticket_store.model import SettingFailure, SettingVersion

KIND = KINDS["mail_template"]
SITE = "https://css.exemplo.gov.br"


@pytest.fixture(autouse=True)
def as_they_came(store):
    yield
    with transaction(store.engine) as session:
        session.execute(delete(SettingVersion))
        session.execute(delete(SettingFailure))


def written(kind: str, **parts: str) -> dict[str, str]:
    return shipped(kind) | parts


def save(store, kind: str, **parts: str) -> str:
    return store.do(administration.save, kind=KIND, code=kind, data=written(kind, **parts), agent_id=None)


def refused(store, kind: str, **parts: str) -> tuple[str, str]:
    with pytest.raises(SettingRefused) as caught:
        save(store, kind, **parts)
    return caught.value.field, caught.value.why


def test_what_came_can_be_saved_for_every_kind_and_changes_nothing(store) -> None:
    for kind in MAILS:
        save(store, kind)
        assert store.ask(chosen, kind=kind) is None, kind


def test_what_is_written_is_in_force_and_goes_back_to_what_came(store) -> None:
    save(store, "registered", subject="Anotamos: {{ number }}")
    found = store.ask(chosen, kind="registered")
    assert found is not None
    letter = render("registered", sample("registered", SITE), found.sources)
    assert letter.subject == "Anotamos: 2026-0001234"
    store.do(administration.put_back, kind=KIND, code="registered", number=1, agent_id=None)
    assert store.ask(chosen, kind="registered") is None  # so that the next release's is followed
    with pytest.raises(SettingNotFound):
        store.do(administration.save, kind=KIND, code="nada", data=shipped("registered"), agent_id=None)


@pytest.mark.parametrize("source", ["{{ ''.__class__.__mro__ }}", "{{ number.__init__ }}"])
def test_a_template_sees_nothing_of_the_program(store, source: str) -> None:
    assert refused(store, "registered", subject=source) == ("subject", "cannot_render")


@pytest.mark.parametrize(
    "source",
    [
        "{{ range(1000000000) }}",
        "{% set a = 'x' %}{{ number }}",
        "{{ number * 1000000000 }}",
        "{{ 'x'.ljust(1000000000) }}",
        "{{ '%1000000000d' | format(1) }}",
        "{% for a in description %}{% for b in description %}{{ a }}{% endfor %}{% endfor %}",
        "{% for a in lines recursive %}{{ loop(lines) }}{% endfor %}",
        "{% macro a() %}{{ a() }}{% endmacro %}",
        "{% include '_base/layout.txt' %}",
        "{% extends 'registered/body.txt' %}",
        "{{ self.content() }}",
        "{{ description | safe }}",
        "{% autoescape false %}{{ description }}{% endautoescape %}",
    ],
)
def test_a_template_does_only_what_is_on_the_list(store, source: str) -> None:
    field, why = refused(store, "registered", subject=source)
    assert (field, why in ("not_allowed", "template")) == ("subject", True)


def test_a_mail_keeps_what_it_is_for(store) -> None:
    code = shipped("one_time_code")
    survey = shipped("resolved")
    assert refused(store, "one_time_code", text=code["text"].replace("{{ code | line }}", "")) == (
        "text",
        "must_say",
    )
    assert refused(store, "resolved", html=survey["html"].replace("survey_url", "consult_url")) == (
        "html",
        "must_say",
    )
    bare = "<!doctype html><html><body><h1>Registrado</h1><p>{{ number }} {{ consult_url }}</p></body></html>"
    assert refused(store, "registered", html=bare) == ("html", "layout")
    empty = '{% extends "_base/layout.txt" %}{% block content %}{{ numero }}{% endblock %}'
    assert refused(store, "registered", text=empty) == ("text", "cannot_render")
    assert refused(store, "registered", subject="{{ number") == ("subject", "template")


@pytest.mark.parametrize(
    "added",
    [
        "<script>alert(1)</script>", '<img src="https://x.gov.br/a.png">', "<form></form>",
        '<p onclick="x()">a</p>', '<a href="javascript:x">a</a>', '<p style="background: url(x)">a</p>',
        "<iframe></iframe>",
    ],
)  # fmt: skip
def test_a_mail_loads_and_runs_nothing(store, added: str) -> None:
    html = shipped("registered")["html"].replace("{{ parts.greeting() }}", added)
    assert refused(store, "registered", html=html) == ("html", "tag")


def test_what_a_person_wrote_stays_text_in_a_template_of_the_page(store) -> None:
    html = shipped("answered")["html"].replace("{{ parts.greeting() }}", "<p>{{ text }}</p>")
    save(store, "answered", html=html)
    found = store.ask(chosen, kind="answered")
    values = sample("answered", SITE) | {"text": "<script>{{ 7 * 7 }}</script>"}
    assert "<script>" not in render("answered", values, found.sources).html
    assert "49" not in render("answered", values | {"number": "1"}, found.sources).text


def test_a_failure_is_shown_until_another_version_is_in_force(store) -> None:
    save(store, "closed", subject="Terminou: {{ number }}")
    found = store.ask(chosen, kind="closed")
    for reason in ("one", "two"):
        store.do(note_failure, failed=found, reason=reason)
    assert store.ask(failure, kind="closed").reason == "two"
    save(store, "closed", subject="Acabou: {{ number }}")
    assert store.ask(failure, kind="closed") is None
