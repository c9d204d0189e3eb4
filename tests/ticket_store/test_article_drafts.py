"""A solution made a draft with one click: of its service, without anybody's data, off the air."""

import pytest

from ticket_store import articles, model, operations, queries
from ticket_store.errors import IncompleteArticle

BRUNO = {"author": "Bruno", "agent_id": None}
PROBLEM = "Sou a Ana Souza, CPF 111.444.777-35, e o SIAFI não abre.\nMeu telefone é (61) 99999-1234."
SOLUTION = "Prezada Ana, a sessão ficou presa.\n1. Feche tudo.\n2) Apague os cookies.\n\n- Entre de novo."


def solved(store, solution: str = SOLUTION, **more) -> model.Ticket:
    given = {"service_code": "siafi", "description": PROBLEM} | more
    ticket = store.open("ana@fazenda.gov.br", **given)
    store.do(
        lambda session, now: setattr(session.get(model.Requester, ticket.requester_id), "name", "Ana Souza")
    )
    store.do(
        operations.resolve,
        ticket_number=ticket.number,
        solution=solution,
        author=store.agent(),
        now=store.now,
    )
    return ticket


def drafted(store, ticket: model.Ticket):
    made = store.do(operations.draft_article, ticket_number=ticket.number, **BRUNO)
    return store.ask(queries.article_version, article_id=made.id)


def test_it_has_the_service_the_problem_and_the_steps_of_the_solution(store) -> None:
    draft = drafted(store, solved(store, description="O SIAFI não abre desde ontem"))
    assert (draft.service_code, draft.state) == ("siafi", "draft")
    assert draft.title == "O SIAFI não abre desde ontem"
    assert draft.asked == ("O SIAFI não abre desde ontem",)
    assert draft.summary.endswith("a sessão ficou presa.")
    assert draft.steps == ("Feche tudo.", "Apague os cookies.", "Entre de novo.")


def test_nothing_of_anybody_is_in_it(store) -> None:
    draft = drafted(store, solved(store))
    written = "\n".join((draft.title, *draft.asked, draft.summary, *draft.steps, draft.slug))
    for one in ("ana", "souza", "111", "1234", "99999"):
        assert one not in written.casefold(), written
    assert "[NOME]" in written
    assert "[CPF]" in written


def test_nobody_reads_it_and_it_answers_nothing_until_it_is_published_with_a_source(store) -> None:
    draft = drafted(store, solved(store, description="O SIAFI não abre desde ontem"))
    asked = {"text": "o siafi não abre desde ontem"}
    assert draft.id not in [one.id for one in store.ask(queries.search_articles, **asked)]
    found = store.ask(queries.solving_article, service_code="siafi", **asked)
    assert found is None or found.id != draft.id
    text = articles.ArticleText(
        **{name: getattr(draft, name) for name in articles.TEXTS if name not in ("asked", "steps")},
        asked="\n".join(draft.asked),
        steps="\n".join(draft.steps),
    )
    with pytest.raises(IncompleteArticle) as wrong:
        store.do(
            operations.edit_article,
            article_id=draft.id,
            seen=1,
            text=text,
            service_code="siafi",
            state="published",
            **BRUNO,
        )
    assert wrong.value.fields == ("source", "source_url")


def test_a_double_click_makes_one_and_another_solution_another(store) -> None:
    ticket = solved(store)
    first = drafted(store, ticket)
    assert drafted(store, ticket).id == first.id
    store.do(operations.reopen, ticket_number=ticket.number, reason="voltou", author=store.agent())
    store.do(
        operations.resolve, ticket_number=ticket.number, solution="Troque a senha.", author=store.agent()
    )
    assert drafted(store, ticket).id != first.id


def test_what_is_not_solved_makes_none(store) -> None:
    with pytest.raises(IncompleteArticle):
        store.do(operations.draft_article, ticket_number=store.open().number, **BRUNO)
