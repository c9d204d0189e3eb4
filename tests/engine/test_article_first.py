"""A problem that an article solves is answered before it is registered; who wants a ticket is not held up."""

import pytest

from tests.engine.told import Desk, Told

PROBLEM = "esqueci a senha do gov.br"
ANA = "ana@fazenda.gov.br"
OPENS = ("start open_ticket", "set service: govbr")
TITLE = "Como recuperar a senha da conta gov.br"


@pytest.fixture
def shown(told: Told) -> Told:
    """Ana told her problem, has read the article and is asked whether it helped."""
    answer = told.say(PROBLEM, *OPENS, f"set description: {PROBLEM}")
    for part in ("Antes de registrar", TITLE, "1. Abra acesso.gov.br", "Fonte: Manual", "Isso resolveu?"):
        assert part in answer
    assert "e-mail?" not in answer
    assert told.pending == "news_resolved"
    return told


def registered(told: Told) -> str:
    told.say(ANA, f"set email: {ANA}")
    told.say("/affirm")
    [ticket] = told.tickets()
    assert ticket.service_code == "govbr"
    return str(ticket.description)


def test_a_yes_opens_nothing_and_keeps_nothing(shown: Told) -> None:
    assert "não registrei nenhum acionamento" in shown.say("sim, resolveu", "affirm")
    assert (shown.pending, shown.tickets()) == ("none", [])


def test_a_no_goes_on_to_the_ticket_with_all_that_was_told(shown: Told) -> None:
    assert "Qual é o seu e-mail" in shown.say("não", "deny")
    description = registered(shown)
    assert PROBLEM in description
    assert f"(O artigo “{TITLE}” não resolveu.)" in description


@pytest.mark.parametrize(
    "read",
    [
        ("deny", "set reason: o banco não aparece na lista"),
        ("set description: o banco não aparece na lista",),
        ("unclear",),
        ("skip",),
        OPENS[:1],
    ],
)
def test_what_still_goes_wrong_however_it_is_read_is_a_no_and_told_along(shown: Told, read) -> None:
    text = "o banco não aparece na lista"
    assert "Qual é o seu e-mail" in shown.say(text, *read)
    description = registered(shown)
    assert "não resolveu" in description
    if read[0] in ("deny", "unclear") or "description" in read[0]:
        assert text in description


def test_what_is_likely_the_wish_for_a_ticket_is_a_no_and_nothing_told(shown: Told) -> None:
    said = shown.say("abre o chamado", "unclear", or_else=[["start open_ticket"]])
    assert "Qual é o seu e-mail" in said
    assert "abre o chamado" not in registered(shown)


def test_a_word_that_says_neither_is_asked_again(shown: Told) -> None:
    assert "Responda" in shown.say("hmm", "unclear")
    assert shown.pending == "news_resolved"


def test_a_question_beside_it_is_answered_and_the_article_is_not_told_again(shown: Told) -> None:
    answer = shown.say("qual o telefone de vocês?", "ask faq_contact")
    assert "0800 728 2323" in answer
    assert "Isso resolveu?" in answer
    assert "Antes de registrar" not in answer


@pytest.mark.parametrize(
    ("text", "commands"),
    [
        (f"abre um chamado, {PROBLEM}", (*OPENS, f"set description: {PROBLEM}")),
        (f"oi, registra: {PROBLEM}, tá", (*OPENS, f"set description: {PROBLEM}", "social greet")),
        (
            f"{PROBLEM}, meu email é {ANA}",
            (*OPENS, f"set description: {PROBLEM}", f"set email: {ANA}"),
        ),
    ],
)
def test_who_asked_for_a_ticket_or_told_an_address_is_not_held_up(told: Told, text, commands) -> None:
    answer = told.say(text, *commands)
    assert "Antes de registrar" not in answer
    assert told.pending in ("email", "confirm_open")


def test_who_began_with_the_wish_alone_is_not_held_up_either(told: Told) -> None:
    told.say("/open_ticket")
    told.say("gov.br", "set service: govbr")
    assert "Qual é o seu e-mail" in told.say(PROBLEM, f"set description: {PROBLEM}")


def test_a_greeting_before_the_problem_is_no_wish_for_a_ticket(told: Told) -> None:
    answer = told.say(f"Bom dia! {PROBLEM}.", "social greet", *OPENS, f"set description: {PROBLEM}")
    assert "Antes de registrar" in answer


@pytest.mark.parametrize(
    ("problem", "service"),
    [
        ("o gov.br está fora do ar", "govbr"),
        ("o siape está dando erro desde ontem", "siape"),
        (PROBLEM, "siape"),  # the article is of another service
    ],
)
def test_what_no_article_of_that_service_solves_goes_straight_on(told: Told, problem, service) -> None:
    said = told.say(problem, "start open_ticket", f"set service: {service}", f"set description: {problem}")
    assert "Antes de registrar" not in said
    assert told.pending == "email"


def test_a_letter_is_registered_without_a_question(told: Told) -> None:
    told.channel = "mail"
    assert "Antes de registrar" not in told.say(PROBLEM, *OPENS, f"set description: {PROBLEM}")


def test_what_is_told_beside_the_no_is_kept(shown: Told) -> None:
    why = "o banco nem aparece ali"
    shown.say(f"não resolveu, {why}", "deny", why=why)
    assert why in registered(shown)


def test_who_only_wanted_to_know_is_answered_and_asked_for_no_ticket(told: Told) -> None:
    told.say(
        "como recupero a senha do gov.br",
        *OPENS,
        "set description: como recupero a senha do gov.br",
        f"set email: {ANA}",
    )
    said = told.say("não quero abrir, só queria saber como faz", "stop", "ask other", asked=True)
    assert TITLE in said
    assert (told.pending, told.tickets()) == ("news_resolved", [])


QUESTION = {"text": "e perdi a senha do gov.br, como recupero?", "commands": []}
ASKS = "e perdi a senha do gov.br, como recupero?"


def test_of_two_problems_the_steps_for_one_are_not_shown_for_the_other(told: Told) -> None:
    text, scanner = "o scanner parou. " + ASKS, "o scanner parou"
    both = (
        "set service: estacao-de-trabalho",
        f"set description: {scanner}",
        *OPENS,
        f"set description: {ASKS}",
    )
    said = told.say(text, "start open_ticket", *both, "ask other", asked=True, questions=[QUESTION])
    assert "Antes de registrar" not in said
    assert told.state
    assert told.state["frames"][0]["values"]["description"] == scanner


def test_where_an_incident_is_asked_about_first_the_question_is_answered_in_short(
    told: Told, desk: Desk
) -> None:
    desk.incident("govbr", "gov.br lento")
    told.say(ASKS, *OPENS, f"set description: {ASKS}", "ask other", asked=True, questions=[QUESTION])
    assert told.pending == "incident"
    assert "utter_article_short" in told.responses[:-1]


def test_who_likely_wants_a_person_after_the_article_is_offered_one(shown: Told) -> None:
    text = "preciso falar com gente de vocês agora"
    shown.say(text, "unclear", or_else=[["start talk_to_human"]])
    assert "/talk_to_human" in shown.buttons
    assert shown.state
    assert text not in shown.state["frames"][0]["values"]["description"]
