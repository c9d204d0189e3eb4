"""What people say in the middle of anything: stop, wait, repeat, back, questions, another wish, at every
question."""

from collections.abc import Callable

import pytest

from tests.engine.told import Desk, Told
from ticket_store import accounts, administration, operations

ANA = "ana@fazenda.gov.br"
PROBLEM = "aparece erro 504 quando tento emitir um empenho"
OPEN = ("start open_ticket", "set service: siafi", f"set description: {PROBLEM}", f"set email: {ANA}")

# Every question of the contract: how to come there, and a piece of the question that stands then.
PLACES: dict[str, tuple[list[tuple[str, ...]], str]] = {
    "service": ([("start open_ticket",)], "sistema"),
    "description": ([("start open_ticket", "set service: sei")], "acontec"),
    "email": ([("start open_ticket", "set service: sei", f"set description: {PROBLEM}")], "e-mail"),
    "confirm_open": ([("start open_ticket", "set service: sei", *OPEN[2:])], "Posso registrar"),
    "change": ([("start open_ticket", "set service: sei", *OPEN[2:]), ("deny",)], "mudar"),
    "code": ([("start list_my_tickets", "set email: carla@orgao.gov.br")], "código"),
    "number": ([("start cancel_ticket",)], "deles"),
    "confirm_cancel": ([("start cancel_ticket",), ("choose ordinal: 1",)], "ele não volta"),
    "information": ([("start add_ticket_information", "choose ordinal: 1")], "acrescentar"),
    "reason": ([("start reopen_ticket",)], "ainda não está certo"),
    "confirm_reopen": (
        [("start reopen_ticket", "set reason: o erro voltou hoje cedo")],
        "Confirma a reabertura",
    ),
    "score": ([("start rate_service",)], "nota"),
    "comment": ([("start rate_service", "set score: 4")], "comentário"),
}


@pytest.fixture
def at(told: Told, desk: Desk) -> Callable[[str], Told]:
    """Ana has three tickets, one of them resolved; the conversation waits at that question."""
    for text, service in (("a impressora não imprime", None), ("a vpn não conecta", "vpn")):
        desk.open(ANA, text, service)
    desk.resolve(desk.open(ANA, "a senha do siape expirou", "siape"))
    told.proved(ANA)

    def there(place: str) -> Told:
        for commands in PLACES[place][0]:
            told.say("x y z", *commands)
        assert told.pending == place
        return told

    return there


def snapshot(told: Told) -> list[str]:
    return [told.ticket(f"2026-000000{i}").status for i in (1, 2, 3)]


every_place = pytest.mark.parametrize("place", PLACES)


@every_place
def test_stop_leaves_nothing_under_way_and_changes_nothing(at: Callable[[str], Told], place: str) -> None:
    told = at(place)
    answer = told.say("deixa pra lá", "stop")
    assert answer
    assert told.pending == "none"
    assert snapshot(told) == ["new", "new", "resolved"]
    assert told.tickets() == []


@every_place
def test_wait_asks_nothing_and_the_question_stays(at: Callable[[str], Told], place: str) -> None:
    told = at(place)
    assert "espero" in told.say("peraí", "wait")
    assert told.pending == place
    assert len(told.responses) == 1


ASIDES = (
    "repeat",
    "ask faq_opening_hours",
    "ask why",
    "ask pending",
    "ask price",
    "ask other",
    "social remark",
    "social thank",
    "social insult",
    "social apology",
    "social greet",
    "social help",
    "social praise",
    "social goodbye",
    "social bot_challenge",
    "out_of_scope",
    "start notices where=mail",
    "start service_status",
)


@every_place
def test_an_aside_is_answered_and_the_question_comes_again(at: Callable[[str], Told], place: str) -> None:
    told = at(place)
    known = told.state["known"] if told.state else {}
    for said in ASIDES:
        answer = told.say("qualquer coisa dita", said)
        assert told.pending == place, said
        assert PLACES[place][1] in answer, said
        assert told.state
        assert told.state["known"] == known, said
        assert len(told.responses) == len(set(told.responses)), said


@every_place
def test_what_is_not_understood_is_asked_again_and_given_up_the_third_time(
    at: Callable[[str], Told], place: str
) -> None:
    told = at(place)
    first = told.say("hã", "unclear")
    second = told.say("hum", "unclear")
    assert told.pending == place
    assert first
    assert second
    assert "0800 728 2323" in told.say("bah", "unclear")
    assert told.pending == "none"


@every_place
def test_restart_asks_the_first_question_of_the_same_wish(at: Callable[[str], Told], place: str) -> None:
    told = at(place)
    assert "de novo" in told.say("começa de novo", "restart")
    assert told.pending != "none" or place == "code"  # an address that is proved is asked for no more
    assert snapshot(told) == ["new", "new", "resolved"]


@every_place
def test_back_asks_an_earlier_question_or_says_that_there_is_none(
    at: Callable[[str], Told], place: str
) -> None:
    told = at(place)
    assert told.say("volta", "back")
    assert told.pending != "none"


@every_place
def test_a_list_in_between_is_shown_and_the_question_comes_again(
    at: Callable[[str], Told], place: str
) -> None:
    told = at(place)
    if place == "code":
        return  # a list itself
    answer = told.say("quais são os meus?", "start list_my_tickets")
    assert "Seus acionamentos" in answer
    assert told.pending == place
    assert PLACES[place][1] in answer


@every_place
def test_a_question_about_a_ticket_is_answered_and_the_question_comes_again(
    at: Callable[[str], Told], place: str
) -> None:
    told = at(place)
    answer = told.say("como está o da vpn?", "ask ticket status", "choose service: vpn")
    assert "registrado, aguardando atendimento" in answer
    if place != "code":
        assert told.pending == place
        assert PLACES[place][1] in answer


@every_place
def test_a_person_is_asked_for_and_the_question_comes_again(at: Callable[[str], Told], place: str) -> None:
    told = at(place)
    assert "não há ninguém" in told.say("quero uma pessoa", "start talk_to_human")
    assert told.pending == place


@every_place
def test_another_wish_is_done_first_and_what_changes_something_goes_on_afterwards(
    at: Callable[[str], Told], place: str
) -> None:
    told = at(place)
    if told.state and told.state["frames"][-1]["flow"] == "cancel_ticket":
        return
    answer = told.say("cancela o da vpn", "start cancel_ticket", "choose service: vpn")
    assert "ele não volta" in answer
    answer = told.say("sim", "affirm")
    assert "foi cancelado" in answer
    if told.pending == "draft":  # an opening that was left is asked about before it goes on
        told.say("quero sim", "affirm")
    if place != "code":
        assert told.pending == place


def test_why_is_answered_in_its_place(at: Callable[[str], Told]) -> None:
    assert "número e as notícias" in at("email").say("pra que o e-mail?", "ask why")


def test_what_is_missing_is_named(at: Callable[[str], Told]) -> None:
    assert "o seu e-mail" in at("email").say("o que falta?", "ask pending")


def test_skip_takes_outro_for_a_service_that_is_not_known(at: Callable[[str], Told]) -> None:
    told = at("service")
    told.say("não sei", "skip")
    assert told.pending == "description"


def test_the_address_cannot_be_skipped_and_that_is_said(at: Callable[[str], Told]) -> None:
    told = at("email")
    assert "Sem um e-mail" in told.say("não tenho", "skip")
    assert told.pending == "email"


def test_no_comment_is_wanted(at: Callable[[str], Told]) -> None:
    told = at("comment")
    assert "obrigado por avaliar" in told.say("não", "deny").lower()
    assert told.grades() == [(4, None)]


def test_skip_at_a_confirmation_is_a_no(at: Callable[[str], Told]) -> None:
    told = at("confirm_cancel")
    told.say("não sei", "skip")
    assert snapshot(told) == ["new", "new", "resolved"]


def test_back_from_the_address_asks_for_the_text_again(at: Callable[[str], Told]) -> None:
    told = at("service")
    told.say("sei", "set service: sei")
    told.say(PROBLEM, f"set description: {PROBLEM}")
    told.say("volta", "back")
    assert told.pending == "description"
    told.say("volta", "back")
    assert told.pending == "service"


def test_the_same_question_twice_in_a_row_is_not_answered_word_for_word(told: Told) -> None:
    told.say("horário?", "ask faq_opening_hours")
    assert "É o que sei dizer" in told.say("horário?", "ask faq_opening_hours")


def test_repeat_says_the_last_answer_again(told: Told) -> None:
    first = told.say("horário?", "ask faq_opening_hours")
    assert told.say("hein?", "repeat") == first


def test_a_no_or_a_stop_in_the_air_is_answered(told: Told) -> None:
    assert told.say("não", "deny")
    assert told.say("sim", "affirm")
    assert "não há nada em andamento" in told.say("cancela", "stop")
    assert told.pending == "none"


# ---------------------------------------------------------------- two wishes


def test_two_wishes_are_done_in_order_and_the_second_is_announced(at: Callable[[str], Told]) -> None:
    told = at("service")
    told.say("deixa", "stop")
    answer = told.say(
        "cancela o da vpn e abre um do sei",
        "start cancel_ticket",
        "choose service: vpn",
        "start open_ticket",
        "set service: sei",
        f"set description: {PROBLEM}",
    )
    assert "primeiro, cancelar um acionamento; depois, abrir um acionamento" in answer
    answer = told.say("sim", "affirm")
    assert "foi cancelado" in answer
    assert "outro pedido: abrir um acionamento" in answer
    assert told.state
    assert told.state["known"]["description"] == PROBLEM


def test_the_second_wish_is_done_also_when_the_first_is_given_up(at: Callable[[str], Told]) -> None:
    told = at("service")
    told.say("deixa", "stop")
    told.say("cancela e lista", "start cancel_ticket", "start list_my_tickets")
    assert "Seus acionamentos" in told.say("deixa esse", "stop")


def test_two_problems_are_both_registered_one_after_the_other(told: Told) -> None:
    answer = told.say(
        "o siafi dá erro e a vpn não conecta",
        *OPEN,
        "start open_ticket",
        "set service: vpn",
        "set description: a vpn não conecta em casa",
    )
    assert "um de cada vez" in answer
    told.say("sim", "affirm")
    told.say("sim", "affirm")
    assert [t.service_code for t in told.tickets()] == ["siafi", "vpn"]
    assert [t.description for t in told.tickets()] == [PROBLEM, "a vpn não conecta em casa"]


@pytest.mark.parametrize("read", ["stop", "deny", "unclear", "edit description add: o erro é o 4"])
def test_what_is_no_other_request_waits_no_more(told: Told, read: str) -> None:
    told.say("siafi", *OPEN)
    told.say("o erro é o 4", "start open_ticket", "set service: vpn", "set description: o erro é o 4")
    said = told.say("não é outro pedido, é desse", read, only_this=True)
    assert "Posso registrar?" in said
    assert ("o erro é o 4" in said) is ("edit" in read)
    told.say("sim", "affirm")
    assert told.pending == "none"
    assert len(told.tickets()) == 1


def test_a_second_problem_told_at_the_summary_waits_its_turn(told: Told) -> None:
    told.say("siafi", *OPEN)
    answer = told.say(
        "e a vpn não conecta", "start open_ticket", "set service: vpn", "set description: a vpn não conecta"
    )
    assert "um de cada vez" in answer
    told.say("sim", "affirm")
    told.say("sim", "affirm")
    assert [t.description for t in told.tickets()] == [PROBLEM, "a vpn não conecta"]


def test_a_yes_and_a_wish_in_one_message_are_both_done(told: Told) -> None:
    told.say("siafi", *OPEN)
    answer = told.say("sim, e qual o horário de vocês?", "affirm", "ask faq_opening_hours")
    assert len(told.tickets()) == 1
    assert "24 horas" in answer


def test_a_yes_with_another_wish_registers_and_goes_on(told: Told) -> None:
    told.say("siafi", *OPEN)
    answer = told.say("sim, e lista os meus", "affirm", "start list_my_tickets")
    assert len(told.tickets()) == 1
    assert answer.index("registrado com o número") < answer.index("código")


def test_five_wishes_are_not_forgotten_in_silence(told: Told) -> None:
    many = [
        c
        for i in range(7)
        for c in ("start open_ticket", "set service: vpn", f"set description: a vpn não conecta {i}")
    ]
    told.proved(ANA).say("muitos", *many, f"set email: {ANA}")
    assert told.state
    kept = str(told.state)
    lost = [i for i in range(7) if f"não conecta {i}" not in kept]
    assert not lost or "utter_too_many_wishes" in told.responses


CANCELLING = ["start cancel_ticket", "set ticket: 2026-0000001"]
OPENING = [
    "start open_ticket",
    "set service: siafi",
    "set description: o siafi travou e quero sumir com isso",
]


def test_a_doubtful_first_message_is_asked_back_with_its_likeliest_readings(told: Told) -> None:
    text = "o siafi travou e quero sumir com isso"
    answer = told.say(text, "unclear", or_else=[OPENING, CANCELLING])
    assert "abrir um acionamento ou cancelar um acionamento" in answer
    assert told.buttons == ["/open_ticket", "/cancel_ticket"]
    assert told.pending == "none"


def test_the_reading_that_is_pressed_is_done_with_what_was_told_for_it(told: Told) -> None:
    text = "o siafi travou e quero sumir com isso"
    told.say(text, "unclear", or_else=[CANCELLING, OPENING])
    told.say("/open_ticket")
    assert told.pending == "email"
    assert told.state
    assert told.state["known"]["service"] == "siafi"
    assert told.state["known"]["description"] == text


def test_the_reading_that_is_named_in_words_is_done_with_what_was_told_for_it(told: Told) -> None:
    text = "o siafi travou e quero sumir com isso"
    told.say(text, "unclear", or_else=[CANCELLING, OPENING])
    told.say("abrir um acionamento", "start open_ticket")
    assert told.state
    assert told.state["known"]["description"] == text


def test_a_reading_wanted_with_more_told_keeps_what_was_told_first(told: Told) -> None:
    likely = ["start open_ticket", "set description: o telão da sala de aula precisa de cabo"]
    told.say("o telão da sala de aula precisa de cabo", "unclear", or_else=[likely, CANCELLING])
    told.say(
        "é um pedido de compra, uai, abre logo", "start open_ticket", "set description: é um pedido de compra"
    )
    assert told.state
    known = told.state["known"]["description"]
    assert known == "o telão da sala de aula precisa de cabo\né um pedido de compra"


def test_a_reading_wanted_with_a_system_of_its_own_is_told_anew(told: Told) -> None:
    told.say("ninguém me responde nada", "unclear", or_else=[["start open_ticket", "set description: nada"]])
    told.say("quero um acionamento porque o siafi travou", *OPENING)
    assert told.state
    assert told.state["known"]["description"] == "o siafi travou e quero sumir com isso"


def test_what_was_offered_goes_to_the_ticket_that_is_named_with_more(told: Told, desk: Desk) -> None:
    siafi = desk.open(ANA, "erro 504 ao emitir empenho", "siafi")
    sei = desk.open(ANA, "não assino no sei", "sei")
    told.proved(ANA).say("e o do sei?", "start check_ticket_status", f"set ticket: {sei}")
    adds = ["start add_ticket_information", "choose that", "set information: a ug certa é 170011"]
    told.say("a ug certa é 170011", "unclear", or_else=[adds])
    more = ["start add_ticket_information", "choose service: siafi", "set information: fala da ug"]
    told.say("complementar, o do siafi mesmo, fala da ug", *more)
    assert told.written(siafi) == ["a ug certa é 170011\nfala da ug"]
    assert told.written(sei) == []


def test_a_reading_is_offered_for_the_next_message_only(told: Told) -> None:
    told.say("hum", "unclear", or_else=[OPENING, CANCELLING])
    told.say("obrigado", "social thank")
    told.say("/open_ticket")
    assert told.pending == "service"


def test_one_likely_reading_is_offered_beside_another_way(told: Told) -> None:
    told.say("some com isso", "unclear", or_else=[CANCELLING, ["social remark"]])
    assert told.buttons == ["/cancel_ticket", "/open_ticket"]


def test_the_second_doubt_in_a_row_names_the_phone(told: Told) -> None:
    told.say("some com isso", "unclear", or_else=[CANCELLING])
    assert "0800 728 2323" in told.say("aquilo ali", "unclear", or_else=[CANCELLING])


def test_a_greeting_beside_a_wish_asks_nothing_of_its_own(told: Told) -> None:
    answer = told.say("oi, o siafi travou", "social greet", *OPENING)
    assert answer.count("?") == 1
    assert told.pending == "email"
    assert told.responses[0] == "utter_greet_first_aside"


def test_a_ticket_named_with_the_reading_that_was_offered_is_the_one_meant(told: Told, desk: Desk) -> None:
    """What was told was kept, and went to the ticket spoken of before instead of the one that was said."""
    siafi = desk.open(ANA, "erro 504 ao emitir empenho", "siafi")
    sei = desk.open(ANA, "não assino no sei", "sei")
    told.proved(ANA).say("e o do sei?", "start check_ticket_status", f"set ticket: {sei}")
    adds = ["start add_ticket_information", "choose that", "set information: a ug certa é 170011"]
    told.say("a ug certa é 170011", "unclear", or_else=[adds])
    told.say("complementar, o do siafi", "start add_ticket_information", "choose service: siafi")
    assert told.written(siafi) == ["a ug certa é 170011"]
    assert told.written(sei) == []


def test_a_text_told_at_a_list_is_asked_what_for_and_not_lost(told: Told, desk: Desk) -> None:
    siafi = desk.open(ANA, "erro 504 ao emitir empenho", "siafi")
    desk.open(ANA, "não assino no sei", "sei")
    told.proved(ANA).say("e o do siafi?", "start check_ticket_status", f"set ticket: {siafi}")
    told.say("e como está?", "start check_ticket_status")
    assert told.pending == "number"
    said = told.say(
        "descobri que só dá erro depois das 14h", "set description: descobri que só dá erro depois das 14h"
    )
    assert siafi in said
    assert "Quer que eu passe isto" in said
    told.say("complementar", "start add_ticket_information")
    assert told.written(siafi) == ["descobri que só dá erro depois das 14h"]


def test_the_address_brings_back_what_was_left_over_it(told: Told) -> None:
    told.say("o siafi travou", "start open_ticket", "set service: siafi", f"set description: {PROBLEM}")
    for _ in range(3):
        said = told.say("hã?", "unclear")
    assert "guardei o que você já me contou" in said
    said = told.say(ANA, f"set email: {ANA}")
    assert PROBLEM in said
    assert told.pending == "confirm_open"


def test_who_waits_for_a_person_and_asks_how_long_is_told(told: Told, desk: Desk) -> None:
    """ "Certo." was the answer to a man who asked how much longer he had to wait."""
    desk.agent()
    told.say("quero falar com gente", "start talk_to_human")
    for words, command in (
        ("quanto tempo ainda vou ficar aqui", "social remark"),
        ("cadê a pessoa?", "ask other"),
    ):
        said = told.say(words, command)
        assert "número 1 da fila" in said
        assert "até " in said
    assert told.pending == "waiting"
    assert desk.heard(desk.waiting(told.id).id)[-2:] == [
        "quanto tempo ainda vou ficar aqui",
        "cadê a pessoa?",
    ]


def test_who_asks_for_a_person_in_anger_is_not_told_to_ask_for_one(told: Told, desk: Desk) -> None:
    desk.agent()
    said = told.say("vocês são uma vergonha, quero falar com gente", "start talk_to_human", "social insult")
    assert "falar com uma pessoa" not in said
    assert "Chamei uma pessoa" in said


def test_a_word_is_taken_out_whole_and_not_from_inside_another(told: Told) -> None:
    text = "ela\no token dela não funciona"
    told.say(
        "o token", "start open_ticket", "set service: sei", f"set description: {PROBLEM}", f"set email: {ANA}"
    )
    assert told.state
    told.state["frames"][0]["values"]["description"] = text
    told.say(
        'tira esse "ela" do começo', {"command": "edit", "slot": "description", "how": "remove", "old": "ela"}
    )
    assert told.state["frames"][0]["values"]["description"] == "o token dela não funciona"


def test_whether_somebody_attends_the_chat_is_said_truly(told: Told, desk: Desk) -> None:
    agent = desk.agent()
    assert "ninguém está com o chat aberto" in told.say("quero uma pessoa", "start talk_to_human")
    told.say("deixa pra lá", "stop")
    desk.do(accounts.start_session, agent_id=agent)
    desk.do(operations.set_attending, agent_id=agent, attending=True)
    assert "ninguém" not in told.say("quero uma pessoa", "start talk_to_human")


def test_for_how_long_a_person_is_awaited_is_said_as_the_page_has_it(told: Told, desk: Desk) -> None:
    desk.agent()
    assert "até 5 minutos" in told.say("quero uma pessoa", "start talk_to_human")
    told.say("deixa pra lá", "stop")
    data = {"handoff_minutes": 12}
    desk.do(administration.save, kind=administration.KINDS["limits"], code="all", data=data, agent_id=None)
    assert "até 12 minutos" in told.say("quero uma pessoa", "start talk_to_human")


def test_what_was_written_over_comes_back_where_the_change_is_asked_for(told: Told) -> None:
    told.say("erro no siafi", *OPEN)
    told.say(
        "o texto é outro: caiu tudo",
        {"command": "edit", "slot": "description", "how": "replace", "text": "caiu tudo"},
    )
    told.say("não", "deny")
    assert told.pending == "change"
    told.say("volta como estava", "back")
    assert told.pending == "confirm_open"
    assert told.state
    assert told.state["known"]["description"] == PROBLEM
    assert told.state["known"]["email"] == ANA


def test_thanks_end_the_question_which_ticket_to_look_at(told: Told, desk: Desk) -> None:
    for text, service in ((PROBLEM, "siafi"), ("não assino documento no sei", "sei")):
        desk.open(ANA, text, service)
    told.proved(ANA).say("como estão?", "start check_ticket_status")
    assert told.pending == "number"
    said = told.say("então está bom, obrigada", "social thank")
    assert "Diga o número" not in said
    assert told.pending == "none"


def test_a_good_afternoon_after_something_was_done_brings_no_welcome(told: Told) -> None:
    told.say("erro no siafi", *OPEN)
    told.say("sim", "affirm")
    told.say("está bem, foi registrado. boa tarde", "social greet")
    assert told.responses == ["utter_greet_again"]


def test_an_opening_left_for_another_wish_goes_on_only_after_a_yes(told: Told, desk: Desk) -> None:
    """It is asked about, whatever was said when it was left; a no ends it for good."""
    number = desk.open(ANA, "a vpn não conecta", "vpn")
    told.proved(ANA).say("erro no siafi", *OPEN)
    told.say("não, cancela o da vpn", "deny", "start cancel_ticket", f"set ticket: {number}")
    assert told.pending == "confirm_cancel"
    said = told.say("sim", "affirm")
    assert "erro 504" in said
    assert "Posso registrar" not in said
    assert told.pending == "draft"
    assert "não registrei" in told.say("não, era só isso", "deny")
    assert told.pending == "none"
    assert not told.tickets()


def test_a_value_for_the_opening_that_was_left_is_a_yes_to_it(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a vpn não conecta", "vpn")
    told.proved(ANA).say("erro no siafi", *OPEN)
    told.say(
        "põe no da vpn que é em casa",
        "start add_ticket_information",
        f"set ticket: {number}",
        "set information: é em casa, pelo notebook novo",
    )
    assert told.pending == "draft"
    assert "Posso registrar" in told.say("é urgente viu", "set urgency: high")


def test_what_is_asked_about_going_on_is_asked_again_after_a_question(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a vpn não conecta", "vpn")
    told.proved(ANA).say("erro no siafi", *OPEN)
    told.say("cancela o da vpn", "start cancel_ticket", f"set ticket: {number}")
    told.say("sim", "affirm")
    assert told.responses[-1] == "utter_open_ticket_go_on"
    told.say("tem custo?", "ask price")
    assert told.responses[-1] == "utter_open_ticket_go_on"
    assert "sim ou não" in told.say("asdf", "unclear")
    assert told.pending == "draft"


@pytest.mark.parametrize(
    ("flow", "ends"),
    [("add_ticket_information", "none"), ("reopen_ticket", "confirm_reopen")],
)
def test_what_was_told_for_a_new_ticket_goes_to_the_one_it_is_about(
    told: Told, desk: Desk, flow: str, ends: str
) -> None:
    number = desk.open(ANA, "o siafi não emite empenho", "siafi")
    if flow == "reopen_ticket":
        desk.resolve(number)
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    told.say("continua dando erro 504 no siafi", *OPEN[:3])
    said = told.say("não é novo, é desse mesmo", f"start {flow}", "choose that")
    assert "não abro um novo" in said
    assert PROBLEM in said
    assert told.pending == ends
    told.say("sim", "affirm")
    assert told.pending == "none"
    assert not told.tickets()


def test_a_sentence_not_understood_at_the_summary_may_go_into_the_text(told: Told) -> None:
    """It was dropped, and had to be said again in other words."""
    told.proved(ANA).say("erro no siafi", *OPEN)
    assert "só de manhã, na sala dois" in told.say("ah, e é só de manhã, na sala dois", "unclear")
    assert told.pending == "draft"
    assert "só de manhã, na sala dois" in told.say("isso", "affirm")
    assert told.pending == "confirm_open"
    told.say("sim", "affirm")
    [ticket] = told.tickets()
    assert ticket.description.startswith(PROBLEM)
    assert "só de manhã, na sala dois" in ticket.description


@pytest.mark.parametrize(
    ("said", "read", "then"),
    [("não", "deny", "confirm_open"), ("o sistema é o sei", "correct service: sei", "confirm_open")],
)
def test_what_was_not_understood_stays_out_without_a_yes(told: Told, said: str, read: str, then: str) -> None:
    told.proved(ANA).say("erro no siafi", *OPEN)
    told.say("o meu vizinho falou a mesma coisa", "unclear")
    told.say(said, read)
    assert told.pending == then
    assert "vizinho" not in told.state["frames"][0]["values"]["description"]


def test_a_sentence_that_may_take_the_place_of_the_text_is_not_dropped(told: Told) -> None:
    """ "O que você quer mudar?" was asked, and what had been told had to be told once more."""
    told.proved(ANA).say("erro no siafi", *OPEN)
    anew = "abre, mas dá erro ao gerar o empenho"
    said = told.say(f"credo, {anew}", "unclear", or_else=[[f"edit description replace: => {anew}"]])
    assert (told.responses, told.pending) == (["utter_add_told"], "draft")
    assert f"“{anew}”" in said
    assert told.state["known"]["untold"] == anew
    told.say("no lugar", f"edit description replace: => {anew}")
    assert (told.pending, told.state["frames"][0]["values"]["description"]) == ("confirm_open", anew)


def test_what_is_told_instead_of_answering_where_it_goes_is_kept_with_it(told: Told) -> None:
    told.proved(ANA).say("erro no siafi", *OPEN)
    told.say("ah, e é só de manhã, na sala dois", "unclear")
    told.say("o rapaz já trocou o cabo uma vez", "unclear")
    assert told.pending == "draft"
    told.say("acrescenta", "affirm")
    description = told.state["frames"][0]["values"]["description"]
    assert "sala dois" in description
    assert "cabo" in description


def test_of_several_places_the_line_of_its_own_goes(told: Told) -> None:
    told.proved(ANA).say("erro no siafi", *OPEN)
    told.say("e não sou eu", "edit description add: não sou eu.")
    told.say("põe mais", "edit description add: diz que não sou eu na foto")
    told.say("tira o não sou eu sozinho", "edit description remove: não sou eu")
    lines = told.state["frames"][0]["values"]["description"].split("\n")
    assert lines == [PROBLEM, "diz que não sou eu na foto"]


def test_a_question_not_understood_at_the_summary_is_no_text(told: Told) -> None:
    told.proved(ANA).say("erro no siafi", *OPEN)
    told.say("e o que é que o vizinho acha disso?", "unclear")
    assert "utter_add_told" not in told.responses


def test_a_likely_giving_up_at_the_summary_is_asked_back(told: Told) -> None:
    told.proved(ANA).say("erro no siafi", *OPEN)
    told.say("deixa, eu mesmo ligo lá, obrigado", "unclear", or_else=[["stop", "social thank"]])
    assert told.responses[-1] == "utter_open_ticket_go_on"
    assert "nada foi registrado" in told.say("não quero mais", "deny")
    assert not told.tickets()


def test_a_goodbye_with_thanks_is_answered_once(told: Told) -> None:
    told.say("obrigada, tchau", "social goodbye", "social thank")
    assert told.responses == ["utter_goodbye"]


def test_who_begins_without_a_greeting_hears_who_answers_where_nothing_greets(told: Told) -> None:
    told.channel = "telegram"
    told.say("erro no siafi", *OPEN[:3])
    assert told.responses[0] == "utter_greet_first_aside"
    told.say(ANA, f"set email: {ANA}")
    assert "utter_greet_first_aside" not in told.responses


def test_which_field_and_what_goes_there_is_no_taking_back(told: Told) -> None:
    told.proved(ANA).say("erro no siafi", *OPEN)
    more = "dá erro 504 na UG 170020"
    told.say("a descrição. põe que …", "correct description", f"edit description add: {more}")
    text = told.state["frames"][0]["values"]["description"]
    assert text.startswith(PROBLEM)
    assert more in text


def test_a_text_in_doubt_after_a_ticket_was_spoken_of_is_asked_about(told: Told, desk: Desk) -> None:
    """It began a new ticket."""
    number = desk.open(ANA, PROBLEM, "siafi")
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    said = "de manhã às vezes também dá o erro"
    told.say(said, f"set description: {said}", unsure=True)
    assert told.responses == ["utter_pass_on_offer"]
    told.say("/add_ticket_information")
    assert told.written(number) == [said]


def test_half_a_message_in_doubt_is_not_written_after_its_button(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, PROBLEM, "siafi")
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    said = "na verdade de manhã às vezes dá também, corrige lá por favor"
    likely = ("start add_ticket_information", "choose that", "set information: às vezes")
    told.say(said, "unclear", or_else=[likely])
    told.say("/add_ticket_information")
    assert told.written(number) == [said]


def test_who_wants_something_first_is_asked_for_it_and_not_waited_for(told: Told) -> None:
    """The question of the new wish was not said."""
    told.say("erro no siafi", *OPEN)
    told.say("espera, antes quero ver os meus", "wait", "start list_my_tickets")
    assert told.pending in ("email", "code")
    assert "utter_take_your_time" not in told.responses
    assert any("request" in response or "code" in response for response in told.responses)


# ---------------------------------------------------------------- which of two readings


@pytest.mark.parametrize("answer", [("sim", "affirm"), ("a primeira", "choose ordinal: 1")])
def test_a_yes_or_a_place_answers_which_of_two_was_meant(told: Told, answer: tuple[str, str]) -> None:
    """ "pode abrir então" was not understood after "é abrir ou falar com uma pessoa?"."""
    told.say("é que o siape tá com meu nome errado", "unclear", or_else=[OPEN[:3]])
    assert told.responses == ["utter_do_you_mean"]
    told.say(*answer)
    assert told.pending == "email"
    assert told.state["frames"][0]["values"]["description"] == PROBLEM


def test_the_second_of_two_readings_is_chosen_by_its_place(told: Told) -> None:
    told.say("é que o siape tá com meu nome errado", "unclear", or_else=[OPEN[:3]])
    told.say("a segunda", "choose ordinal: 2")
    assert told.responses[-1] == "utter_nobody_on_duty"


def test_what_was_told_first_goes_into_the_one_chosen_in_a_sentence(told: Told, desk: Desk) -> None:
    """It was lost, and only the words that choose were kept."""
    number = desk.open(ANA, PROBLEM, "siafi")
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    first = "pinga água em cima dela"
    likely = ("start add_ticket_information", "choose that", f"set information: {first}")
    told.say(first, "unclear", or_else=[likely])
    chosen = ("start add_ticket_information", "choose that", "set information: fala da água")
    told.say("complementar o do siafi, fala da água", *chosen)
    assert told.written(number) == [f"{first}\nfala da água"]


def test_what_was_told_first_is_the_problem_where_opening_is_chosen_in_a_sentence(told: Told) -> None:
    first = "preciso do libreoffice aqui"
    told.say(first, "unclear", or_else=[("start open_ticket", f"set description: {first}")])
    told.say("é um pedido mesmo, pode abrir aí", "start open_ticket")
    assert told.state
    assert told.state["frames"][0]["values"]["description"] == first


def test_two_likely_refusals_of_a_question_are_asked_back_and_not_asked_over(told: Told) -> None:
    """ "não, não precisa não. obrigado" was told that it is not understood."""
    told.say("erro no siafi", *OPEN[:3])
    told.say("não, não precisa não. obrigado viu", "unclear", or_else=[["stop"], ["stop", "social thank"]])
    assert told.responses[-1] == "utter_open_ticket_go_on"
    assert "nada foi registrado" in told.say("não", "deny")


def _more_of(number: str, flow: str, slot: str, said: str) -> list[str]:
    return [f"start {flow}", f"choose number: {number}", f"set {slot}: {said}"]


def test_more_of_the_ticket_spoken_of_opens_no_new_one_unasked(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, PROBLEM, "siafi")
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    said = "erro acontece só com a UG 153080"
    opens = ["start open_ticket", f"set description: {said}"]
    also = _more_of(number, "add_ticket_information", "information", said)
    told.say(said, *opens, or_else=[opens, also], unsure=True)
    assert told.responses == ["utter_similar_ticket"]
    assert told.pending == "similar"
    told.say("é desse mesmo", "affirm")
    assert told.written(number) == [said]


def test_a_new_problem_after_a_ticket_was_spoken_of_is_opened_with_its_text(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, PROBLEM, "siafi")
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    said = "a tela fica branca ao gravar"
    opens = ["start open_ticket", f"set description: {said}"]
    also = _more_of(number, "add_ticket_information", "information", said)
    told.say(said, *opens, or_else=[opens, also], unsure=True)
    told.say("é outro problema", "deny")
    assert told.pending == "service"
    assert told.state["frames"][0]["values"]["description"] == said


def test_what_came_back_reopens_the_resolved_one_if_it_is_that(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, PROBLEM, "siafi")
    desk.resolve(number)
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    said = "caiu outra vez hoje cedo"
    opens = ["start open_ticket", f"set description: {said}"]
    told.say(said, *opens, or_else=[opens, _more_of(number, "reopen_ticket", "reason", said)], unsure=True)
    told.say("/affirm")
    assert told.pending == "confirm_reopen"
    told.say("sim", "affirm")
    assert told.ticket(number).status == "in_progress" or told.ticket(number).reopenings


def test_a_button_is_pressed_by_typing_its_title_or_words_of_it_alone(told: Told) -> None:
    """ "esse nome" was asked for a yes or no, where the button says "Sim, esse nome"."""
    told.say("o arquivo é recusado", "start open_ticket", "set description: aparece erro 504")
    told.say("SIGEduc", "unclear")
    told.say("Esse nome!", "unclear")
    assert told.pending == "email"


def test_words_of_two_buttons_press_none(told: Told) -> None:
    told.say("é que o siape tá com meu nome errado", "unclear", or_else=[OPEN[:3]])
    told.say("com um", "unclear")
    assert told.pending == "none"


def test_what_has_no_place_beside_what_has_one_is_passed_over(told: Told, desk: Desk) -> None:
    """It was told that nothing was understood, and in the same breath that it was added."""
    number = desk.open(ANA, PROBLEM, "siafi")
    told.proved(ANA).say("complementar", "start add_ticket_information", f"set ticket: {number}")
    said = "que é urgente, não consigo trabalhar"
    told.say(said, "set urgency: high", f"set information: {said}")
    assert told.responses == ["utter_information_added", "utter_urgency_passed_on"]


def test_a_likely_edit_or_question_at_the_summary_is_not_offered_as_text(told: Told) -> None:
    told.proved(ANA).say("erro no siafi", *OPEN)
    told.say("esse oi voltei aí pode tirar né", "unclear", or_else=[["edit description remove: oi voltei"]])
    assert told.responses != ["utter_add_told"]


def test_giving_up_the_second_says_nothing_of_the_first(told: Told) -> None:
    """ "nada foi registrado" was said right after a registration."""
    told.proved(ANA).say("erro no siafi", *OPEN)
    told.say("sim", "affirm")
    told.say("a impressora parou", "start open_ticket", "set description: a impressora parou de vez")
    assert "nada foi registrado" not in told.say("deixa, era um só", "stop")


def test_going_back_after_an_addition_goes_back_that_far_and_no_farther(told: Told) -> None:
    """It went back two changes."""
    told.proved(ANA).say("erro no siafi", *OPEN)
    told.say("reescreve", "edit description replace: => o empenho não sai da tela")
    told.say("e só de manhã", "edit description add: só de manhã")
    told.say("volta como estava", "back")
    assert told.state["frames"][0]["values"]["description"] == "o empenho não sai da tela"


def test_an_edit_is_undone_where_the_text_is_not_shown_too(told: Told) -> None:
    """It was taught ("diga volta como estava"), and then there was nothing before."""
    told.say("a tela trava", "start open_ticket", "set description: a tela de login trava")
    told.say("troca tela por página", "edit description replace: tela => página")
    told.say("volta como estava", "back")
    assert told.state["known"]["description"] == "a tela de login trava"


def test_a_no_to_what_was_offered_may_take_the_last_change_back(told: Told) -> None:
    """The broken text was shown again."""
    told.proved(ANA).say("erro no siafi", *OPEN)
    told.say("reescreve", "edit description replace: => o Queira acrescentar")
    told.say("Valha-me, ficou sem sentido mesmo", "unclear")
    assert told.pending == "draft"
    told.say("Nenhum dos dois. Desejo o texto anterior", "deny", "back")
    assert told.pending == "confirm_open"
    assert told.state["frames"][0]["values"]["description"] == PROBLEM


def test_a_doubtful_yes_is_no_text_and_is_asked_once_more(told: Told) -> None:
    told.proved(ANA).say("erro no siafi", *OPEN)
    said = told.say("sei lá, acho que tá bom", "unclear", says_nothing=True)
    assert (told.responses, told.pending) == (["utter_confirm_open_unclear"], "confirm_open")
    assert "Posso registrar?" in said


def test_which_one_and_why_told_beside_the_address_are_not_asked_again(told: Told, desk: Desk) -> None:
    desk.open("rui@orgao.gov.br", "o monitor da minha mesa fica piscando")
    desk.open("rui@orgao.gov.br", "preciso de acesso para um estagiário", service="sei")
    told.say("quero cancelar um chamado", "start cancel_ticket")
    text = "rui@orgao.gov.br, o do monitor, troquei o cabo e parou"
    told.say(text, "set email: rui@orgao.gov.br", "set description: troquei o cabo e parou")
    said = told.say("o código", f"set code: {told.code('rui@orgao.gov.br')}")
    assert told.pending == "confirm_cancel"
    assert "o monitor da minha mesa" in said
    assert "troquei o cabo e parou" in said


def test_a_problem_of_another_system_is_begun_after_one_was_refused(told: Told) -> None:
    told.say("meu cpf travou", "start open_ticket", "set service: cpf", "set description: meu cpf travou")
    told.say("não quero chamado nenhum", "stop")
    sei = ("start open_ticket", "set service: sei", "set description: o sei também caiu")
    told.say("o sei também caiu, demora quanto?", *sei, "ask faq_resolution_deadline")
    assert told.pending == "email"


def test_the_address_beside_the_yes_to_an_offer_is_of_that_ticket(told: Told) -> None:
    told.say("como estorno no siafi, é com vocês?", "ask other")
    assert told.pending == "draft"
    said = told.say(f"pode registrar a pergunta, sou {ANA}", "affirm", f"set email: {ANA}")
    assert told.pending == "confirm_open"
    assert ANA in said
    assert "como estorno no siafi" in said
