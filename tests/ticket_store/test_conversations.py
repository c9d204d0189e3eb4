"""What is told in the chat, to whom, once; and what was not understood."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ticket_store import model, operations, queries
from ticket_store.authors import Author
from ticket_store.errors import ReviewItemNotFound
from ticket_store.masking import mask

WEB = "web-1"


def news(store, conversation_id=WEB):
    return store.ask(operations.news, conversation_id=conversation_id, now=store.now)


def test_what_moved_is_told_once_on_the_next_visit(store) -> None:
    number = store.open(conversation_id=WEB).number
    assert news(store) == []
    store.do(operations.comment, ticket_number=number, text="Nota", author=store.agent(), internal=True)
    store.do(operations.comment, ticket_number=number, text="Estamos vendo", author=store.agent())
    store.do(operations.resolve, ticket_number=number, solution="Feito", author=store.agent())
    told = news(store)
    assert [e.kind for e in told] == ["answered", "resolved"]
    store.do(operations.mark_news_told, conversation_id=WEB, event_id=told[-1].id)
    assert news(store) == []
    store.do(operations.mark_news_told, conversation_id=WEB, event_id=1)  # late news do not turn it back
    assert news(store) == []


def test_his_own_doings_are_no_news_to_him(store) -> None:
    number = store.open(conversation_id=WEB).number
    store.do(operations.cancel, ticket_number=number, author=Author.requester())
    assert news(store) == []
    assert store.outbox("chat") == []


def test_email_only_silences_the_chat_and_not_the_mail(store) -> None:
    number = store.open(conversation_id=WEB).number
    store.do(operations.set_chat_notices, conversation_id=WEB, enabled=False)
    store.do(operations.resolve, ticket_number=number, solution="Feito", author=store.agent())
    assert (store.outbox("chat"), news(store)) == ([], [])
    assert store.mails() == ["registered", "resolved"]
    store.do(operations.set_chat_notices, conversation_id=WEB, enabled=True)
    assert [e.kind for e in news(store)] == ["resolved"]


@pytest.mark.parametrize(
    ("conversation_id", "pushed"), [("web-1", 1), ("tg-42", 1), ("b4c0ffee", 0), ("mail-1", 0)]
)
def test_only_channels_that_can_be_spoken_to_are(store, conversation_id, pushed) -> None:
    number = store.open(conversation_id=conversation_id).number
    store.do(operations.resolve, ticket_number=number, solution="Feito", author=store.agent())
    assert len(store.outbox("chat")) == pushed


def test_unsubscribing_stops_what_is_not_essential_only(store) -> None:
    number = store.open().number
    store.do(operations.set_optional_mail, email="Ana@fazenda.gov.br", enabled=False)
    assert store.ask(queries.requester_preferences, email="ana@fazenda.gov.br") is False
    store.do(operations.forward, ticket_number=number, team_code="network", note=None, author=store.agent())
    store.do(operations.resolve, ticket_number=number, solution="Feito", author=store.agent())
    store.later(days=10)
    store.do(operations.close_due)
    assert store.mails() == ["registered", "resolved"]


def test_what_was_not_understood_is_kept_masked_and_counted_by_wording(store) -> None:
    for text in ("Quero o boleto do CPF 111.444.777-35", "quero o boleto do cpf 529.982.247-25"):
        store.do(
            operations.record_misunderstood,
            conversation_id=WEB,
            text=text,
            guess="open_ticket",
            confidence=0.31,
        )
    [item] = store.ask(queries.review_queue)
    assert (item.text, item.seen, item.guess) == ("Quero o boleto do CPF [CPF]", 2, "open_ticket")


def test_what_was_understood_in_doubt_is_kept_masked_and_is_no_misunderstanding(store) -> None:
    doubtful = {"text": "prazo da ana@x.gov.br?", "guess": "faq_resolution_deadline", "confidence": 0.41}
    store.do(operations.record_doubtful, **doubtful)
    [item] = store.ask(queries.review_queue)
    assert (item.text, item.seen, item.misunderstood) == ("prazo da [EMAIL]?", 1, 0)
    store.do(operations.record_misunderstood, conversation_id=WEB, text="prazo da [EMAIL]?")
    [item] = store.ask(queries.review_queue)
    assert (item.seen, item.misunderstood) == (2, 1)


def test_a_wording_is_reviewed_once_for_each_question_it_was_said_to(store) -> None:
    for pending in ("similar", "similar", "draft", None):
        store.do(operations.record_doubtful, text="Pode ser", pending=pending)
    items = store.ask(queries.review_queue)
    assert {(item.pending, item.seen) for item in items} == {("similar", 2), ("draft", 1), (None, 1)}


def test_the_newest_reading_is_kept_beside_the_text_and_masked(store) -> None:
    said = {"conversation_id": WEB, "text": "o de antes", "pending": "email"}
    read = [
        {"command": "set", "slot": "email", "value": "ana@x.gov.br"},
        {
            "command": "set",
            "slot": "ticket",
            "value": {"by": "number", "value": "2026-0001234"},
            "sure": False,
        },
        {"command": "choose", "by": "ordinal", "value": -1},
    ]
    store.do(operations.record_misunderstood, **said, commands=[{"command": "unclear"}])
    store.do(operations.record_misunderstood, **said, commands=read)
    store.do(operations.record_misunderstood, **said)
    [item] = store.ask(queries.review_queue)
    assert item.commands == [
        {"command": "set", "slot": "email", "value": "[EMAIL]"},
        {"command": "set", "slot": "ticket", "value": {"by": "number", "value": "[CHAMADO]"}, "sure": False},
        {"command": "choose", "by": "ordinal", "value": -1},
    ]


def test_a_reviewed_message_leaves_the_queue_with_its_label(store) -> None:
    store.do(operations.record_misunderstood, conversation_id=WEB, text="cadê meu trem")
    [item] = store.ask(queries.review_queue)
    bruno = store.agent().agent_id
    store.do(operations.label_review_item, item_id=item.id, label="check_ticket_status", agent_id=bruno)
    assert store.ask(queries.review_queue) == []
    assert [i.label for i in store.ask(queries.review_queue, status="labelled")] == ["check_ticket_status"]
    with pytest.raises(ReviewItemNotFound):
        store.do(operations.label_review_item, item_id=999, label=None, agent_id=bruno)


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("meu cpf é 111.444.777-35", "meu cpf é [CPF]"),
        ("cpf 11144477735", "cpf [CPF]"),
        ("cnpj 33.683.111/0001-07 travado", "cnpj [CNPJ] travado"),
        ("fala no ana.souza+1@x.gov.br", "fala no [EMAIL]"),
        ("liga pra (61) 99999-1234", "liga pra [NÚMERO]"),
        ("o chamado 2026-0001234 sumiu", "o chamado [CHAMADO] sumiu"),
        ("minha senha é Abc123!", "minha senha é [SEGREDO]"),
        ("me chamo Ana Maria Souza", "me chamo [NOME]"),
        ("veja https://x.gov.br/a?b=c", "veja [LINK]"),
        ("dá o erro 0012 desde 2025", "dá o erro 0012 desde 2025"),
        ("quero falar da nota fiscal", "quero falar da nota fiscal"),
    ],
)
def test_personal_data_is_masked_and_the_rest_is_left(said, kept) -> None:
    assert mask(said) == kept


@settings(deadline=None)
@given(st.text(max_size=30), st.integers(0, 10**11 - 1))
def test_no_document_number_survives_wherever_it_stands(around: str, number: int) -> None:
    digits = f"{number:011d}"
    document = f"{digits[:3]}.{digits[3:6]}.{digits[6:9]}-{digits[9:]}"
    assert document not in mask(f"{around} {document} {around}")


def test_a_conversation_is_one_row_however_often_it_is_seen(store) -> None:
    for _ in range(3):
        store.do(operations.touch_conversation, conversation_id="tg-1")
        store.later(minutes=1)
    assert store.count(model.Conversation) == 1


def test_a_letter_is_dealt_with_once(store) -> None:
    letter = {"message_id": "<a@x.gov.br>"}
    assert store.ask(operations.letter_handled, **letter) is False
    store.do(operations.mark_letter_handled, outcome="commented", **letter)
    store.do(operations.mark_letter_handled, outcome="commented", **letter)
    assert store.ask(operations.letter_handled, message_id=" <a@x.gov.br> ") is True


def test_what_was_known_and_said_before_is_kept_masked_and_tickets_stay_apart(store) -> None:
    one, other = ({"number": f"2026-000000{n}", "description": f"de ana{n}@x.gov.br"} for n in (1, 2))
    said = {
        "text": "o outro",
        "pending": "number",
        "state": {"pending": "number", "listed": [one, other], "last": other, "told": {"x": 1}},
        "lines": [
            {
                "from": "user",
                "text": "sou a ana@x.gov.br",
                "state": {"last": one},
                "commands": [{"command": "x"}],
            },
            {"from": "bot", "text": "Qual? O 2026-0000001?"},
        ],
    }
    store.do(operations.record_doubtful, **said)
    [item] = store.ask(queries.review_queue)
    tickets = [{"number": f"[CHAMADO {n}]", "description": "de [EMAIL]"} for n in (1, 2)]
    assert item.state == {"pending": "number", "listed": tickets, "last": tickets[1]}
    assert [line["text"] for line in item.lines] == ["sou a [EMAIL]", "Qual? O [CHAMADO]?"]
    assert item.lines[0]["state"] == {"last": tickets[0]}


def test_what_was_labelled_keeps_the_place_it_was_labelled_in(store) -> None:
    bruno = store.agent().agent_id
    store.do(operations.record_doubtful, text="esse", state={"known": {"service": "sei"}})
    [item] = store.ask(queries.review_queue)
    store.do(operations.label_review_item, item_id=item.id, label=None, taught=["affirm"], agent_id=bruno)
    store.do(operations.record_doubtful, text="esse", state={"known": {"service": "siape"}})
    [item] = store.ask(queries.review_queue, status="labelled")
    assert (item.state, item.seen) == ({"known": {"service": "sei"}}, 2)
