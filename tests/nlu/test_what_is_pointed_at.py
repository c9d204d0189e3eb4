"""Which numbers and places are tickets, which dictated words an address; no sentence here trains."""

import pytest

from ground.notation import write
from nlu import atoms as names
from nlu import segments
from nlu.in_place import in_its_flow, like_another, without_its_address
from nlu.reading import numbers, references
from nlu.reading.addresses import find
from nlu.reading.services import Finder
from nlu.reading.turn import Reading
from nlu.reading.words import Said
from nlu.settle import settle
from nlu.sureness import is_refusal, maybe_more
from nlu.telling import own_address

LISTED = [
    {"number": "2026-0002001", "service": "sicaf", "status": "resolved", "opened": "2026-10-02"},
    {"number": "2026-0001877", "service": "cpf", "status": "in_progress", "opened": "2026-09-11"},
]
STATE = {"pending": "none", "listed": LISTED, "last": LISTED[0]}


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder()


@pytest.mark.parametrize(
    "text",
    [
        "reinicia a cada 15 minutos",
        "só responde o servidor 192.168.7.31",
        "somos 12 usuários parados",
        "chega às 9:40 e para",
        "primeiro cancela, depois a gente vê",
    ],
)
def test_a_number_or_a_place_among_other_words_is_no_ticket(text: str, finder: Finder) -> None:
    found = references.find(Said(text), STATE, finder)
    assert [one for one in found if one.by in ("number", "ordinal")] == []


@pytest.mark.parametrize(
    ("text", "by", "value"),
    [
        ("vê o 3050", "number", "3050"),
        ("77", "number", "2026-0001877"),
        ("quero o segundo", "ordinal", 2),
        ("o mais antigo do sicaf", "service", "sicaf"),
    ],
)
def test_what_is_led_by_an_article_or_stands_alone_is_one(
    text: str, by: str, value: object, finder: Finder
) -> None:
    best = references.best(references.find(Said(text), STATE, finder), STATE)
    assert best is not None
    assert (best.by, best.value) == (by, value)


def test_any_number_is_one_where_a_number_is_asked_for(finder: Finder) -> None:
    found = references.find(Said("acho que foi 15 dias atrás, 4 talvez"), {"pending": "number"}, finder)
    assert {one.value for one in found} >= {"15", "4"}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("anota: rui ponto castro, arroba, ibge ponto gov ponto br", "rui.castro@ibge.gov.br"),
        ("rui, arroba ibge, ponto gov, ponto br", "rui@ibge.gov.br"),
    ],
)
def test_the_pauses_of_a_dictation_do_not_break_an_address(text: str, value: str) -> None:
    assert [address.value for address in find(Said(text))] == [value]


@pytest.mark.parametrize(
    ("text", "level"),
    [
        ("não é urgente", "low"),
        ("não é alta, é normal", "normal"),
        ("tira a prioridade alta", "normal"),
        ("esquece a prioridade", "normal"),
        ("não abre, é urgente", "high"),
        ("é urgente", "high"),
        ("bom dia", None),
    ],
)
def test_an_urgency_that_is_denied_or_taken_away_is_none(
    text: str, level: str | None, finder: Finder
) -> None:
    assert Reading(text, {"pending": "none"}, finder).urgency == level


@pytest.mark.parametrize(("text", "grade"), [("eu daria 3 de 5", "3"), ("nota 4/5", "4")])
def test_how_many_grades_there_are_is_no_grade(text: str, grade: str) -> None:
    found = numbers.grade(Said(text))
    assert found is not None
    assert found.value == grade


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("o meu é lia@inss.gov.br e o do Caio é caio@inss.gov.br, responde pra ele", "caio@inss.gov.br"),
        ("o dela é eva@ibge.gov.br, o meu rui@ibge.gov.br. fica no dela", "eva@ibge.gov.br"),
        ("eva@ibge.gov.br é da chefe, o meu é rui@ibge.gov.br, mas não manda pra ela", "rui@ibge.gov.br"),
        ("o meu é rui@ibge.gov.br, o da chefe é eva@ibge.gov.br", "rui@ibge.gov.br"),
    ],
)
def test_of_two_addresses_the_one_that_is_to_hear_of_it(text: str, address: str, finder: Finder) -> None:
    assert own_address(Reading(text, {"pending": "email"}, finder)) == address


def test_a_person_is_no_system_that_is_misspelt() -> None:
    reading = Reading("aqui é a Renata, da folha: o sigepe trava", {"pending": "none"}, Finder())
    assert [one.code for one in reading.services] == ["sigepe"]


SHOWN = [
    {
        "number": "2026-0003001",
        "service": "siafi",
        "status": "in_progress",
        "description": "erro 4471 no rateio",
    },
    {"number": "2026-0003002", "service": "vpn", "status": "resolved", "description": "a vpn cai às 9h"},
]


def test_a_number_that_a_ticket_tells_of_is_the_one_of_its_system(finder: Finder) -> None:
    best = references.best(
        references.find(Said("e o do 4471?"), {"listed": SHOWN}, finder), {"listed": SHOWN}
    )
    assert best is not None
    assert (best.by, best.value) == ("service", "siafi")


def test_each_of_two_numbers_is_looked_at(finder: Finder) -> None:
    reading = Reading("e o 2026-0003001 e o 2026-0003002, alguma coisa?", {"pending": "none"}, finder)
    found = settle(reading, frozenset({"start:check_ticket_status", "ref"}), [])
    assert [c["value"] for c in found if c.get("slot") == "ticket"] == ["2026-0003001", "2026-0003002"]
    assert sum(c["command"] == "start" for c in found) == 2


def test_an_address_in_a_long_story_is_nobodys_unless_it_is_said(finder: Finder) -> None:
    story = (
        "na segunda mandei a prestação de contas e o sistema recusou duas vezes, depois escrevi para "
        "convenios@ararenda.ce.gov.br, ninguém respondeu até agora, e na terça o valor dobrou na tela "
        "do extrato que eu tinha fechado no dia anterior"
    )
    assert own_address(Reading(story, {"pending": "email"}, finder)) is None
    told = story + ". meu e-mail é rute@ararenda.ce.gov.br"
    assert own_address(Reading(told, {"pending": "email"}, finder)) == "rute@ararenda.ce.gov.br"


def test_what_is_told_for_a_ticket_is_for_the_one_spoken_of(finder: Finder) -> None:
    reading = Reading("bota lá que parou às 10h", {"pending": "none", "last": SHOWN[0]}, finder)
    words = len(reading.said.words)
    found = settle(reading, frozenset({"start:add_ticket_information", "set:text"}), [(3, words)])
    assert {"command": "choose", "by": "that"} in found


def test_a_thing_of_every_day_is_no_ticket_that_was_not_shown(finder: Finder) -> None:
    found = references.find(Said("preciso mexer no meu computador?"), {"listed": SHOWN}, finder)
    assert [one for one in found if one.by == "service"] == []


@pytest.mark.parametrize(
    ("text", "number"),
    [("o do dia 2", "2026-0002001"), ("aquele de 11/09, por favor", "2026-0001877")],
)
def test_a_day_is_the_ticket_opened_then(text: str, number: str, finder: Finder) -> None:
    best = references.best(references.find(Said(text), STATE, finder), STATE)
    assert best is not None
    assert (best.by, best.value) == ("number", number)


@pytest.mark.parametrize(
    "text", ["foi no dia 19", "mandei em 18/10", "foi na segunda e não na terça", "desde segunda"]
)
def test_a_day_on_which_none_was_opened_is_no_ticket(text: str, finder: Finder) -> None:
    found = references.find(Said(text), {**STATE, "pending": "none"}, finder)
    assert [one for one in found if one.by == "ordinal"] == []
    assert all(one.value not in ("2026-0002001", "2026-0001877") for one in found)


def test_what_is_refused_is_not_the_one_that_is_meant(finder: Finder) -> None:
    said = Said("esse do sicaf não, é o do cpf que quero")
    services = [one.value for one in references.find(said, STATE, finder) if one.by == "service"]
    assert services == ["cpf"]


@pytest.mark.parametrize(
    ("text", "means"),
    [
        ("recebi um e-mail de vocês", False),
        ("como está o do e-mail?", True),
        ("e o chamado sobre o email?", True),
    ],
)
def test_the_word_email_is_a_system_where_a_ticket_is_about_it(
    text: str, means: bool, finder: Finder
) -> None:
    found = references.find(Said(text), {"pending": "none"}, finder)
    assert any(one.by == "service" and one.value == "email" for one in found) is means


@pytest.mark.parametrize("text", ["Meu e-mail é ana@x.gov.br, e quero saber", "meu email é ana@x.gov.br"])
def test_an_address_is_ones_own_however_email_is_spelt(text: str) -> None:
    assert [one.own for one in find(Said(text))] == [True]


OPENED = [
    {"command": "start", "flow": "open_ticket"},
    {"command": "set", "slot": "description", "value": "parou de novo no balcão"},
]


@pytest.mark.parametrize(
    ("text", "flow"),
    [("parou de novo no balcão", "reopen_ticket"), ("o sicaf parou outra vez no balcão", "reopen_ticket")],
)
def test_a_problem_after_a_ticket_may_be_of_it(text: str, flow: str, finder: Finder) -> None:
    more = maybe_more(Reading(text, STATE, finder), OPENED)
    assert [c.get("flow") or c.get("value") or c.get("by") for c in more] == [
        flow,
        "that",
        "parou de novo no balcão",
    ]


@pytest.mark.parametrize(
    "text", ["abre um novo, parou no balcão", "outro problema, parou no balcão", "é igual, parou no balcão"]
)
def test_a_word_for_a_new_one_leaves_no_doubt(text: str, finder: Finder) -> None:
    assert maybe_more(Reading(text, STATE, finder), OPENED) == []


def test_a_problem_of_another_system_is_of_the_one_ticket_shown_for_it_or_new(finder: Finder) -> None:
    told = [*OPENED, {"command": "set", "slot": "service", "value": "cpf"}]
    [_, chosen, _] = maybe_more(Reading("o cpf continua suspenso", STATE, finder), told)
    assert chosen == {"command": "choose", "by": "service", "value": "cpf"}
    other = [*OPENED, {"command": "set", "slot": "service", "value": "vpn"}]
    assert maybe_more(Reading("a vpn parou", STATE, finder), other) == []


def test_courtesy_beside_a_refusal_leaves_it_one() -> None:
    assert is_refusal([{"command": "stop"}, {"command": "social", "kind": "thank"}])
    assert not is_refusal([{"command": "stop"}, {"command": "start", "flow": "list_my_tickets"}])
    assert not is_refusal([{"command": "social", "kind": "thank"}])


def test_another_one_instead_of_the_one_asked_is_no_refusal(finder: Finder) -> None:
    asked = {**STATE, "pending": "confirm_cancel", "known": {"ticket_number": "2026-0002001"}}
    said = [{"command": "deny"}, {"command": "choose", "by": "service", "value": "cpf"}]
    assert in_its_flow(Reading("esse não, o do cpf", asked, finder), said) == said[1:]
    assert in_its_flow(Reading("não, deixa", asked, finder), said[:1]) == said[:1]


def test_a_few_words_around_the_address_are_no_more_of_the_text(finder: Finder) -> None:
    asked = {"pending": "email", "known": {"description": "nada abre"}}
    given = {"command": "set", "slot": "email", "value": "rui@inpe.br"}
    said = "é rui@inpe.br, tudo minúsculo"
    more = {"command": "edit", "slot": "description", "how": "add", "text": said}
    assert without_its_address(Reading(said, asked, finder), [given, more]) == [given]
    told = {**more, "text": "começou ontem"}
    both = Reading("rui@inpe.br, começou ontem", asked, finder)
    assert without_its_address(both, [given, told]) == [given, told]


def test_what_a_system_shows_is_no_second_wish() -> None:
    assert not segments.asks_to_open("abre uma janela cinza e some")
    assert segments.asks_to_open("abre outro chamado pro sei")


def test_one_like_the_last_which_was_not_shown_is_looked_up(finder: Finder) -> None:
    alike = Reading("abre um igual ao meu último, agora em nome da Lúcia", {"pending": "none"}, finder)
    assert like_another(alike, OPENED) == [OPENED[0], {"command": "choose", "by": "newest"}]
    tells = Reading("igual ao outro, a tela trava na Lúcia", {"pending": "none"}, finder)
    assert like_another(tells, OPENED) == OPENED


def test_one_like_the_last_that_is_over_has_its_text_and_what_is_told_now(finder: Finder) -> None:
    over = {"pending": "none", "last": {**LISTED[0], "status": "cancelled"}}
    told = like_another(Reading("registra outro igual, parou no balcão de novo", over, finder), OPENED)
    assert [write(c) for c in told] == [
        "start open_ticket",
        "choose that",
        f"edit description add: {OPENED[1]['value']}",
    ]
    assert like_another(Reading("abre um igual, mas do SEI", over, finder), OPENED)[1:2] != [told[1]]


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("meu email é a@x.gov.br mas não acesso, usa b@y.com", "b@y.com"),
        ("o meu é a@x.gov.br, mas o da Ana é b@y.com", "a@x.gov.br"),
    ],
)
def test_the_address_behind_a_but_is_meant(text: str, address: str, finder: Finder) -> None:
    assert own_address(Reading(text, {"pending": "email"}, finder)) == address


@pytest.mark.parametrize(
    ("text", "rated", "reopened"),
    [
        ("bota nota 4 pro do siape e reabre o da vpn q voltou a cair a cada hora", "siape", "vpn"),
        ("nota 3 para o do SCDP, e reabra o do SEI que continua sem assinar", "scdp", "sei"),
    ],
)
def test_of_two_wishes_each_has_the_ticket_named_beside_it(
    text: str, rated: str, reopened: str, finder: Finder
) -> None:
    atoms = frozenset({"start:rate_service", "start:reopen_ticket", "set:score", names.REFERENCE})
    told = settle(Reading(text, {}, finder), atoms, [])
    assert [c["value"] for c in told if c.get("slot") == "ticket"] == [
        {"by": "service", "value": rated},
        {"by": "service", "value": reopened},
    ]
