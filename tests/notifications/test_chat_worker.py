import pytest
from mail_servers import Channel

from ticket_store import operations, outbox
from ticket_store.authors import Author
from ticket_store.database import transaction

BRUNO = Author("agent", "Bruno Araújo")
AWAY = (200, {"delivered": False})


@pytest.fixture
def moved(engine, clock, open_ticket):
    """A ticket opened in a conversation is answered by the desk."""

    def do(conversation_id="web-1f"):
        number = open_ticket(conversation_id=conversation_id)
        with transaction(engine) as session:
            operations.comment(
                session, ticket_number=number, text="Estamos vendo.", author=BRUNO, now=clock()
            )

    return do


def test_when_a_ticket_moves_its_conversation_is_nudged(worker, moved, rows, never):
    moved()
    channel = Channel()
    with channel.running() as url:
        worker(rasa_url=url).send_chat(never)
    assert channel.seen == [
        ("/webhooks/web/notify", "segredo", {"conversation_id": "web-1f", "intent": "EXTERNAL_ticket_moved"})
    ]
    assert rows(channel="chat") == ["sent"]


def test_on_the_web_a_notice_to_nobody_is_left_for_the_next_visit(worker, moved, clock, rows, never):
    moved()
    channel = Channel(AWAY)
    with channel.running() as url:
        for _ in range(3):
            worker(rasa_url=url).send_chat(never)
            clock.pass_(hours=5)
    assert len(channel.seen) == 1
    assert rows(channel="chat") == ["sent"]


def test_on_telegram_what_was_not_taken_is_offered_again_but_not_for_ever(worker, moved, clock, rows, never):
    moved("tg-42")
    channel = Channel(AWAY)
    with channel.running() as url:
        for _ in range(60):
            worker(rasa_url=url).send_chat(never)
            clock.pass_(hours=5)
    assert channel.seen[0][0] == "/webhooks/telegram/notify"
    assert 1 < len(channel.seen) < 60
    assert rows(channel="chat") == ["parked"]


def test_a_channel_that_is_down_is_tried_again_later(worker, moved, clock, rows, never):
    moved()
    channel = Channel((503, {}), (200, {"delivered": True}))
    with channel.running() as url:
        worker(rasa_url=url).send_chat(never)
        assert rows(channel="chat") == ["queued"]
        clock.pass_(minutes=5)
        worker(rasa_url=url).send_chat(never)
    assert rows(channel="chat") == ["sent"]


def test_an_attendants_words_are_said_in_order_with_their_own_ids(worker, engine, clock, never):
    with transaction(engine) as session:
        for uid, text in (("m1", "Olá, sou o Bruno."), ("m2", "Já estou vendo.")):
            payload = {"handoff_id": 1, "text": text, "uid": uid, "agent_name": "Bruno"}
            outbox.enqueue(
                session, kind="live_message", to="web-1f", payload=payload, now=clock(), channel="chat"
            )
    channel = Channel()
    with channel.running() as url:
        worker(rasa_url=url).send_chat(never)
    assert [(path, body["text"], body["id"], body["from"]) for path, _, body in channel.seen] == [
        ("/webhooks/web/say", "Olá, sou o Bruno.", "m1", "agent"),
        ("/webhooks/web/say", "Já estou vendo.", "m2", "agent"),
    ]


def test_when_nobody_takes_a_conversation_in_time_its_owner_is_told_and_offered_a_ticket(
    worker, engine, clock, never
):
    with transaction(engine) as session:
        operations.request_handoff(
            session, conversation_id="web-1f", channel="web", transcript=[], wait_minutes=5, now=clock()
        )
    clock.pass_(minutes=6)
    with transaction(engine) as session:
        operations.expire_handoffs(session, now=clock())
    channel = Channel()
    with channel.running() as url:
        worker(rasa_url=url).send_chat(never)
    [(path, _, body)] = channel.seen
    assert path == "/webhooks/web/say"
    assert body["from"] == "bot"
    assert "registrar um acionamento" in body["text"]
    assert "0800 728 2323" in body["text"]


def test_followers_of_an_incident_hear_of_it_in_the_chat(worker, engine, clock, never):
    with transaction(engine) as session:
        operations.touch_conversation(session, conversation_id="web-1f", channel="web", now=clock())
        incident = operations.announce_incident(
            session,
            service_code="siafi",
            title="SIAFI fora do ar",
            text="Em análise.",
            agent_id=None,
            now=clock(),
        )
        operations.follow_incident(
            session, incident_id=incident.id, email="ana@x.gov.br", conversation_id="web-1f", now=clock()
        )
        session.expire_all()
        operations.update_incident(
            session, incident_id=incident.id, text="Causa achada.", agent_id=None, now=clock()
        )
        session.expire_all()
        operations.end_incident(
            session, incident_id=incident.id, text="Voltou às 10h.", agent_id=None, now=clock()
        )
    channel = Channel()
    with channel.running() as url:
        worker(rasa_url=url).send_chat(never)
    [(_, _, news), (path, _, over)] = channel.seen
    assert news["text"] == (
        "Há novidade sobre o incidente que você acompanha.\nSIAFI fora do ar (SIAFI)\nCausa achada."
    )
    # Its end asks, and the assistant hears the answer: it is for him to say.
    assert (path, over["intent"]) == ("/webhooks/web/notify", "EXTERNAL_ticket_moved")
