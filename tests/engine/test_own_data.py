"""A person's own data, and what was asked that nobody here has the answer to."""

import pytest
from sqlalchemy import delete, select

from actions.words import moment
from tests.engine.told import Desk, Told
from ticket_store import database, model, queries
from ticket_store.queries import knowledge

ANA = "ana@fazenda.gov.br"
COPY = {"command": "start", "flow": "my_data", "which": "copy"}
ERASE = {"command": "start", "flow": "my_data", "which": "erase"}
KEEP = {"command": "start", "flow": "my_data", "which": "keep"}


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


def test_who_never_had_a_ticket_is_not_asked_for_its_address(told: Told) -> None:
    said = told.say("quero meus dados", COPY)
    assert told.pending == "email"
    assert "Qual é o e-mail que você usa na CSS?" in said
    assert "acionamento" not in said


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
    assert "nada mudou" in told.say("melhor não", "deny")
    assert told.pending == "none"
    with database.reading(told.engine) as session:
        assert queries.running_erasure(session, email=ANA) is None


@pytest.mark.parametrize("left", ["deny", "stop"])
def test_an_erasure_that_is_not_given_up_is_said_to_go_on(told: Told, left: str) -> None:
    told.proved(ANA).say("apaguem tudo", ERASE)
    told.say("sim", "affirm")
    told.say("apagar meus dados", ERASE)
    said = told.say("e aí, cancelou?", left)
    with database.reading(told.engine) as session:
        running = queries.running_erasure(session, email=ANA)
    assert running is not None
    assert moment(running.due_at) in said
    assert "nada mudou" not in said


def is_due(told: Told) -> bool:
    with database.reading(told.engine) as session:
        return queries.running_erasure(session, email=ANA) is not None


def test_who_regrets_an_erasure_is_asked_whether_to_give_it_up(told: Told) -> None:
    told.proved(ANA).say("apaguem tudo", ERASE)
    told.say("sim", "affirm")
    assert told.state is not None
    assert told.state["known"]["erasing"]  # so that a bare "me arrependi" is read as one
    assert "Quer desistir" in told.say("desisto de apagar os dados", KEEP)
    assert "nada será apagado" in told.say("sim", "affirm")
    assert not is_due(told)
    assert "erasing" not in told.state["known"]


def test_giving_up_right_after_an_erasure_is_of_that(told: Told) -> None:
    told.proved(ANA).say("apaguem tudo", ERASE)
    told.say("sim", "affirm")
    said = told.say("desisto", "stop")
    assert "Quer desistir" in said
    assert "nada em andamento" not in said


def test_a_regret_where_nothing_is_due_is_told_so(told: Told) -> None:
    assert f"Não há pedido para apagar os dados de {ANA}" in told.proved(ANA).say("não apaguem", KEEP)
    assert told.pending == "none"


def test_the_wish_said_again_to_its_question_is_a_yes_and_the_regret_a_no(told: Told) -> None:
    told.proved(ANA).say("apaguem tudo", ERASE)
    assert "nada mudou" in told.say("não, desisto de apagar meus dados", KEEP)
    told.say("apaguem tudo", ERASE)
    assert "Pedido registrado" in told.say("quero que apaguem meus dados", ERASE)
    assert is_due(told)
    told.say("apagar meus dados", ERASE)
    assert "continua" in told.say("apaga meus dados", ERASE)
    assert is_due(told)
    told.say("apagar meus dados", ERASE)
    assert "nada será apagado" in told.say("não quero mais que apaguem meus dados", KEEP)
    assert not is_due(told)


def test_what_is_asked_about_the_erasure_is_answered_by_its_question(told: Told) -> None:
    told.proved(ANA).say("apaguem tudo", ERASE)
    assert "também dos acionamentos abertos" in told.say("e o chamado, fica como?", "unclear")
    assert told.pending == "draft"


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


CORRECTION = {"command": "start", "flow": "my_data", "which": "correction"}


def name_of(told: Told, email: str) -> str | None:
    with database.reading(told.engine) as session:
        return session.scalar(select(model.Requester.name).where(model.Requester.email == email))


def test_a_name_is_corrected_once_the_address_is_proved_and_the_name_was_shown(told: Told) -> None:
    told.say("meu nome está errado, é Ana Souza", CORRECTION, "set information: Ana Souza")
    assert told.pending == "email"
    told.say(ANA, f"set email: {ANA}")
    assert told.pending == "code"
    assert "chamar você de Ana Souza" in told.say(told.code(ANA), f"set code: {told.code(ANA)}")
    assert name_of(told, ANA) is None
    said = told.say("/affirm")
    assert "o seu nome aqui é Ana Souza" in said
    assert ANA in said
    assert name_of(told, ANA) == "Ana Souza"


def test_who_cannot_prove_the_address_corrects_nobodys_name(told: Told) -> None:
    told.proved("carla@mec.gov.br").say(
        "o nome da ana", CORRECTION, f"set email: {ANA}", "set information: X Y"
    )
    assert told.pending == "code"
    told.say("000000", "set code: 000000")
    assert name_of(told, ANA) is None


def test_the_right_name_is_asked_for_and_after_a_no_once_more(told: Told) -> None:
    assert "Escreva o nome certo" in told.proved(ANA).say("meu nome está errado", CORRECTION)
    told.say("é Anna Souza", "set information: é Anna Souza", own_name="Anna Souza")
    assert "chamar você de Anna Souza" in told.events[-1]["text"]
    assert "Escreva o nome certo" in told.say("/deny")
    told.say("Ana Souza", "set information: Ana Souza", own_name="Ana Souza")
    assert name_of(told, ANA) is None
    told.say("/affirm")
    assert name_of(told, ANA) == "Ana Souza"


@pytest.mark.parametrize("said", ["2026-0000001", "<b>Ana</b>", "é esse: https://x.br", "a" * 121])
def test_what_is_no_name_is_asked_for_again(told: Told, said: str) -> None:
    told.proved(ANA).say("meu nome está errado", CORRECTION)
    assert "só o nome" in told.say(said, f"set information: {said}")
    assert told.pending == "information"
    assert name_of(told, ANA) is None


def test_a_stop_leaves_the_name_as_it_was(told: Told) -> None:
    told.proved(ANA).say("meu nome está errado, é Bia", CORRECTION, "set information: Bia")
    assert "nada mudou" in told.say("deixa", "stop")
    assert name_of(told, ANA) is None


def test_a_name_whose_proof_ended_meanwhile_is_not_touched(told: Told) -> None:
    told.proved(ANA).say("meu nome está errado, é Bia", CORRECTION, "set information: Bia")
    with database.transaction(told.engine) as session:
        session.execute(delete(model.IdentityProof))
    told.say("/affirm")
    assert name_of(told, ANA) is None


def test_a_text_told_with_the_copy_is_no_name(told: Told) -> None:
    """The wish for a copy takes no text: what is told beside it is not lost in it."""
    told.proved(ANA).say("meus dados. o SEI trava", COPY, "set description: o SEI trava")
    assert name_of(told, ANA) is None
    assert "o SEI trava" in str(told.state)


def test_a_bare_name_that_reads_like_nothing_is_taken(told: Told) -> None:
    told.proved(ANA).say("meu nome está errado", CORRECTION)
    assert "chamar você de Ivo Pereira" in told.say("Ivo Pereira", "unclear", own_name="Ivo Pereira")
    assert "chamar você de Ivo Costa" in told.say("não, é Ivo Costa", "deny", own_name="Ivo Costa")
    told.say("isso", "affirm")
    assert name_of(told, ANA) == "Ivo Costa"


def test_no_code_is_mailed_to_an_address_that_was_given_for_somebody_else(told: Told) -> None:
    carla = "carla@orgao.gov.br"
    told.say(f"abre pra Carla, o e-mail é {carla}", "start open_ticket", f"set email: {carla}")
    told.say("deixa", "stop")
    told.say("e o meu chamado, como está?", "start check_ticket_status")
    assert told.pending == "email"
