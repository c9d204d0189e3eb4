"""What is changed by page is in force, kept with its author, put back, and outlives the file."""

from datetime import timedelta

import pytest
import yaml
from sqlalchemy import delete, select

from ticket_store import administration, catalogue, operations, queries
from ticket_store.administration import KINDS
from ticket_store.administration.seed import as_catalogue
from ticket_store.database import transaction
from ticket_store.errors import SettingRefused
from ticket_store.model import Agent, Service, SettingVersion, Team, Ticket
from ticket_store.privacy import purge

WIFI = {"name": "Wi-Fi da sede", "team": "network", "aliases": ["wifi da sede"], "active": True}
ANS = {
    "name": "Prefeituras",
    "domains": ["prefeitura.sp.gov.br"],
    "calendar": "24x7",
    "targets": {c: {"first_response": 10, "resolution": 60} for c in ("critical", "high", "normal", "low")},
    "active": True,
}


def save(store, kind: str, data, code=None, by=None) -> str:
    return store.do(administration.save, kind=KINDS[kind], code=code, data=data, agent_id=by)


def refused(store, *args, **more) -> tuple[str, str]:
    with pytest.raises(SettingRefused) as caught:
        save(store, *args, **more)
    return caught.value.field, caught.value.why


@pytest.fixture(autouse=True)
def the_file_again(store):
    """The catalogue's tables are not emptied between tests."""
    yield
    with transaction(store.engine) as session:
        session.execute(delete(SettingVersion))
    synced(store)


def synced(store) -> None:
    with transaction(store.engine) as session:
        catalogue.sync(session, catalogue.load())


def test_what_was_changed_by_page_is_not_brought_back_to_the_file(store) -> None:
    made = save(store, "service", WIFI)
    save(store, "team", {"name": "Redes", "email": "redes@serpro.gov.br", "active": True}, "network")
    synced(store)
    with transaction(store.engine) as session:
        assert session.get_one(Service, made).active
        assert session.get_one(Team, "network").name == "Redes"
        assert session.get_one(Team, "finance").email == "suporte.financas@serpro.gov.br"
    assert store.open(service_code=made).team_code == "network"


def test_every_change_has_its_author_and_is_put_back(store) -> None:
    author = store.agent().agent_id
    new = {"name": "Redes", "email": "redes@serpro.gov.br", "active": True}
    save(store, "team", new, "network", author)
    save(store, "team", new, "network", author)  # the same again is no change
    kind = KINDS["team"]
    seen = store.ask(administration.history, kind=kind, code="network")
    assert [(one.number, one.agent_id) for one in seen] == [(2, author), (1, None)]
    store.do(administration.put_back, kind=kind, code="network", number=1, agent_id=author)
    with transaction(store.engine) as session:
        assert session.get_one(Team, "network").name == "Redes e conectividade"
    assert len(store.ask(administration.history, kind=kind, code="network")) == 3


def test_an_ans_counts_for_the_tickets_opened_after_it(store) -> None:
    before = store.open("caio@prefeitura.sp.gov.br")
    code = save(store, "agreement", ANS)
    after = store.open("caio@prefeitura.sp.gov.br")
    promised = [one.due_at for one in store.ask(queries.deadlines, ticket_number=after.number)]
    assert promised == [store.now + timedelta(minutes=10), store.now + timedelta(hours=1)]
    assert store.ask(queries.deadlines, ticket_number=before.number) == []
    save(store, "agreement", ANS | {"active": False}, code)
    gone = store.open("caio@prefeitura.sp.gov.br")
    assert store.ask(queries.deadlines, ticket_number=gone.number) == []


def test_a_priority_ages_as_the_page_says_also_when_it_is_reopened(store) -> None:
    def waits(number: str) -> timedelta:
        with transaction(store.engine) as session:
            found = session.scalars(select(Ticket).where(Ticket.number == number)).one()
            return found.ages_at - store.now

    before = store.open("caio@prefeitura.sp.gov.br")
    save(store, "priority", {"ages_in_days": 9}, "normal")
    after = store.open("caio@prefeitura.sp.gov.br")
    assert (waits(before.number), waits(after.number)) == (timedelta(days=3), timedelta(days=9))
    author = store.agent()
    store.do(operations.resolve, ticket_number=before.number, solution="Feito.", author=author)
    store.do(operations.reopen, ticket_number=before.number, reason="Voltou.", author=author)
    assert waits(before.number) == timedelta(days=9)
    assert refused(store, "priority", {"ages_in_days": 0}, "normal") == ("ages_in_days", "no_days")
    exported = yaml.safe_load(store.ask(as_catalogue))["priorities"]
    assert {one["code"]: one["ages_in_days"] for one in exported}["normal"] == 9


def test_what_would_break_the_desk_is_refused(store) -> None:
    account = {"name": "Otávio", "email": "x@y.gov.br", "role": "administrator", "teams": [], "active": True}
    only = str(store.agent("Otávio", "administrator").agent_id)
    other = store.agent("Bruno").agent_id
    assert refused(store, "account", account | {"role": "attendant"}, only, by=other) == ("role", "last")
    assert refused(store, "account", account | {"active": False}, only, by=int(only)) == ("active", "own")
    assert refused(store, "team", {"name": "F", "email": "f@x.gov.br", "active": False}, "finance") == (
        "active",
        "in_use",
    )
    assert refused(store, "service", WIFI | {"aliases": ["SIAF"]}) == ("aliases", "taken")
    assert refused(store, "agreement", ANS | {"domains": ["rfb.gov.br"]}) == ("domains", "taken")
    assert refused(store, "agreement", ANS | {"targets": {}}) == ("targets", "no_number")
    shut = {"name": "Noite", "days": ["0"], "opens": "22:00", "closes": "06:00"}
    assert refused(store, "calendar", shut) == ("closes", "too_early")


def test_a_new_account_gets_a_link_and_one_that_is_off_gives_back_its_work(store) -> None:
    data = {"name": "Rita", "email": "Rita@Serpro.gov.br", "role": "attendant", "teams": [], "active": True}
    code = save(store, "account", data)
    assert store.mails("rita@serpro.gov.br") == ["password_reset"]
    save(store, "account", data | {"active": False}, code)
    with transaction(store.engine) as session:
        assert not session.scalars(select(Agent).where(Agent.id == int(code))).one().active


def test_the_next_training_learns_what_the_page_says(store, tmp_path) -> None:
    file = tmp_path / "catalogue.yml"
    file.write_text(store.ask(as_catalogue), encoding="utf-8")
    assert catalogue.load(file).agreements == catalogue.load().agreements
    assert catalogue.load(file).priorities == catalogue.load().priorities
    assert catalogue.load(file).calendars == catalogue.load().calendars
    save(store, "service", WIFI)
    code = save(store, "agreement", ANS)
    file = tmp_path / "changed.yml"
    file.write_text(store.ask(as_catalogue), encoding="utf-8")
    learnt = catalogue.load(file)
    found = learnt.match_service("caiu o wifi da sede")
    assert found is not None
    assert found.name == "Wi-Fi da sede"
    assert learnt.agreement_for("caio@prefeitura.sp.gov.br").code == code


def test_a_period_changed_by_page_is_the_one_that_is_kept_to(store) -> None:
    store.do(operations.touch_conversation, conversation_id="web-1")
    days = store.ask(KINDS["retention"].entry, code="days").data
    store.later(days=20)
    assert "conversations" not in {k for k, n in store.do(purge).counts.items() if n}
    save(store, "retention", days | {"conversations": 19}, "days")
    assert store.do(purge).counts["conversations"] == 1
    assert refused(store, "retention", days | {"letters": 0}, "days") == ("letters", "no_days")
