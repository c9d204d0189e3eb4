"""A person's own data, and what was asked that nobody here has the answer to."""

from sqlalchemy import select

from actions.words import moment
from tests.engine.told import Desk, Told
from ticket_store import database, model, queries
from ticket_store.queries import knowledge

ANA = "ana@fazenda.gov.br"
COPY = {"command": "start", "flow": "my_data", "which": "copy"}
ERASE = {"command": "start", "flow": "my_data", "which": "erase"}


def mails(told: Told, kind: str) -> list[model.OutboxRow]:
    with database.reading(told.engine) as session:
        rows = select(model.OutboxRow).where(model.OutboxRow.kind == kind)
        return list(session.scalars(rows.order_by(model.OutboxRow.id)))


def test_a_copy_is_mailed_to_who_has_proved_the_address_and_to_nobody_else(told: Told, desk: Desk) -> None:
    desk.open(ANA, "O SIAFI não abre")
    told.say("quero meus dados", COPY, f"set email: {ANA}")
    assert told.pending == "code"
    assert mails(told, "data_copy") == []
    said = told.say(told.code(ANA), f"set code: {told.code(ANA)}")
    assert f"Enviei para {ANA}" in said
    assert "/meus-dados" in said
    [mail] = mails(told, "data_copy")
    assert mail.recipient == ANA
    assert [ticket["description"] for ticket in mail.payload["data"]["tickets"]] == ["O SIAFI não abre"]
    assert "há menos de uma hora" in told.say("de novo", COPY)
    assert len(mails(told, "data_copy")) == 1


def test_somebody_elses_data_need_his_code_though_another_address_is_proved(told: Told) -> None:
    told.proved("carla@mec.gov.br").say("os dados da ana", COPY, f"set email: {ANA}")
    assert told.pending == "code"
    assert mails(told, "data_copy") == []


def test_erasing_is_asked_about_told_with_its_time_and_taken_back(told: Told) -> None:
    told.proved(ANA)
    said = told.say("apaguem tudo", ERASE, f"set email: {ANA}")
    assert f"Apagar os dados de {ANA}?" in said
    assert "Depois não tem volta" in said
    assert mails(told, "erasure_asked") == []
    said = told.say("sim", "affirm")
    [mail] = mails(told, "erasure_asked")
    assert mail.payload["protocol"] in said
    with database.reading(told.engine) as session:
        running = queries.running_erasure(session, email=ANA)
    assert running is not None
    assert moment(running.due_at) in said
    assert "Quer desistir" in told.say("apaga logo", ERASE)
    assert "nada será apagado" in told.say("sim", "affirm")
    with database.reading(told.engine) as session:
        assert queries.running_erasure(session, email=ANA) is None


def test_a_no_erases_nothing(told: Told) -> None:
    told.proved(ANA).say("apaguem tudo", ERASE)
    told.say("melhor não", "deny")
    assert told.pending == "none"
    with database.reading(told.engine) as session:
        assert queries.running_erasure(session, email=ANA) is None


def test_of_several_proved_addresses_one_is_asked_for(told: Told) -> None:
    told.proved(ANA).proved("ana@saude.gov.br")
    assert "De qual e-mail" in told.say("meus dados", COPY)
    assert "Enviei para ana@saude.gov.br" in told.say("o da saúde", "set email: ana@saude.gov.br")


def test_in_the_middle_of_a_ticket_it_is_done_and_the_ticket_goes_on(told: Told) -> None:
    told.proved(ANA).say("abrir", "start open_ticket", "set service: siafi", f"set email: {ANA}")
    assert told.pending == "description"
    assert "Enviei para" in told.say("manda meus dados", COPY)
    assert told.responses[-1] == "utter_open_ticket_go_on"
    told.say("sim", "affirm")
    assert told.pending == "description"


def test_a_question_that_no_article_answers_is_noted_for_the_editors(told: Told) -> None:
    told.say("como estorno um empenho no siafi?", "ask other")
    with database.reading(told.engine) as session:
        assert [gap.text for gap in knowledge.gaps(session)] == ["como estorno um empenho no siafi?"]
