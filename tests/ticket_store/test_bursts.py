"""Many like tickets about one service propose an incident; its tickets are answered and asked together."""

import pytest

from ticket_store import alike, model, operations, queries
from ticket_store.errors import IncidentNotFound, ProposalNotFound
from ticket_store.operations import bursts
from ticket_store.queries import incident_tickets
from ticket_store.queries.incident_tickets import proposals

WORDS = (
    "O SIAFI não abre, a tela fica branca depois do login",
    "tela branca ao entrar no SIAFI depois do login",
    "depois do login aparece uma tela branca e nada mais",
    "Faço o login e a tela do siafi fica toda branca",
    "SIAFI: tela em branco após login, não consigo trabalhar",
    "a tela fica branca quando faço login",
)
OTHERS = (
    "Preciso emitir a nota de empenho e o botão não responde",
    "Minha senha expirou ontem",
    "O relatório de restos a pagar está com valores errados",
    "Quero incluir um usuário novo na unidade gestora",
    "A impressão da ordem bancária sai cortada",
    "Erro 403 ao anexar o arquivo da folha",
)


def burst(store, words=WORDS, **more):
    opened = []
    for number, text in enumerate(words):
        store.later(minutes=2)
        opened.append(store.open(f"pessoa{number}@orgao.gov.br", description=text, **more).number)
    store.do(operations.propose_incidents)
    return opened


def test_six_people_who_tell_the_same_within_an_hour_propose_an_incident(store) -> None:
    numbers = burst(store)
    [proposal] = store.ask(proposals)
    assert (proposal.service_code, proposal.people, proposal.usual) == ("siafi", 6, 0.0)
    assert [ticket.number for ticket in proposal.tickets] == numbers
    assert {"tela", "login"} <= set(proposal.words)
    assert store.do(operations.propose_incidents) == 0  # once
    assert len(store.ask(proposals)) == 1


def test_as_many_who_tell_different_things_propose_none(store) -> None:
    burst(store, OTHERS)
    assert store.ask(proposals) == []


def test_one_person_who_writes_six_times_proposes_none(store) -> None:
    for text in WORDS:
        store.open("ana@orgao.gov.br", description=text, channel="desk")
    store.do(operations.propose_incidents)
    assert store.ask(proposals) == []


def test_the_same_words_of_different_services_or_over_a_day_propose_none(store) -> None:
    for number, text in enumerate(WORDS):
        service = ("siafi", "siape", "comprasnet")[number % 3]
        store.open(f"p{number}@orgao.gov.br", description=text, service_code=service)
    store.do(operations.propose_incidents)
    for number, text in enumerate(WORDS):
        store.later(hours=3)
        store.open(f"q{number}@orgao.gov.br", description=text)
        store.do(operations.propose_incidents)
    assert store.ask(proposals) == []


def test_what_is_usual_for_a_service_at_that_hour_is_no_burst(store) -> None:
    for day in range(28):
        store.at(2026, 2, 10, 10, 40)
        store.later(days=day)
        for number in range(4):
            store.open(f"d{day}n{number}@orgao.gov.br", description=OTHERS[number])
    store.at(2026, 3, 10, 10, 50)
    assert store.ask(bursts.usual_count, service_code="siafi", now=store.now) > 3
    burst(store)
    assert store.ask(proposals) == []
    # The night is quiet: there the same six are many.
    store.at(2026, 3, 11, 2)
    burst(store, [f"{text}." for text in WORDS])
    assert len(store.ask(proposals)) == 1


def test_working_days_are_compared_with_working_days(store) -> None:
    for day in (7, 8, 1):  # of March 2026: a Saturday and two Sundays
        store.at(2026, 3, day, 10, 30)
        store.open(f"s{day}@orgao.gov.br")
    store.at(2026, 3, 10, 11)
    assert store.ask(bursts.usual_count, service_code="siafi", now=store.now) == 0
    store.at(2026, 3, 14, 11)
    assert store.ask(bursts.usual_count, service_code="siafi", now=store.now) == 3 / 8


@pytest.mark.parametrize(("count", "usual", "rare"), [(5, 0.0, True), (5, 1.0, False), (6, 0.5, True)])
def test_rare_is_less_than_once_in_a_thousand(count: int, usual: float, rare: bool) -> None:
    assert bursts.is_rare(count, usual) is rare


def test_what_comes_later_and_is_like_them_joins_and_something_else_does_not(store) -> None:
    burst(store)
    like = store.open("g@orgao.gov.br", description="tela branca no login do siafi")
    store.open("h@orgao.gov.br", description=OTHERS[0])
    store.do(operations.propose_incidents)
    [proposal] = store.ask(proposals)
    assert [ticket.number for ticket in proposal.tickets][6:] == [like.number]


def test_accepted_it_is_announced_and_its_tickets_are_its(store) -> None:
    numbers = burst(store)
    bruno = store.agent(role="supervisor")
    [proposal] = store.ask(proposals)
    accepted = {"proposal_id": proposal.id, "agent_id": bruno.agent_id}
    incident = store.do(operations.accept_proposal, title="Tela branca", text="Em análise", **accepted)
    assert store.ask(queries.active_incident, service_code="siafi").title == "Tela branca"
    tied = store.ask(incident_tickets.tied_tickets, incident_id=incident.id)
    assert [ticket.number for ticket in tied] == numbers
    assert "incident_tied" in store.kinds(numbers[0])
    assert "incident_tied" not in store.kinds(numbers[0], internal=False)
    assert store.ask(proposals) == []
    with pytest.raises(ProposalNotFound):
        store.do(operations.accept_proposal, title="x", text="y", **accepted)


def test_dismissed_its_tickets_propose_nothing_again(store) -> None:
    burst(store)
    [proposal] = store.ask(proposals)
    store.do(operations.dismiss_proposal, proposal_id=proposal.id, agent_id=store.agent().agent_id)
    store.later(minutes=5)
    assert store.do(operations.propose_incidents) == 0
    with pytest.raises(ProposalNotFound):
        store.do(operations.dismiss_proposal, proposal_id=proposal.id, agent_id=None)


def test_an_announced_incident_is_not_proposed_and_an_undecided_one_is_dropped_after_a_day(store) -> None:
    incident = store.do(
        operations.announce_incident, service_code="siafi", title="Fora", text="Em análise", agent_id=None
    )
    burst(store)
    assert store.ask(proposals) == []
    store.do(operations.end_incident, incident_id=incident.id, text="Voltou", agent_id=None)
    store.do(operations.propose_incidents)
    assert len(store.ask(proposals)) == 1
    store.later(hours=24)
    store.do(operations.propose_incidents)
    assert store.ask(proposals) == []


@pytest.fixture
def incident(store):
    made = store.do(
        operations.announce_incident,
        service_code="siafi",
        title="Tela branca",
        text="Em análise",
        agent_id=None,
    )
    return made.id


def tie(store, incident, *numbers):
    store.do(operations.tie_tickets, incident_id=incident, numbers=numbers, author=store.agent())


def test_one_text_answers_every_ticket_and_is_mailed_once_to_each(store, incident) -> None:
    ana = [store.open(), store.open(description="tela branca")]
    carla = store.open("carla@prefeitura.sp.gov.br")
    left = store.open("dora@orgao.gov.br")
    store.do(operations.follow_incident, incident_id=incident, email="carla@prefeitura.sp.gov.br")
    store.do(operations.follow_incident, incident_id=incident, email="edna@orgao.gov.br")
    tie(store, incident, *[ticket.number for ticket in (*ana, carla)])
    before = len(store.outbox())
    store.do(
        operations.update_incident, incident_id=incident, text="Causa achada", agent_id=store.agent().agent_id
    )
    assert sorted((mail.kind, mail.recipient) for mail in store.outbox()[before:]) == [
        ("answered", "ana@fazenda.gov.br"),
        ("answered", "carla@prefeitura.sp.gov.br"),
        ("incident_update", "edna@orgao.gov.br"),
    ]
    for ticket in (*ana, carla):
        answers = [
            e.text for e in store.ask(queries.history, ticket_number=ticket.number) if e.kind == "answered"
        ]
        assert answers == ["Causa achada"]
        assert store.view(ticket.number).status == "in_progress"
    assert "answered" not in store.kinds(left.number)


def test_its_end_resolves_its_tickets_which_ask_and_asks_who_follows(store, incident) -> None:
    ana, carla = store.open(), store.open("carla@prefeitura.sp.gov.br")
    over = store.resolved("dora@orgao.gov.br")
    tie(store, incident, ana.number, carla.number, over.number)
    store.do(operations.touch_conversation, conversation_id="web-1")
    store.do(
        operations.follow_incident,
        incident_id=incident,
        email="edna@orgao.gov.br",
        conversation_id="web-1",
    )
    before = len(store.outbox())
    store.do(operations.end_incident, incident_id=incident, text="Voltou às 15h", agent_id=None)
    mails = store.outbox()[before:]
    assert sorted((mail.kind, mail.recipient) for mail in mails) == [
        ("incident_update", "edna@orgao.gov.br"),
        ("resolved", "ana@fazenda.gov.br"),
        ("resolved", "carla@prefeitura.sp.gov.br"),
    ]
    assert [store.view(t.number).status for t in (ana, carla, over)] == ["resolved"] * 3
    assert store.view(over.number).solution == "Senha redefinida"
    assert [(row.kind, row.recipient) for row in store.outbox("chat")][-1] == ("incident_over", "web-1")
    [asked] = store.do(operations.incident_ends, conversation_id="web-1")
    assert asked.id == incident
    assert store.do(operations.incident_ends, conversation_id="web-1") == []
    with pytest.raises(IncidentNotFound):
        tie(store, incident, ana.number)


def test_a_ticket_is_of_one_incident_and_leaves_it_again(store, incident) -> None:
    ticket = store.open()
    tie(store, incident, ticket.number)
    tie(store, incident, ticket.number)
    assert store.kinds(ticket.number).count("incident_tied") == 1
    other = store.do(
        operations.announce_incident, service_code="siafi", title="Outro", text="Em análise", agent_id=None
    )
    tie(store, other.id, ticket.number)
    assert store.ask(incident_tickets.tied_tickets, incident_id=incident) == []
    ticket_id = store.view(ticket.number).id
    assert store.ask(incident_tickets.incident_of, ticket_id=ticket_id) == (other.id, "Outro")
    store.do(operations.untie_ticket, ticket_number=ticket.number, author=store.agent())
    assert store.ask(incident_tickets.incident_of, ticket_id=ticket_id) is None
    found = store.ask(incident_tickets.untied_tickets, incident_id=incident)
    assert [one.number for one in found] == [ticket.number]
    assert store.count(model.IncidentTicket) == 0


def test_a_cancelled_ticket_is_left_out(store, incident) -> None:
    ticket = store.open()
    store.do(operations.cancel, ticket_number=ticket.number, author=store.agent())
    tie(store, incident, ticket.number)
    assert store.ask(incident_tickets.tied_tickets, incident_id=incident) == []


def test_texts_are_alike_by_their_matter_not_by_the_services_name() -> None:
    names = ["SIAFI"]
    one = alike.matter("O SIAFI não abre: tela branca", names)
    assert alike.are_alike(one, alike.matter("tela branca ao abrir", names))
    assert not alike.are_alike(one, alike.matter("Preciso do SIAFI para o empenho", names))
    assert not alike.are_alike(one, alike.matter("SIAFI", names))
