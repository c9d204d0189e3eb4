"""What is said beside a ticket with nothing asked: the one natural thing of its place, and nothing is written
before a yes."""

import pytest

from .told import Desk, Told

ANA = "ana@orgao.gov.br"
PROBLEM = "a guia não sai na folha de abril"
REMARK = "o pessoal do almoxarifado anda por aqui de tarde"


def shown(told: Told, desk: Desk, status: str = "new") -> str:
    """Ana's ticket, just looked at; its number."""
    number = desk.open(ANA, PROBLEM)
    if status == "resolved":
        desk.resolve(number)
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    if status == "cancelled":
        told.say("cancela", "start cancel_ticket", "choose that")
        told.say("sim", "affirm")
        assert told.ticket(number).status == "cancelled"
    return number


def test_a_remark_at_an_open_one_is_offered_to_its_team_and_goes_after_a_yes(told: Told, desk: Desk) -> None:
    number = shown(told, desk)
    assert REMARK in told.say(REMARK, "unclear")
    assert told.buttons == ["/affirm", "/deny", "/open_ticket"]
    assert told.written(number) == []
    told.say("sim", "affirm")
    assert told.written(number) == [REMARK]


def test_a_no_leaves_the_words_and_an_order_in_other_words_takes_them(told: Told, desk: Desk) -> None:
    number = shown(told, desk)
    told.say(REMARK, "unclear")
    told.say("não", "deny")
    told.say(REMARK, "unclear")
    assert told.written(number) == []
    told.say("acrescenta isso por favor", "start add_ticket_information", "choose that")
    assert told.written(number) == [REMARK]


def test_a_new_problem_begins_with_the_words(told: Told, desk: Desk) -> None:
    number = shown(told, desk)
    told.say(REMARK, "unclear")
    told.say("/open_ticket")
    assert told.state
    assert told.state["frames"][-1]["values"]["description"] == REMARK
    assert told.written(number) == []


def test_what_is_said_on_goes_along(told: Told, desk: Desk) -> None:
    number = shown(told, desk)
    told.say(REMARK, "unclear")
    told.say("e a chave fica comigo", "unclear")
    told.say("pode", "affirm")
    assert told.written(number) == [f"{REMARK}\ne a chave fica comigo"]


def test_what_may_end_it_is_that_or_a_word_to_the_team(told: Told, desk: Desk) -> None:
    number = shown(told, desk)
    told.say("por mim já dá para largar", "unclear", or_else=[["start cancel_ticket", "choose that"]])
    assert told.responses == ["utter_cancel_or_pass_on"]
    told.say("/cancel_ticket")
    assert told.pending == "confirm_cancel"
    assert told.ticket(number).status == "new"


def test_what_may_be_wanted_besides_is_still_offered(told: Told, desk: Desk) -> None:
    shown(told, desk)
    told.say("isso aí com alguém de vocês", "unclear", or_else=[["start talk_to_human"]])
    assert told.responses == ["utter_do_you_mean"]


def test_at_a_resolved_one_the_grade_or_what_is_wrong_is_asked_for_without_hurry(
    told: Told, desk: Desk
) -> None:
    number = shown(told, desk, "resolved")
    told.say(REMARK, "unclear")
    assert told.responses == ["utter_heard_resolved"]
    told.say("ok", "affirm")  # it was no question
    assert told.ticket(number).status == "resolved"
    assert told.pending == "none"


@pytest.mark.parametrize(
    ("status", "kind", "says"),
    [
        ("new", "insult", "ninguém começou ainda"),
        ("new", "remark", "na fila da equipe"),
        ("resolved", "remark", "sem pressa"),
        ("resolved", "praise", "de 1 a 5"),
        ("cancelled", "insult", "0800 728 2323"),
        ("cancelled", "remark", "fica cancelado"),
    ],
)
def test_courtesy_and_temper_are_answered_in_their_place(
    told: Told, desk: Desk, status: str, kind: str, says: str
) -> None:
    number = shown(told, desk, status)
    said = told.say("pois é, viu", f"social {kind}")
    assert says in said
    assert number in said
    assert told.ticket(number).status == status


def test_a_grade_that_was_given_is_not_asked_for_again(told: Told, desk: Desk) -> None:
    shown(told, desk, "resolved")
    told.say("nota 5", "start rate_service", "choose that", "set score: 5")
    told.say("sem comentário", "skip")
    assert "de 1 a 5" not in told.say("ótimo", "social praise")


@pytest.mark.parametrize(
    "said", [("start reopen_ticket", "choose that"), ("start reopen_ticket",), ("correct ticket",)]
)
def test_who_regrets_a_cancelling_is_shown_another_like_it(
    told: Told, desk: Desk, said: tuple[str, ...]
) -> None:
    number = shown(told, desk, "cancelled")
    answer = told.say("poxa, esse eu queria ter deixado", *said)
    assert "não volta" in answer
    assert PROBLEM in answer
    assert ANA in answer
    assert told.pending == "confirm_open"
    told.say("sim", "affirm")
    [another] = told.tickets()
    assert (another.description, another.service_code) == (PROBLEM, "siafi")
    assert told.ticket(number).status == "cancelled"


def test_what_is_told_of_one_that_is_over_goes_into_another_after_a_yes(told: Told, desk: Desk) -> None:
    shown(told, desk, "cancelled")
    told.say(
        "agora deu na de maio",
        "start add_ticket_information",
        "choose that",
        "set information: deu na de maio",
    )
    assert told.responses == ["utter_another_with_more"]
    said = told.say("quero", "affirm")
    assert PROBLEM in said
    assert "deu na de maio" in said


def test_a_problem_that_is_being_told_is_not_lost_for_another_like_one(told: Told, desk: Desk) -> None:
    shown(told, desk, "cancelled")
    told.say("o sei caiu", "start open_ticket", "set service: sei", "set description: o sei caiu aqui")
    told.say("e volta aquele", "start reopen_ticket", "choose that")
    assert told.state
    assert any(f["values"].get("description") == "o sei caiu aqui" for f in told.state["frames"])


def test_the_code_is_said_to_be_for_cancelling(told: Told) -> None:
    told.say(
        "a guia não sai",
        "start open_ticket",
        "set service: siafi",
        f"set description: {PROBLEM}",
        f"set email: {ANA}",
    )
    told.say("sim", "affirm")
    assert "cancelar" in told.say("era engano meu, tira", "start cancel_ticket", "choose that")
    assert told.pending == "code"


def test_the_teams_question_said_back_is_not_told_again_before_the_answer(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, PROBLEM)
    desk.ask(number, "Que mensagem aparece na guia?")
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    text = "mensagem, moça? a guia só fica girando"
    asked = [
        {"text": "mensagem, moça?", "commands": [{"command": "ask", "about": "ticket", "field": "question"}]}
    ]
    told.say(text, f"set answer: {text}", questions=asked, asked=True)
    assert told.responses == ["utter_information_added"]
    assert told.written(number) == [text]


def values(told: Told) -> dict[str, object]:
    assert told.state
    return dict(told.state["frames"][-1]["values"])


def test_what_is_told_on_without_a_yes_goes_along_after_one(told: Told, desk: Desk) -> None:
    number = shown(told, desk)
    told.say(REMARK, "unclear")
    said = told.say("hoje a folha travou de novo", "set description: hoje a folha travou de novo")
    assert "travou de novo" in said
    assert told.written(number) == []
    told.say("sim", "affirm")
    assert told.written(number) == [f"{REMARK}\nhoje a folha travou de novo"]


def test_a_no_beside_a_text_is_a_no_to_the_offer(told: Told, desk: Desk) -> None:
    number = shown(told, desk)
    told.say(REMARK, "unclear")
    told.say("não, agora é o scanner que engasga", "deny", "set description: o scanner engasga")
    assert told.written(number) == []
    assert values(told)["description"] == "o scanner engasga"


def test_a_yes_beside_another_wish_is_done_first(told: Told, desk: Desk) -> None:
    number = shown(told, desk)
    told.say(REMARK, "unclear")
    told.say("sim, e lista os meus", "affirm", "start list_my_tickets")
    assert told.written(number) == [REMARK]
    assert told.responses[-1] == "utter_ticket_list"


def test_the_yes_to_another_one_is_kept_beside_another_wish(told: Told, desk: Desk) -> None:
    shown(told, desk, "cancelled")
    told.say(REMARK, "unclear")
    told.say("quero, e lista os meus", "affirm", "start list_my_tickets")
    assert "utter_ticket_list" in told.responses
    assert told.pending == "confirm_open"


@pytest.mark.parametrize("read", [("unclear",), ("set description: o galpão parou",)])
def test_a_problem_told_at_one_that_is_over_is_a_new_one(
    told: Told, desk: Desk, read: tuple[str, ...]
) -> None:
    shown(told, desk, "cancelled")
    if read != ("unclear",):
        told.say(REMARK, "unclear")
    told.say("o galpão parou", *read, or_else=[["start open_ticket", "set description: o galpão parou"]])
    if read == ("unclear",):
        assert told.responses == ["utter_do_you_mean"]
        told.say("/open_ticket")
    assert values(told)["description"] == "o galpão parou"


def test_only_what_was_cancelled_just_now_was_cancelled_by_mistake(told: Told, desk: Desk) -> None:
    shown(told, desk, "cancelled")
    right = desk.open(ANA, "a senha venceu")
    told.say("e como ele está?", "start check_ticket_status", "choose that")
    told.say(f"não é esse, é o {right}", f"correct ticket: {right}")
    assert told.pending == "none"
    told.say("não era esse", "start reopen_ticket", f"set ticket: {right}")
    assert told.pending == "none"


def test_one_cancelled_before_that_is_wanted_back_is_offered(told: Told, desk: Desk) -> None:
    shown(told, desk, "cancelled")
    told.say("e como ele está?", "start check_ticket_status", "choose that")
    told.say("queria ele de volta", "start reopen_ticket", "choose that")
    assert told.responses == ["utter_another_by_mistake"]
    told.say("sim", "affirm")
    assert told.pending == "confirm_open"


@pytest.mark.parametrize("status", ["new", "cancelled"])
def test_who_begins_again_at_an_offer_has_nothing_offered(told: Told, desk: Desk, status: str) -> None:
    shown(told, desk, status)
    told.say(REMARK, "unclear")
    told.say("recomeça", "restart")
    assert told.responses == ["utter_start_over"]
    assert told.pending == "none"


def test_where_the_proof_has_ended_before_the_yes_it_is_asked_for(
    told: Told, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown(told, desk)
    told.say(REMARK, "unclear")
    monkeypatch.setattr("ticket_store.identity.proven_emails", lambda *_, **__: set())
    told.say("sim", "affirm")
    assert told.pending == "email"
    assert values(told)["information"] == REMARK


def test_a_wish_beside_the_answer_to_the_team_is_kept(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, PROBLEM)
    desk.ask(number, "Que mensagem aparece na guia?")
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    asked = [{"text": "que mensagem?", "commands": []}]
    text = "que mensagem? a de saldo. e me mostra os outros"
    told.say(text, "set answer: a de saldo", "start list_my_tickets", questions=asked, asked=True)
    assert told.written(number) == ["a de saldo"]
    assert "utter_ticket_list" in told.responses


@pytest.mark.parametrize("text", ["tá bom", "hum"])
def test_words_that_tell_nothing_are_not_offered_to_the_team(told: Told, desk: Desk, text: str) -> None:
    shown(told, desk)
    told.say(text, "unclear")
    assert told.responses == ["utter_remark_new"]


@pytest.mark.parametrize(
    ("text", "likely"),
    [
        ("como assim passar isso a ela?", []),
        ("só comentando", []),
        ("melhor largar isso de uma vez", [["start cancel_ticket", "choose that"]]),
    ],
)
def test_not_all_that_is_unclear_at_the_offer_is_for_the_team(
    told: Told, desk: Desk, text: str, likely: list[list[str]]
) -> None:
    number = shown(told, desk)
    told.say(REMARK, "unclear")
    told.say(text, "unclear", or_else=likely)
    told.say("sim", "affirm")
    assert told.written(number) == [REMARK]


@pytest.mark.parametrize("read", [("ask ticket team",), ("ask ticket team", "affirm")])
def test_a_question_at_the_offer_is_answered_and_ends_nothing(
    told: Told, desk: Desk, read: tuple[str, ...]
) -> None:
    number = shown(told, desk)
    told.say(REMARK, "unclear")
    told.say("quem é ela?", *read)
    assert "utter_ticket_team" in told.responses
    if len(read) == 1:
        assert told.responses[-1] == "utter_pass_on_offer"
        told.say("sim", "affirm")
    assert told.written(number) == [REMARK]


def test_a_remark_is_no_reason_to_reopen(told: Told, desk: Desk) -> None:
    shown(told, desk, "resolved")
    told.say(REMARK, "unclear")
    told.say("/reopen_ticket")
    assert told.pending == "reason"


def test_after_a_message_to_the_team_was_invited_the_next_words_are_offered_to_it(
    told: Told, desk: Desk
) -> None:
    number = shown(told, desk)
    told.say("que demora absurda", "social insult")
    told.say("eles me devem uma resposta hoje", "social insult")
    told.say("sim", "affirm")
    assert told.written(number) == ["eles me devem uma resposta hoje"]


def test_the_address_told_with_the_yes_is_that_of_the_other_one(told: Told, desk: Desk) -> None:
    shown(told, desk, "cancelled")
    told.say(REMARK, "unclear")
    said = told.say("sim, meu e-mail agora é bia@orgao.gov.br", "affirm", "set email: bia@orgao.gov.br")
    assert "bia@orgao.gov.br" in said
    assert ANA not in said


def test_what_is_cancelled_once_more_is_said_to_be(told: Told, desk: Desk) -> None:
    shown(told, desk, "cancelled")
    told.say("pode cancelar mesmo", "start cancel_ticket", "choose that")
    assert told.responses == ["utter_asked_done_cancel_ticket"]


def test_another_one_asked_for_in_other_words_is_the_one_offered(told: Told, desk: Desk) -> None:
    shown(told, desk, "cancelled")
    more = "set information: deu na de maio"
    told.say("agora deu na de maio", "start add_ticket_information", "choose that", more)
    said = told.say("abre outro", "start open_ticket")
    assert PROBLEM in said
    assert "deu na de maio" in said


def test_courtesy_long_after_a_ticket_was_spoken_of_is_not_of_it(told: Told, desk: Desk) -> None:
    shown(told, desk, "resolved")
    for _ in range(4):
        told.say("oi de novo", "social greet")
    told.say("obrigado", "social thank")
    assert told.responses == ["utter_thank"]


def test_another_like_one_is_as_urgent_and_is_no_more_of_the_first(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, PROBLEM, urgency="alta")
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    told.say("cancela", "start cancel_ticket", "choose that")
    told.say("sim", "affirm")
    doubt = [["start reopen_ticket", f"choose number: {number}"]]
    told.say("não era pra largar", "start reopen_ticket", "choose that", or_else=doubt, unsure=True)
    assert told.pending == "confirm_open"
    told.say("sim", "affirm")
    assert told.tickets()[0].priority == "high"


def test_of_a_long_text_it_is_said_that_it_is_longer(told: Told, desk: Desk) -> None:
    shown(told, desk)
    assert "caracteres" in told.say("o corredor do bloco anda cheio de gente " * 9, "unclear")


def test_no_news_are_promised_of_one_that_is_over(told: Told, desk: Desk) -> None:
    shown(told, desk, "resolved")
    said = told.say("e como está?", "start check_ticket_status", "choose that")
    assert "novidade" not in said


def test_what_is_told_of_that_one_is_offered_to_its_team_and_shows_nothing(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "o sei não assina", "sei")
    told.proved(ANA).say("como está?", "start check_ticket_status")
    said = told.say(
        "esse foi aberto no nome da pessoa errada",
        "choose that",
        "set description: esse foi aberto no nome da pessoa errada",
    )
    assert told.responses == ["utter_pass_on_offer"], said
    told.say("pode", "affirm")
    assert "esse foi aberto no nome da pessoa errada" in told.written(number)


def test_who_gives_no_grade_is_not_asked_for_it_with_the_thanks(told: Told, desk: Desk) -> None:
    desk.resolve(desk.open(ANA, "o sei não assina", "sei"))
    told.proved(ANA).say("quero avaliar", "start rate_service")
    assert "nota" not in told.say("prefiro não dar, obrigado", "stop", "social thank")


def test_what_was_refused_goes_with_nothing_else_that_is_told(told: Told, desk: Desk) -> None:
    number = shown(told, desk)
    told.say(REMARK, "unclear")
    text = "o ramal mudou para 2244"
    told.say(
        f"não, avisa só que {text} desde ontem",
        "deny",
        "start add_ticket_information",
        f"set information: {text}",
    )
    assert REMARK not in " ".join(told.written(number))
    assert text in " ".join(told.written(number))


def test_one_that_was_named_and_is_not_there_is_not_the_cancelled_one(told: Told, desk: Desk) -> None:
    shown(told, desk, "cancelled")
    said = told.say("reabre o do sei", "start reopen_ticket", "choose service: sei")
    assert "Posso registrar?" not in said
    assert PROBLEM not in said
