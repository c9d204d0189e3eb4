"""A person's own data, and what was asked that nobody here has the answer to."""

from tests.engine.told import Told
from ticket_store import database
from ticket_store.queries import knowledge


def test_who_wants_his_data_is_led_to_their_page(told: Told) -> None:
    for which in ("copy", "erase"):
        said = told.say("e os meus dados?", {"command": "start", "flow": "my_data", "which": which})
        assert "/meus-dados" in said
        assert "css.serpro@serpro.gov.br" in said


def test_a_question_that_no_article_answers_is_noted_for_the_editors(told: Told) -> None:
    told.say("como estorno um empenho no siafi?", "ask other")
    with database.reading(told.engine) as session:
        assert [gap.text for gap in knowledge.gaps(session)] == ["como estorno um empenho no siafi?"]
