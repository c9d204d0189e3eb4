"""Letters kept for a person, files that wait for a ticket, bounces, and the secret reply addresses."""

import pytest

from ticket_store import errors, identity, operations, privacy, reply_address
from ticket_store.model import BouncedAddress, OutboxRow
from ticket_store.queries import mailbox

CSS, SECRET = "css.serpro@serpro.gov.br", "chave-de-teste"
ANA, CARLA = "ana@fazenda.gov.br", "carla@prefeitura.sp.gov.br"
CONVERSATION = "mail-0123456789abcdef"


def bounced(session, email):
    return session.get(BouncedAddress, email)


def kept(store, **more):
    given = {"message_id": "<a@x>", "reason": "unverified", "raw": b"From: x", "sender": CARLA}
    store.do(operations.keep_letter, **given | more)
    return store.ask(mailbox.kept_letters)


def test_a_letter_is_kept_once_and_leaves_the_list_when_settled(store):
    kept(store)
    [letter] = kept(store)
    assert (letter.reason, letter.sender, letter.size) == ("unverified", CARLA, 7)
    assert store.ask(mailbox.kept_raw, letter_id=letter.id) == b"From: x"
    bruno = store.agent()
    store.do(operations.settle_letter, letter_id=letter.id, agent_id=bruno.agent_id)
    assert store.ask(mailbox.kept_letters) == []
    assert [one.id for one in store.ask(mailbox.kept_letters, settled=True)] == [letter.id]
    with pytest.raises(errors.LetterNotFound):
        store.do(operations.settle_letter, letter_id=letter.id + 1, agent_id=bruno.agent_id)


def test_a_nul_in_a_letter_is_no_obstacle(store):
    [letter] = kept(store, subject="a\x00b", excerpt="c\x00d", raw=b"\x00\xff")
    assert (letter.subject, letter.excerpt) == ("ab", "cd")


def test_files_wait_for_their_conversation_and_the_same_letter_brings_them_once(store):
    for _ in range(2):
        store.do(
            operations.hold_files,
            conversation_id=CONVERSATION,
            message_id="<a@x>",
            files=[("a.txt", b"a"), ("b.txt", b"b")],
        )
    with_files = store.ask(operations.held_files, conversation_id=CONVERSATION)
    assert [(f.filename, f.content) for f in with_files] == [("a.txt", b"a"), ("b.txt", b"b")]
    assert store.ask(operations.held_files, conversation_id="mail-ffffffffffffffff") == []


def test_bounces_are_counted_and_cleared(store):
    store.do(operations.mark_bounced, email=ANA.upper(), status="5.1.1")
    store.do(operations.mark_bounced, email=ANA, status="5.2.2")
    row = store.ask(bounced, email=ANA)
    assert (row.status, row.times) == ("5.2.2", 2)
    store.do(lambda session, now: operations.clear_bounced(session, email=ANA))
    assert store.ask(bounced, email=ANA) is None


def test_a_recorded_proof_lasts_as_long_as_one_by_code(store):
    store.do(identity.record_proof, conversation_id=CONVERSATION, email=ANA)
    assert store.ask(identity.proven_emails, conversation_id=CONVERSATION, now=store.now) == {ANA}
    store.later(hours=9)
    assert store.ask(identity.proven_emails, conversation_id=CONVERSATION, now=store.now) == set()


def test_what_is_kept_of_letters_goes_when_its_time_is_up(store):
    kept(store)
    store.do(operations.hold_files, conversation_id=CONVERSATION, message_id="<a@x>", files=[("a.txt", b"a")])
    store.do(operations.mark_bounced, email=ANA, status="5.1.1")
    store.later(days=8)
    store.do(privacy.purge)
    assert store.ask(operations.held_files, conversation_id=CONVERSATION) == []
    assert len(store.ask(mailbox.kept_letters)) == 1
    store.later(days=90)
    store.do(privacy.purge)
    assert store.ask(mailbox.kept_letters) == []
    assert store.ask(bounced, email=ANA) is not None
    store.later(days=365)
    store.do(privacy.purge)
    assert store.ask(bounced, email=ANA) is None


def test_erasing_a_person_erases_the_letters_that_wait(store):
    kept(store)
    store.do(operations.mark_bounced, email=CARLA, status="5.1.1")
    store.do(privacy.erase_requester, email=CARLA)
    assert store.ask(mailbox.kept_letters) == []
    assert store.ask(bounced, email=CARLA) is None


def test_a_mail_of_ours_is_found_by_its_uid_with_its_reader_and_ticket(store):
    ticket = store.open()
    store.do(
        operations.answer_letter, kind="assistant_reply", to=CARLA, payload={"conversation_id": CONVERSATION}
    )
    rows = store.ask(lambda session: [(r.uid, r.kind) for r in session.query(OutboxRow)])
    found = store.ask(mailbox.sent_mails, uids=[uid for uid, _ in rows] + ["0" * 32])
    assert [(m.recipient, m.ticket_number, m.conversation_id) for m in found] == [
        (CARLA, None, CONVERSATION),
        (ANA, ticket.number, None),
    ]
    assert store.ask(mailbox.count_mails, to=CARLA, kinds=["assistant_reply"], since=store.now) == 0


@pytest.mark.parametrize("changed", [str.upper, str.title, str])
def test_a_reply_address_says_what_it_is_for_and_whose_it_is(changed):
    address = reply_address.for_ticket(CSS, "2026-0001234", ANA, SECRET)
    assert len(address.partition("@")[0]) <= 64
    found = reply_address.read(changed(address), CSS)
    assert found is not None
    assert (found.kind, found.about) == ("ticket", "2026-0001234")
    assert found.belongs_to(ANA, SECRET)
    assert not found.belongs_to(CARLA, SECRET)
    assert not found.belongs_to(ANA, "outra chave")


def test_an_address_of_one_purpose_opens_nothing_of_another():
    ticket = reply_address.read(reply_address.for_ticket(CSS, "2026-0001234", ANA, SECRET), CSS)
    talk = reply_address.read(reply_address.for_conversation(CSS, CONVERSATION, ANA, SECRET), CSS)
    assert ticket is not None
    assert talk is not None
    assert (talk.kind, talk.about) == ("conversation", CONVERSATION)
    assert ticket.mac != talk.mac
    swapped = reply_address.ReplyAddress("ticket", "2026-0001235", ticket.mac)
    assert not swapped.belongs_to(ANA, SECRET)


@pytest.mark.parametrize(
    "address",
    [
        "",
        CSS,
        "css.serpro+t2026-x@serpro.gov.br",
        "outro+t20260001234-aaaaaaaaaaaaaaaaaaaa@serpro.gov.br",
        "css.serpro+t20260001234-aaaaaaaaaaaaaaaaaaaa@mal.com",
    ],
)
def test_other_addresses_are_for_nothing(address):
    assert reply_address.read(address, CSS) is None


def test_only_conversations_by_mail_have_an_address():
    with pytest.raises(ValueError, match="conversation"):
        reply_address.for_conversation(CSS, "web-0123456789abcdef", ANA, SECRET)
