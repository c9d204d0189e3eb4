"""What is asked about a ticket after something was done with it is answered from the store: what stands now
comes first, and a question that was answered is not told as open.
"""

from .told import Desk, Told

ANA = "ana@orgao.gov.br"
ASKS = "ask ticket history"


def graded(told: Told, desk: Desk, comment: str) -> tuple[str, str]:
    """A ticket of Ana's that she gave five, with a comment; the commands that rate it again."""
    number = desk.open(ANA, "a guia não sai")
    desk.resolve(number)
    rates = ("start rate_service", f"set ticket: {number}")
    told.proved(ANA).say(f"nota 5, {comment}", *rates, "set score: 5", f"set comment: {comment}")
    return rates


def test_a_cancelled_one_is_told_with_its_reason(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    told.proved(ANA).say(
        "cancela, já saiu", "start cancel_ticket", f"set ticket: {number}", "set reason: já saiu"
    )
    told.say("sim", "affirm")
    said = told.say("cancelou ou não cancelou?", ASKS)
    assert said.startswith(f"O acionamento {number} (SIAFI) está cancelado.")
    assert "“já saiu”" in said.splitlines()[1]


def test_a_grade_is_told_with_the_comment_that_is_kept(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    desk.resolve(number)
    told.proved(ANA).say(
        "nota 5", "start rate_service", f"set ticket: {number}", "set score: 5", "set comment: gentil"
    )
    told.say("muda para 4", "start rate_service", f"set ticket: {number}", "set score: 4")
    told.say("sem comentário", "skip")
    assert told.grades() == [(4, "gentil")]
    assert "4. Comentário: “gentil”" in told.say("qual nota ficou?", ASKS, kept="score")


def test_a_grade_without_a_comment_is_told_as_one(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    desk.resolve(number)
    told.proved(ANA).say("como está?", "start check_ticket_status", f"set ticket: {number}")
    assert "ainda não deu nota" in told.say("e a nota?", ASKS, kept="score")
    told.say("nota 5", "start rate_service", f"set ticket: {number}", "set score: 5")
    told.say("não", "deny")
    assert "5, sem comentário" in told.say("qual nota ficou?", ASKS, kept="score")


def test_why_it_was_reopened_is_told_and_not_once_it_is_resolved_again(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    desk.resolve(number)
    told.proved(ANA).say(
        "reabre", "start reopen_ticket", f"set ticket: {number}", "set reason: a guia sai em branco"
    )
    told.say("sim", "affirm")
    said = told.say("e o motivo?", ASKS, kept="reason")
    assert "Motivo da reabertura, como você contou: “a guia sai em branco”" in said
    desk.resolve(number)
    assert "reabertura" not in told.say("e agora?", ASKS)


def test_a_question_that_was_answered_is_not_told_as_open(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    desk.ask(number, "Qual é o navegador?")
    told.proved(ANA).say(
        "é o firefox", "start add_ticket_information", f"set ticket: {number}", "set information: é o firefox"
    )
    said = told.say("chegou a resposta que mandei?", ASKS)
    assert "“é o firefox”" in said
    assert "você já respondeu" in said
    assert told.pending == "none"
    assert "você já respondeu" in told.say(
        "o que eles perguntaram?", "start check_ticket_status", f"set ticket: {number}"
    )


def test_more_of_the_comment_keeps_the_grade_and_what_was_said_with_it(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    desk.resolve(number)
    told.proved(ANA).say(
        "nota 5", "start rate_service", f"set ticket: {number}", "set score: 5", "set comment: gentil"
    )
    more = ("start rate_service", "choose that", "set comment: o robô demorou")
    told.say("põe no comentário que o robô demorou", *more)
    assert told.pending == "none"
    assert told.grades() == [(5, "gentil\no robô demorou")]


def test_another_grade_keeps_the_comment_and_both_are_told(told: Told, desk: Desk) -> None:
    rates = graded(told, desk, "gentil")
    said = told.say("demorou, muda pra 4", *rates, "set score: 4", "set comment: demorou")
    assert told.grades() == [(4, "gentil\ndemorou")]
    assert "4. Comentário: “gentil\ndemorou”" in said
    told.say("o comentário é: foi bom", *rates, "edit comment replace: => foi bom")
    assert told.grades() == [(4, "foi bom")]


def test_a_comment_that_was_given_is_put_right_or_taken_away_and_the_grade_stays(
    told: Told, desk: Desk
) -> None:
    rates = graded(told, desk, "veio a guia")
    told.say("quero mudar o comentário", *rates, "correct comment")
    assert told.pending == "comment"
    assert told.responses[-1] == "utter_write_comment"
    told.say("não", "deny")
    assert told.grades() == [(5, "veio a guia")]
    told.say("quero mudar o comentário", *rates, "correct comment")
    told.say("demorou", "set comment: demorou")
    assert told.grades() == [(5, "demorou")]
    said = told.say("apaga o comentário", *rates, "edit comment remove")
    assert told.pending == "none"
    assert told.grades() == [(5, None)]
    assert "demorou" not in said
    told.say("põe que foi bom", *rates, "set comment: foi bom")
    assert told.grades() == [(5, "foi bom")]


def test_a_part_of_the_comment_just_given_is_put_right_and_the_rest_stays(told: Told, desk: Desk) -> None:
    graded(told, desk, "seis dias no bloco A")
    said = told.say("foram sete", "edit comment replace: seis => sete")
    assert "“seis”" in said
    assert told.grades() == [(5, "sete dias no bloco A")]
    told.say("tira o bloco", "edit comment remove: no bloco A")
    told.say("põe que veio a Lia", "edit comment add: veio a Lia")
    assert told.grades() == [(5, "sete dias\nveio a Lia")]
    told.say("tira o prédio", "edit comment remove: do prédio C")
    assert told.responses[-1] == "utter_edit_not_found"
    told.say("apaga", "edit comment remove")
    assert told.grades() == [(5, None)]


def test_at_the_question_for_one_a_comment_is_taken_away(told: Told, desk: Desk) -> None:
    rates = graded(told, desk, "veio a guia")
    told.say("muda pra 3", *rates, "set score: 3")
    assert told.pending == "comment"
    told.say("tira o comentário", "edit comment remove")
    assert told.grades() == [(3, None)]


def test_a_comment_beside_the_grade_that_is_asked_for_is_the_whole_of_it(told: Told, desk: Desk) -> None:
    rates = graded(told, desk, "veio a guia")
    told.say("quero avaliar de novo", *rates)
    told.say("3, demorou", "set score: 3", "set comment: demorou")
    assert told.grades() == [(3, "demorou")]


def test_a_comment_without_a_grade_before_it_is_asked_for_one(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    desk.resolve(number)
    more = ("start rate_service", f"set ticket: {number}", "set comment: demorou")
    told.proved(ANA).say("põe no comentário que demorou", *more)
    assert told.pending == "score"
    assert told.grades() == []


def test_all_that_was_told_is_shown_to_who_asks_for_it(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "a guia não sai")
    told.proved(ANA).say(
        "é a 12", "start add_ticket_information", f"set ticket: {number}", "set information: é a guia 12"
    )
    told.say("e o andar é o 3", "start add_ticket_information", "choose that", "set information: andar 3")
    said = told.say("o que eu escrevi?", ASKS, kept="texts")
    assert all(text in said for text in ("“a guia não sai”", "“é a guia 12”", "“andar 3”"))
