"""Teams have hours: who attends is told by them, over a weekend, and an automation waits by them."""

import pytest
from sqlalchemy import delete, select

from ticket_store import accounts, administration, duty, operations, queries
from ticket_store.administration import KINDS
from ticket_store.authors import Author
from ticket_store.automations.rules import Rule
from ticket_store.automations.running import dry_run
from ticket_store.database import transaction
from ticket_store.errors import SettingNotFound, SettingRefused
from ticket_store.model import Agent, SettingVersion

KIND = KINDS["duty"]
PEOPLE, NETWORK = "people", "network"


@pytest.fixture(autouse=True)
def no_hours_left(store):
    yield
    with transaction(store.engine) as session:
        session.execute(delete(SettingVersion))


def works(store, team: str, calendar: str) -> str:
    data = {"calendar": calendar}
    return store.do(administration.save, kind=KIND, code=team, data=data, agent_id=None)


def at_the_desk(store, *teams: str) -> Author:
    who = store.agent()
    with transaction(store.engine) as session:
        session.scalars(select(Agent).where(Agent.id == who.agent_id)).one().team_codes = list(teams)
    return who


def says_so(store, who: Author, attending: bool = True) -> None:
    store.do(accounts.start_session, agent_id=who.agent_id)
    store.do(operations.set_attending, agent_id=who.agent_id, attending=attending)


def there(store, who: Author) -> bool:
    store.do(accounts.start_session, agent_id=who.agent_id)  # his browser is open all the time
    return [one.id for one in store.ask(queries.attending, now=store.now)] == [who.agent_id]


def test_who_said_that_he_attends_counts_until_his_teams_hours_end_or_he_says_it_again(store) -> None:
    works(store, PEOPLE, "business")
    store.at(2026, 7, 24, 17)  # a Friday
    bruno = at_the_desk(store, PEOPLE)
    says_so(store, bruno)
    assert there(store, bruno)
    store.at(2026, 7, 24, 18, 1)
    assert not there(store, bruno)
    says_so(store, bruno)  # he stays longer, and says so
    assert there(store, bruno)
    store.at(2026, 7, 26, 12)
    says_so(store, bruno, attending=False)
    assert not there(store, bruno)


def test_hours_begin_again_on_the_next_working_day(store) -> None:
    works(store, PEOPLE, "business")
    store.at(2026, 9, 4, 17)  # the Friday before 7 September, a holiday
    bruno = at_the_desk(store, PEOPLE)
    says_so(store, bruno)
    for day, hour, expected in ((4, 19, False), (7, 10, False), (8, 7, False), (8, 8, True)):
        store.at(2026, 9, day, hour)
        assert there(store, bruno) is expected, (day, hour)
    [calendar] = store.ask(duty.hours).values()
    assert duty.opens_next(calendar, store.at(2026, 9, 4, 19)) == store.at(2026, 9, 8, 8)


def test_one_team_around_the_clock_or_none_at_all_binds_nobody(store) -> None:
    works(store, PEOPLE, "business")
    store.at(2026, 7, 24, 17)
    for teams in ((PEOPLE, NETWORK), ()):
        who = at_the_desk(store, *teams)
        store.at(2026, 7, 24, 17)
        says_so(store, who)
        store.at(2026, 7, 24, 23)
        assert there(store, who), teams


def test_a_wait_without_an_ans_runs_by_the_hours_of_the_team(store) -> None:
    store.at(2026, 7, 25, 9)  # a Saturday
    store.open("caio@prefeitura.sp.gov.br")
    store.later(hours=5)
    nothing = {"services": [], "teams": [], "priorities": [], "channels": [], "bodies": []}
    wanted = Rule("-", 0, store.now, nothing | {"when": "unanswered", "minutes": 120})
    assert store.ask(dry_run, rule=wanted, now=store.now) == []
    works(store, "finance", "extended")
    assert len(store.ask(dry_run, rule=wanted, now=store.now)) == 1


def test_only_a_known_calendar_is_taken_for_a_known_team(store) -> None:
    with pytest.raises(SettingRefused):
        works(store, PEOPLE, "nights")
    with pytest.raises(SettingNotFound):
        works(store, "nowhere", "business")
    works(store, PEOPLE, "business")
    works(store, PEOPLE, "")
    assert store.ask(duty.hours) == {}
