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
    said = told.say("que nada, é o tesouro gerencial", "deny", system_name="tesouro gerencial")
    assert "é sobre Tesouro Gerencial" in said


@pytest.mark.parametrize("read", ["set service: outro", "correct service"])
def test_a_no_with_the_name_in_it_is_the_no(told: Told, read: str) -> None:
    told.say(FLOOD, "start open_ticket", f"set description: {FLOOD}")
    assert "Em qual sistema" in told.say("não é do siafi", read)
    assert _known(told, "service") is None


@pytest.mark.parametrize(("name", "is_kept"), [("siafi", False), ("impressora", False), ("SIGEduc", True)])
def test_only_a_name_behind_the_no_is_another_system(told: Told, name: str, is_kept: bool) -> None:
    told.say(FLOOD, "start open_ticket", f"set description: {FLOOD}")
    said = told.say(f"nada disso, é {name}", "deny", system_name=name)
    assert ("SIGEduc" in said) is is_kept
    assert _known(told, "service") is None


@pytest.mark.parametrize("read", ["skip", "unclear"])
def test_who_does_not_know_has_it_registered_without_a_name(told: Told, read: str) -> None:
    told.say(FLOOD, "start open_ticket", f"set description: {FLOOD}")
    assert "e-mail" in told.say("sei lá", read, system_name="")
    assert _known(told, "service") == "outro"


def test_why_it_is_asked_is_told_of_the_system(told: Told) -> None:
    told.say(FLOOD, "start open_ticket", f"set description: {FLOOD}")
    assert "parece ser SIAFI" in told.say("por que quer saber?", "ask why")
    assert "utter_why_service" in told.responses


def test_a_problem_told_beside_a_name_is_kept(asked: Told) -> None:
    said = "siape, minha ordem bancária saiu zerada"
    asked.say(said, "set service: siape", f"set description: {said}", describes=True)
    assert (_known(asked, "service"), _known(asked, "description")) == ("siape", said)


def test_what_is_told_beside_the_description_of_a_system_is_kept(asked: Told) -> None:
    asked.say(
        "lá que peço diária", "skip", "set email: ana@fazenda.gov.br", "set urgency: high", describes=True
    )
    assert "proposed" in asked.state["frames"][-1]["values"] if asked.state else False
    assert _known(asked, "email") == "ana@fazenda.gov.br"
    assert _known(asked, "urgency")


def test_two_denied_proposals_are_enough(told: Told) -> None:
    told.say(FLOOD, "start open_ticket", f"set description: {FLOOD}")
    assert "parece ser SISREF" in told.say("não, o de bater o ponto", "deny")
    assert "Em qual sistema" in told.say("não, o de pedir diária", "deny")


def test_an_unclear_answer_that_may_give_up_is_no_problem(asked: Told) -> None:
    asked.say("ah a ordem bancária, esquece", "unclear", or_else=(["stop"], ["set description: a"]))
    assert _known(asked, "description") is None
    assert asked.state
    assert "proposed" not in asked.state["frames"][-1]["values"]


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


def test_two_rivals_are_asked_for_by_name(told: Told) -> None:
    said = "nem a ordem bancária sai nem consigo bater o ponto"
    assert "Em qual sistema" in told.say(said, "start open_ticket", f"set description: {said}")


def test_of_rivals_the_system_spoken_of_is_proposed(told: Told) -> None:
    said = "a ficha financeira da Rute não grava"
    told.say(OPENED, "start open_ticket", "set service: siape", f"set description: {said}")
    told.say("ana@fazenda.gov.br", "set email: ana@fazenda.gov.br")
    told.say("sim", "affirm")
    more = "agora é a ficha financeira do Davi, que some"
    assert "parece ser SIAPE" in told.say(more, "start open_ticket", f"set description: {more}")


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
    assert "é sobre SCDP" in asked.say("acho que é", "unclear", or_else=(["affirm"], ["skip"]))
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
    assert "SCDP. Acertei?" in asked.say("aparece erro 12, o botão some", "unclear", or_else=either)
    assert "é sobre SCDP" in asked.say("isso, e o botão some", "unclear", or_else=either, agrees=True)


def test_a_yes_before_more_is_one(told: Told) -> None:
    told.say(FLOOD, "start open_ticket", f"set description: {FLOOD}")
    assert "é sobre SIAFI" in told.say("sim, e é urgente", "set urgency: high", agrees=True)
    assert _known(told, "urgency")


def test_who_has_named_it_is_not_asked_about_another(asked: Told) -> None:
    asked.say("SIGEduc", "set service: outro", system_name="SIGEduc")
    asked.say("sim", "affirm")
    assert "e-mail" in asked.say(FLOOD, f"set description: {FLOOD}")


def test_an_unknown_name_in_which_a_matter_stands_is_kept(told: Told) -> None:
    said = "o Empenho Fácil da prefeitura trava"
    name = "Empenho Fácil da prefeitura"
    told.say(said, "start open_ticket", f"set description: {said}", system_name=name)
    told.say("não", "deny")
    told.say("outro", "set service: outro")
    assert _known(told, "service_name") == name


def test_the_text_of_another_ticket_points_to_nothing(asked: Told) -> None:
    two = [{"service": "sei"}, {"service": "vpn"}]
    asked.say("o sei e a vpn", "set service: sei", halves=two)
    asked.say(FLOOD, f"set description: {FLOOD}", "set email: ana@fazenda.gov.br")
    assert "SIAFI" not in asked.say("sim, e depois a ordem bancária", "affirm")


def test_a_step_back_is_to_the_question_before(asked: Told) -> None:
    asked.say("lá que peço diária", "skip", describes=True)
    assert "Qual é o sistema" in asked.say("volta", "back")


def test_a_no_that_points_to_another_has_that_one_proposed(asked: Told) -> None:
    asked.say("lá que peço diária", "skip", describes=True)
    assert "parece ser SISREF" in asked.say("não, o de bater o ponto", "deny")


@pytest.mark.parametrize("read", ["affirm", "unclear"])
def test_a_yes_that_names_another_system_takes_that_one(told: Told, read: str) -> None:
    told.say(FLOOD, "start open_ticket", f"set description: {FLOOD}")
    assert "é sobre Comprasnet" in told.say("é comprasnet sim", read, or_else=(["affirm"],))
