"""After something was done with a ticket: what is asked of it is no order, and what points at one is no text.
No sentence here trains.
"""

from __future__ import annotations

from typing import Any

import pytest

from ground.notation import write
from nlu.asked_of_it import asked_of_it, without_empty_comment
from nlu.at_the_reopening import reason_better, stands_there
from nlu.reading.services import Finder
from nlu.reading.turn import Reading

HOLIDAY = {
    "number": "2026-0007001",
    "service": "sougov",
    "status": "in_progress",
    "description": "o adicional de férias veio zerado",
}
NETWORK = {"number": "2026-0007002", "service": "vpn", "status": "resolved", "description": "cai sempre"}
GONE = {**NETWORK, "status": "cancelled"}
HISTORY = ["ask ticket history"]


def after(text: str, last: dict[str, Any] = NETWORK, **state: Any) -> Reading:
    return Reading(text, {"last": last, "listed": [HOLIDAY, last], **state}, Finder())


def written(commands: list[dict[str, Any]]) -> list[str]:
    return [write(command) for command in commands]


@pytest.mark.parametrize(
    "text",
    [
        "me diz se ficou 2 ou 3",
        "anotaram ou não anotaram?",
        "que nota foi que ficou?",
        "gravou?",
        "o comentário que fiz foi salvo?",
        "ficou registrado o motivo que falei?",
        "e o recado?",
        "qual ramal ficou aí?",
        "chegou a resposta que dei pra eles?",
    ],
)
def test_whether_it_is_there_is_a_question_and_no_order(text: str) -> None:
    assert written(asked_of_it(after(text))) == HISTORY


@pytest.mark.parametrize(
    "text",
    [
        "dou nota 4",
        "a tela ficou branca",
        "quero mudar a nota pra 3",
        "cadastra a nota fiscal 312",
        "o ramal é 9",
    ],
)
def test_what_tells_or_orders_is_left_to_the_others(text: str) -> None:
    assert asked_of_it(after(text)) == []


def test_a_question_of_another_ticket_is_of_that_one() -> None:
    said = asked_of_it(after("o do sougov, encerraram ou não encerraram?"))
    assert written(said) == ["choose service: sougov", *HISTORY]
    said = asked_of_it(after("e o do sougov já encerraram"))
    assert written(said) == ["choose service: sougov", "ask ticket status"]


@pytest.mark.parametrize(
    "text", ["o do adicional de férias", "o das férias", "o do sougov", "ai, o do adicional zerado"]
)
def test_what_only_points_at_a_ticket_shows_it(text: str) -> None:
    said = written(asked_of_it(after(text)))
    assert said[0] == "start check_ticket_status"
    assert said[1] in {"choose number: 2026-0007001", "choose service: sougov"}


def test_a_word_that_is_not_the_tickets_is_told_and_does_not_point() -> None:
    assert asked_of_it(after("o do adicional de férias veio em dobro")) == []


def test_where_a_text_is_asked_what_only_points_is_none() -> None:
    asked = {"pending": "information", "known": {"ticket_number": NETWORK["number"]}}
    assert written(asked_of_it(after("agora o outro", **asked))) == ["repeat"]
    assert written(asked_of_it(after("agora o do sougov", **asked))) == ["choose service: sougov"]
    assert asked_of_it(after("o do lado também cai", **asked)) == []


def test_a_protest_is_never_a_text() -> None:
    assert written(asked_of_it(after("não era pra anotar isso"))) == HISTORY
    said = asked_of_it(after("não é pra acrescentar, eu só queria ver o do adicional"))
    assert written(said) == ["start check_ticket_status", "choose service: sougov"]


def test_what_comes_next_is_where_the_ticket_stands() -> None:
    assert written(asked_of_it(after("tá, e o que vai acontecer?"))) == ["ask ticket status"]
    assert asked_of_it(after("o que acontece se passar do prazo?")) == []


def test_how_they_get_in_touch_begins_no_ticket_and_what_is_told_beside_is_kept() -> None:
    said = asked_of_it(after("será que vão me ligar? estou sem celular"))
    assert written(said) == [
        "ask ticket mail",
        "start add_ticket_information",
        "choose that",
        "set information: estou sem celular",
    ]


def test_one_more_ticket_is_a_new_one() -> None:
    said = written(asked_of_it(after("preciso de mais um chamado: a tela do notebook apagou")))
    assert said[0] == "start open_ticket"
    assert said[-1] == "set description: a tela do notebook apagou"
    assert asked_of_it(after("tenho mais um chamado, como ele está?")) == []


def test_what_is_to_be_added_stands_behind_the_saying() -> None:
    said = asked_of_it(after("complementa esse avisando que o cabo é novo"))
    assert written(said)[-1] == "set information: o cabo é novo"
    assert asked_of_it(after("recebi um aviso dizendo que a senha venceu")) == []


def test_undoing_a_cancelling_cancels_nothing() -> None:
    assert written(asked_of_it(after("cancelei sem querer, dá pra desfazer?", GONE))) == ["ask other"]
    assert asked_of_it(after("desfazer", HOLIDAY, listed=[])) == []


def asked_to_cancel(text: str) -> Reading:
    return after(text, HOLIDAY, listed=[HOLIDAY, NETWORK], pending="confirm_cancel", known=CANCELS)


CANCELS = {"ticket_number": HOLIDAY["number"]}


def test_at_a_confirmation_the_other_one_is_answered_and_the_one_named_again_is_a_yes() -> None:
    said = asked_of_it(asked_to_cancel("isso, mas o da vpn fica, né?"))
    assert written(said) == ["choose service: vpn", "ask ticket status"]
    assert written(asked_of_it(asked_to_cancel("sim, cancela só o do sougov"))) == ["affirm"]
    assert asked_of_it(asked_to_cancel("sim, cancela só o da vpn")) == []


def reopening(text: str, reason: str = "volta o erro 0412 na tela") -> Reading:
    known = {"ticket_number": NETWORK["number"], "reason": reason}
    return after(text, pending="confirm_reopen", known=known)


def test_a_reason_told_better_is_shown_again_and_is_no_yes() -> None:
    said = reason_better(reopening("sim, mas escreve melhor: o erro volta toda manhã"))
    assert written(said) == ["edit reason replace: => o erro volta toda manhã"]
    said = reason_better(reopening("sim, corrige aí é 'sempre volta'"))
    assert written(said) == ["edit reason replace: volta => sempre volta"]


def test_what_the_reason_says_already_is_a_yes() -> None:
    told = [{"command": "edit", "slot": "reason", "how": "add", "text": "o erro é o 0412"}]
    assert written(stands_there(reopening("sim, e põe que o erro é o 0412"), told)) == ["affirm"]
    new = [{"command": "edit", "slot": "reason", "how": "add", "text": "o erro é o 0999"}]
    assert stands_there(reopening("sim, e põe que o erro é o 0999"), new) == new


def test_a_comment_without_a_word_that_tells_is_none() -> None:
    score = {"command": "correct", "slot": "score", "value": "4"}
    for text in ("nãooo", "kkkk", "ah, sim"):
        told = [{"command": "set", "slot": "comment", "value": text}, score]
        assert without_empty_comment(after(text), told) == [score]
    assert without_empty_comment(after("não"), []) == []
    kept = [{"command": "set", "slot": "comment", "value": "não resolveram"}]
    assert without_empty_comment(after("não resolveram"), kept) == kept


@pytest.mark.parametrize(
    "text",
    [
        "recebi um aviso de que me perguntaram uma coisa",
        "quero responder a equipe",
        "vim dar minha resposta pra vocês",
    ],
)
def test_who_comes_to_answer_is_told_the_question_first(text: str) -> None:
    assert written(asked_of_it(Reading(text, {"pending": "none"}, Finder()))) == ["ask ticket question"]


def test_an_answer_that_is_told_is_no_question_for_it() -> None:
    text = "minha resposta: uso o Firefox 120"
    assert asked_of_it(Reading(text, {"pending": "none"}, Finder())) == []


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("tem prazo pra acertar isso? a chefia cobra", ["ask ticket deadline"]),
        ("quem está tratando disso?", ["ask ticket status"]),
        ("e agora?", ["ask ticket status"]),
        ("registra a dúvida então", ["start open_ticket which=told"]),
    ],
)
def test_what_is_asked_of_the_one_spoken_of(text: str, wanted: list[str]) -> None:
    assert written(asked_of_it(after(text, last=HOLIDAY))) == wanted


@pytest.mark.parametrize(
    "text",
    [
        "quando clico em salvar dá erro?",
        "tem prazo no siafi?",
        "o mais velho deles, cancela",
        "e agora a tela trava?",
    ],
)
def test_trouble_another_system_or_an_order_is_not_asked_of_it(text: str) -> None:
    assert asked_of_it(after(text, last=HOLIDAY)) == []


def test_the_one_that_is_pointed_at_is_meant_before_one_that_is_only_named() -> None:
    said = Reading("um da vpn e um do monitor. dá pra cancelar o do monitor?", {}, Finder())
    assert ("service", "estacao-de-trabalho") in [(r.by, r.value) for r in said.references]


@pytest.mark.parametrize(
    "text",
    [
        "entendi. e o do siape? lá eu tô bloqueado, esse tem previsão?",
        "e o do siape, quanto mais tempo? tá travado lá",
    ],
)
def test_the_deadline_of_one_that_is_pointed_at_is_asked_whatever_is_shown(text: str) -> None:
    told = asked_of_it(Reading(text, {"last": HOLIDAY}, Finder()))
    assert written(told) == ["choose service: siape", "ask ticket deadline"]


def test_who_only_wants_to_see_what_there_is_leaves_what_was_to_be_added() -> None:
    told = asked_of_it(after("nada, quero ver o que eu já mandei", pending="information"))
    assert written(told) == ["stop", *HISTORY]


@pytest.mark.parametrize(
    "text", ["e a terceira parte, a do ramal, ficou também?", "a crítica continua né? não tirem"]
)
def test_what_is_asked_of_a_part_is_of_the_ticket(text: str) -> None:
    assert written(asked_of_it(after(text))) == HISTORY
