"""Which system it is, told by what is done or seen in it: proposed, and never taken in silence."""

import pytest

from tests.engine.told import Told

OPENED = "quero registrar um problema"
FLOOD = "a fita de pagamentos trava na ordem bancária"


@pytest.fixture
def asked(told: Told) -> Told:
    """Where the system is asked for."""
    told.say(OPENED, "start open_ticket")
    return told


def _known(told: Told, slot: str) -> str | None:
    return told.state["frames"][-1]["values"].get(slot) if told.state else None


def test_a_problem_that_points_to_one_system_is_kept_and_the_system_proposed(told: Told) -> None:
    assert "parece ser SIAFI" in told.say(FLOOD, "start open_ticket", f"set description: {FLOOD}")
    assert _known(told, "service") is None
    assert "é sobre SIAFI" in told.say("isso", "affirm")
    assert _known(told, "description") == FLOOD


def test_a_no_asks_for_the_name_and_another_name_takes_its_place(told: Told) -> None:
    told.say(FLOOD, "start open_ticket", f"set description: {FLOOD}")
    assert "Em qual sistema" in told.say("negativo", "deny")
    assert "é sobre SIOP" in told.say("é o siop", "set service: siop")


def test_a_name_said_to_what_is_proposed_wins(told: Told) -> None:
    told.say(FLOOD, "start open_ticket", f"set description: {FLOOD}")
    assert "é sobre Tesouro Gerencial" in told.say("que nada, tesouro gerencial", "deny")


@pytest.mark.parametrize("read", ["skip", "unclear", "set service: outro"])
def test_what_only_describes_the_system_is_no_problem(asked: Told, read: str) -> None:
    """However it was read, the problem is asked for after the yes."""
    assert "parece ser SCDP" in asked.say("esqueci o nome, lá que peço diária", read, describes=True)
    assert "O que está acontecendo com SCDP" in asked.say("sim", "affirm")


def test_what_fails_beside_it_is_the_problem(asked: Told) -> None:
    said = "o das diárias, que recusa meu relatório"
    told = ("set service: outro", f"set description: {said}")
    assert "parece ser SCDP" in asked.say(said, *told)
    assert "e-mail" in asked.say("sim", "affirm")
    assert _known(asked, "description") == said


def test_after_a_no_what_was_told_of_the_system_stands_for_its_name(asked: Told) -> None:
    asked.say("lá que peço diária", "skip", describes=True)
    asked.say("não", "deny")
    asked.say("outro", "set service: outro")
    assert _known(asked, "service_name") == "lá que peço diária"


def test_a_name_within_what_points_to_another_is_not_taken(asked: Told) -> None:
    said = "o login com cpf"
    assert "parece ser Conta gov.br" in asked.say(said, "set service: cpf", describes=True)
    asked.say("não", "deny")
    assert _known(asked, "service") == "cpf"


def test_two_rivals_are_asked_for_by_name(told: Told) -> None:
    said = "nem a ordem bancária sai nem consigo bater o ponto"
    assert "Em qual sistema" in told.say(said, "start open_ticket", f"set description: {said}")


def test_of_rivals_the_system_spoken_of_is_proposed(told: Told) -> None:
    said = "as férias da Rute não gravam"
    told.say(OPENED, "start open_ticket", "set service: sougov", f"set description: {said}")
    told.say("ana@fazenda.gov.br", "set email: ana@fazenda.gov.br")
    told.say("sim", "affirm")
    more = "agora são as férias do Davi, que somem"
    assert "parece ser SouGov" in told.say(more, "start open_ticket", f"set description: {more}")


def test_what_is_told_of_an_unknown_system_may_point_to_one(asked: Told) -> None:
    asked.say("outro", "set service: outro")
    assert "parece ser SIAFI" in asked.say(FLOOD, f"set description: {FLOOD}")
    assert "Qual é o seu e-mail" in asked.say("não", "deny")
    assert _known(asked, "service") == "outro"


def test_more_of_the_problem_and_half_a_yes_answer_it(asked: Told) -> None:
    asked.say("lá que peço diária", "skip", describes=True)
    more = "o botão some"
    either = ([f"set description: {more}"], ["out_of_scope"])
    assert "parece ser SCDP" in asked.say(more, "unclear", or_else=either)
    assert "é sobre SCDP" in asked.say("acho que é", "unclear", says_nothing=True)
    assert _known(asked, "description") == more


def test_what_can_only_be_a_problem_of_a_system_is_not_asked_about(told: Told) -> None:
    said = "o S-1298 retorna vazio"
    either = ([f"set description: {said}"], ["start open_ticket"])
    assert "parece ser eSocial" in told.say(said, "unclear", or_else=either)


def test_of_two_systems_the_second_waits(asked: Told) -> None:
    two = [{"service": "email"}, {"service": "vpn"}]
    said = asked.say("são dois, o correio e a vpn", "set service: vpn", halves=two)
    assert "São dois problemas" in said
    assert "O que está acontecendo com E-mail" in said
    asked.say("nada chega", "set description: nada chega", "set email: ana@fazenda.gov.br")
    assert "O que está acontecendo com VPN" in asked.say("sim", "affirm")


def test_a_yes_beside_more_of_the_problem_is_one(asked: Told) -> None:
    asked.say("lá que peço diária", "skip", describes=True)
    either = (["affirm", "set description: o botão some"], ["set description: o botão some"])
    assert "é sobre SCDP" in asked.say("isso, e o botão some", "unclear", or_else=either)


def test_a_no_that_points_to_another_has_that_one_proposed(asked: Told) -> None:
    asked.say("lá que peço diária", "skip", describes=True)
    assert "parece ser SISREF" in asked.say("não, o de bater o ponto", "deny")
