"""What is added to a ticket, to another as well, or only asked about; the reason of a cancelling."""

from tests.engine.told import Desk, Told

ANA = "ana@orgao.gov.br"
ADDS, THAT = "start add_ticket_information", "choose that"
LOOKS = "start check_ticket_status"
EXTENSION = "set information: ramal 4521"


def two(told: Told, desk: Desk) -> tuple[str, str]:
    """The scanner's and the network's tickets; the network's was just looked at."""
    scanner = desk.open(ANA, "o scanner não puxa", "estacao-de-trabalho")
    network = desk.open(ANA, "a rede cai às 9h", "rede")
    told.proved(ANA).say("como está?", LOOKS, f"set ticket: {network}")
    return scanner, network


def test_both_get_what_is_told_for_both(told: Told, desk: Desk) -> None:
    scanner, network = two(told, desk)
    told.say("complementar ramal 4521 nos dois", ADDS, "choose all", EXTENSION)
    assert told.written(scanner) == told.written(network) == ["ramal 4521"]
    assert told.state
    assert not told.state["frames"]


def test_what_one_got_goes_to_the_other_too_and_stays_where_it_is(told: Told, desk: Desk) -> None:
    scanner, network = two(told, desk)
    told.say("põe aí ramal 4521", ADDS, THAT, EXTENSION)
    told.say("põe o ramal no outro também", f"{ADDS} which=also", "choose other")
    assert told.written(scanner) == told.written(network) == ["ramal 4521"]


def test_what_one_got_for_both_goes_to_the_one_that_has_it_not(told: Told, desk: Desk) -> None:
    scanner, network = two(told, desk)
    told.say("põe aí ramal 4521", ADDS, THAT, EXTENSION)
    told.say("põe isso nos dois", f"{ADDS} which=also", "choose all")
    assert told.written(scanner) == told.written(network) == ["ramal 4521"]


def test_an_urgency_for_both_is_told_to_both(told: Told, desk: Desk) -> None:
    scanner, network = two(told, desk)
    told.say("marca urgente nos dois", ADDS, "choose all", "set urgency: high")
    assert told.written(scanner) == told.written(network)
    assert len(told.written(scanner)) == 1


def test_a_complaint_is_of_the_ticket_that_got_something(told: Told, desk: Desk) -> None:
    scanner, network = two(told, desk)
    told.say("põe aí ramal 4521", ADDS, THAT, EXTENSION)
    told.say("e o do scanner?", LOOKS, f"set ticket: {scanner}")
    mistake = {"command": "ask", "about": "other", "which": "told_by_mistake"}
    assert f"não sai mais do {network}" in told.say("não era pra mandar", mistake)
    told.say("tira isso do chamado", {"command": "edit", "slot": "information", "how": "remove"})
    assert len(told.written(network)) == 2
    assert told.written(scanner) == []


def test_whether_it_goes_there_too_is_offered_right_after_it_was_added(told: Told, desk: Desk) -> None:
    scanner, _ = two(told, desk)
    asked = {"command": "ask", "about": "ticket", "field": "status", "which": "also"}
    too = ("choose service: estacao-de-trabalho", asked)
    assert scanner in told.say("e no do scanner?", *too)
    assert told.written(scanner) == []
    told.say("põe no da rede: ramal 4521", ADDS, "choose service: rede", EXTENSION)
    told.say("obrigada", "social thank")
    assert "“ramal 4521”" in told.say("e no do scanner?", *too)
    assert told.written(scanner) == []
    told.say("sim", "affirm")
    assert told.written(scanner) == ["ramal 4521"]


def test_what_the_teams_question_means_is_passed_on_after_a_yes(told: Told, desk: Desk) -> None:
    number = desk.open(ANA, "o empenho não sai", "siafi")
    desk.ask(number, "Informe o PTRES usado no empenho.")
    told.proved(ANA).say("o que pediram?", LOOKS, f"set ticket: {number}")
    text = "o que é PTRES? cheguei ontem no setor"
    question = {"text": "o que é PTRES?", "meant": "o que é ptres?", "commands": []}
    said = told.say(text, "ask other", "set answer: cheguei ontem no setor", questions=[question])
    assert f"“{text}”" in said
    assert told.written(number) == []


def test_what_is_only_told_beside_a_question_is_offered(told: Told, desk: Desk) -> None:
    _, network = two(told, desk)
    beside = [{"command": "set", "slot": "information", "value": "estou em casa até quinta"}]
    question = {"text": "preciso deixar o micro ligado?", "meant": "", "commands": []}
    text = "preciso deixar o micro ligado? estou em casa até quinta"
    said = told.say(text, "ask other", questions=[question], beside=beside)
    assert "estou em casa até quinta" in said
    assert told.written(network) == []


def test_the_reason_for_haste_is_offered_to_be_passed_on(told: Told, desk: Desk) -> None:
    _, network = two(told, desk)
    hurry = {"command": "ask", "about": "other", "which": "hurry"}
    assert "Conte o que depende disso" in told.say("dá pra acelerar?", hurry)
    text = "a licitação abre amanhã cedo, dá pra acelerar?"
    assert f"“{text}”" in told.say(text, hurry)
    told.say("sim", "affirm")
    assert told.written(network) == [text]


def test_a_wish_for_haste_without_a_reason_is_not_offered_to_the_team(told: Told, desk: Desk) -> None:
    two(told, desk)
    hurry = {"command": "ask", "about": "other", "which": "hurry"}
    asked = told.say("de que jeito eu consigo apressar o meu pedido aí com vocês?", hurry)
    assert "Conte o que depende disso" in asked


def test_the_first_reason_of_a_cancelling_stays_until_another_is_told(told: Told, desk: Desk) -> None:
    two(told, desk)
    told.say("voltou, cancela", "start cancel_ticket", THAT, "set reason: voltou")
    told.say("não", "deny")
    assert "“voltou”" in told.say("cancela sim, era só pergunta", "start cancel_ticket", THAT)
    new = {"command": "edit", "slot": "reason", "how": "replace", "text": "trocaram o cabo"}
    said = told.say("sim, o motivo é que trocaram o cabo", new)
    assert "Motivo do cancelamento, como você contou: “trocaram o cabo”" in said
    assert "foi cancelado" in told.say("sim", "affirm")


def test_where_it_goes_is_a_yes_to_what_is_offered_for_the_team(told: Told, desk: Desk) -> None:
    scanner, _ = two(told, desk)
    text = "o cabo fica solto, né"
    told.say(text, "unclear")
    told.say("sim, mas no do scanner", f"{ADDS} which=offered", "choose service: estacao-de-trabalho")
    assert told.written(scanner) == [text]
