"""A yes or a no and what is told beside it; the reason that is kept; what of a ticket is asked after."""

from actions import site
from ticket_store import database, queries

from .told import Desk, Told

ANA = "ana@orgao.gov.br"


def two(told: Told, desk: Desk) -> tuple[str, str]:
    """Ana's two open tickets: the Adobe one, the token one."""
    adobe = desk.open(ANA, "instalar o adobe na sala 12")
    token = desk.open(ANA, "o token não é reconhecido", "siape")
    told.proved(ANA)
    return adobe, token


def reason_of(told: Told, desk: Desk, number: str) -> str | None:
    with database.reading(desk.engine) as session:
        lines = queries.history(session, ticket_number=number)
    return [e.text for e in lines if e.kind in ("cancelled", "reopened")][-1]


def test_the_reason_told_where_the_ticket_is_chosen_is_shown_and_kept(told: Told, desk: Desk) -> None:
    adobe, _ = two(told, desk)
    told.say("quero cancelar um chamado", "start cancel_ticket")
    said = told.say("o do adobe, um colega instalou", f"set ticket: {adobe}", why="um colega instalou")
    assert "“um colega instalou”" in said
    assert told.pending == "confirm_cancel"
    told.say("/affirm")
    assert reason_of(told, desk, adobe) == "um colega instalou"


def test_the_reason_told_with_the_wish_is_kept(told: Told, desk: Desk) -> None:
    adobe, _ = two(told, desk)
    wish = ("start cancel_ticket", f"set ticket: {adobe}")
    assert "“já instalaram”" in told.say("cancela o do adobe, já instalaram", *wish, why="já instalaram")
    told.say("/affirm")
    assert reason_of(told, desk, adobe) == "já instalaram"


def test_the_reason_beside_the_yes_is_kept_and_nothing_is_asked_again(told: Told, desk: Desk) -> None:
    adobe, _ = two(told, desk)
    told.say("cancela o do adobe", "start cancel_ticket", f"set ticket: {adobe}")
    said = told.say("pode, o colega já instalou", "affirm", why="o colega já instalou")
    assert "foi cancelado" in said
    assert "“o colega já instalou”" in said
    assert reason_of(told, desk, adobe) == "o colega já instalou"


def test_a_detail_beside_the_yes_to_a_reopening_goes_into_its_reason(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "o anexo não abre")
    desk.resolve(number)
    told.proved(ANA).say(
        "continua igual", "start reopen_ticket", f"set ticket: {number}", "set reason: continua igual"
    )
    said = told.say("sim. só abre se eu baixar antes", "unclear", why="só abre se eu baixar antes")
    assert "foi reaberto" in said
    assert reason_of(told, desk, number) == "continua igual\nsó abre se eu baixar antes"


def test_whether_the_reason_was_kept_is_told_from_the_store(told: Told, desk: Desk) -> None:
    adobe, token = two(told, desk)
    told.say("cancela o do adobe", "start cancel_ticket", f"set ticket: {adobe}")
    told.say("pode, o colega já instalou", "affirm", why="o colega já instalou")
    told.say("anotou o motivo?", "ask ticket history", kept="reason")
    assert told.responses == ["utter_ticket_cancelled_reason"]
    told.say("cancela o do token", "start cancel_ticket", f"set ticket: {token}")
    told.say("/affirm")
    told.say("anotou o motivo?", "ask ticket history", kept="reason")
    assert told.responses == ["utter_ticket_no_reason"]


def test_a_question_about_the_grade_is_answered_with_the_grade(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "o anexo não abre")
    desk.resolve(number)
    told.proved(ANA).say("dou 5, foi rápido", "start rate_service", "set score: 5", "set comment: foi rápido")
    grades = told.grades()
    said = told.say("ficou 5 né?", "ask ticket history", kept="score")
    assert told.responses == ["utter_ticket_graded_with"]
    assert "5. Comentário: “foi rápido”" in said
    assert told.grades() == grades


def test_a_no_with_a_question_behind_it_is_answered_without_a_farewell(told: Told, desk: Desk) -> None:
    _, token = two(told, desk)
    told.say("como está?", "start check_ticket_status", f"set ticket: {token}")
    told.say("o siape aceita o token da safenet?", "ask other")
    assert told.pending == "draft"
    said = told.say("não precisa. como está meu chamado?", "deny", "ask ticket status")
    assert token in said
    assert "utter_anything_else" not in told.responses


def test_who_was_asked_something_by_mail_may_answer_here(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "o empenho não grava")
    desk.ask(number, "Qual é o navegador?")
    assert "por aqui" in told.say("recebi um e-mail com uma pergunta, respondo aqui?", "ask ticket question")
    assert told.pending == "email"
    told.say(ANA, f"set email: {ANA}")
    assert "Qual é o navegador?" in told.say("o código", f"set code: {told.code(ANA)}")


def test_the_address_that_mails_come_from_is_told_where_it_is_known(told: Told) -> None:
    before = site.sender()
    try:
        site.configure(site.address(), "avisos@orgao.example")
        assert "avisos@orgao.example" in told.say("de qual e-mail vêm?", "ask faq_email_address")
    finally:
        site.configure(site.address(), before)


def test_who_insists_on_the_chat_hears_again_that_nobody_is_there(told: Told) -> None:
    told.say("quero falar com alguém", "start talk_to_human")
    assert told.responses == ["utter_nobody_on_duty"]
    first = told.events[-1]["text"]
    assert told.say("mas eu queria aqui no chat", "unclear") != first
    assert told.responses == ["utter_nobody_on_duty"]


def test_a_yes_to_the_text_and_to_the_reopening_is_both(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "o anexo não abre")
    desk.resolve(number)
    told.proved(ANA).say(
        "continua igual", "start reopen_ticket", f"set ticket: {number}", "set reason: continua igual"
    )
    told.say("só quando baixo o arquivo antes", "unclear")
    assert told.pending == "draft"
    assert "foi reaberto" in told.say("sim, e pode reabrir", "affirm", "start reopen_ticket")
    assert reason_of(told, desk, number) == "continua igual\nsó quando baixo o arquivo antes"


def test_a_yes_to_one_and_a_complaint_of_another_keeps_each_its_own(told: Told, desk: Desk) -> None:
    adobe, token = two(told, desk)
    desk.resolve(token)
    told.say(
        "cancela o do adobe, já instalaram",
        "start cancel_ticket",
        f"set ticket: {adobe}",
        why="já instalaram",
    )
    again = ("start reopen_ticket", f"set ticket: {token}", "set reason: trocaram a fonte e não liga")
    said = told.say("pode. e o outro, trocaram a fonte e não liga", "affirm", *again)
    assert "foi cancelado" in said
    assert told.pending == "confirm_reopen"
    assert "trocaram a fonte e não liga" in said
    assert reason_of(told, desk, adobe) == "já instalaram"


def test_a_message_beside_the_yes_to_a_cancellation_is_its_reason(told: Told, desk: Desk) -> None:
    """It was refused: a cancelled ticket takes nothing more."""
    adobe, _ = two(told, desk)
    told.say("cancela o do adobe", "start cancel_ticket", f"set ticket: {adobe}")
    adds = ("start add_ticket_information", "choose that", "set information: a sala é a 9")
    why = "era o cabo e avisa que a sala é a 9"
    said = told.say(f"sim, {why}", "affirm", *adds, why=why)
    assert "foi cancelado" in said
    assert "não recebe mais" not in said
    assert reason_of(told, desk, adobe) == why
