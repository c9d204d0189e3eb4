"""The short answers of the conversation, by what blind people ask at each place: measured, never learnt."""

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml
from sqlalchemy.orm import Session

from tests import kept_answers
from ticket_store import articles, database, queries
from ticket_store.search import short_answers
from ticket_store.search.words import fold

pytestmark = pytest.mark.xdist_group("articles")  # one worker learns what they are asked by
ASKED = yaml.safe_load(Path(__file__).with_name("questions_at_a_place.yml").read_text("utf-8"))
AFTER = {
    "registered": "after_open_ticket",
    "added": "after_add_ticket_information",
    "cancelled": "after_cancel_ticket",
}
ASKING = {
    "service": {"service", "open_ticket"},
    "description": {"description", "open_ticket"},
    "email": {"email", "open_ticket"},
    "summary": {"confirm_open", "open_ticket"},
    "code": {"code", "check_ticket_status"},
    "cancel": {"confirm_cancel", "cancel_ticket"},
    "reopen": {"reason", "reopen_ticket"},
    "rating": {"score", "rate_service"},
}


def place(at: str, about: str) -> queries.Place:
    """As actions/topics/knowledge.py makes it of the conversation."""
    if at == "start":
        return queries.Place(frozenset({"none"}))
    if at in ASKING:
        return queries.Place(frozenset(ASKING[at]), about, under_way=True)
    return queries.Place(frozenset({"ticket"} | ({AFTER[at]} if at in AFTER else set())), at_rest=True)


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    url = f"sqlite:///{tmp_path_factory.mktemp('answers')}/tickets.db"
    database.migrate(url)
    engine = database.connect(url)
    with pytest.MonkeyPatch.context() as patch, database.reading(engine) as session:
        patch.setenv("VAR_DIR", str(kept_answers.VAR))
        queries.prepare_answers(session)
        yield session
    engine.dispose()


def test_what_blind_people_ask_in_the_middle_gets_its_answer(asked: Session) -> None:
    """Measured (docs/knowledge.md), never tuned on one by one."""
    found: Counter[str] = Counter()
    for one in ASKED:
        question, wanted = one.get("part", one["said"]), one["answers"]
        at = place(one["at"], one["about"])
        view, figure = queries.short_answer(asked, text=question, message=one["said"], place=at)
        given = view.slug if view and figure >= queries.ANSWERS_FROM else None
        kind = "right" if given in wanted else "silent" if given is None else "other"
        found[kind if wanted else "none" if given is None else "false"] += 1
    assert found.total() == 320
    assert found["right"] >= 0.47 * (found["right"] + found["silent"] + found["other"])
    assert found["other"] + found["false"] <= 0.08 * found.total()


def test_what_tells_and_asks_nothing_gets_none(asked: Session) -> None:
    told = [
        "sim, pode registrar",
        "é na sala 12, no bloco B",
        "o SIAPE trava quando gravo",
        "nota 4",
        "não, obrigada",
    ]
    for text in told:
        at = place("summary", "siape")
        _, figure = queries.short_answer(asked, text=text, place=at)
        assert figure < queries.BESIDE_FROM, text


def test_no_measured_question_is_among_what_was_learnt() -> None:
    lines = [line for seed in articles.load().articles for line in seed.text.asked.splitlines()]
    lines += [line for asked_by in articles.ways_of_asking().values() for line in asked_by]
    learnt = {fold(line) for line in [*lines, *short_answers.no_questions()]}
    assert not learnt & {fold(one[name]) for one in ASKED for name in ("said", "part") if name in one}


def test_every_way_of_asking_is_of_an_answer_that_there_is() -> None:
    assert articles.ways_of_asking().keys() <= articles.places().keys()
