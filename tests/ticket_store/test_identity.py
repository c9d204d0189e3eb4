"""Six digits by mail prove that whoever writes reads that mailbox: for one conversation and eight hours."""

import contextlib
from datetime import timedelta

import pytest

from ticket_store import database, identity, model
from ticket_store.errors import CodeExpired, CodeLimitReached, InvalidEmail, NoCodePending, WrongCode

SECRET = "a secret of the tests"
ANA = "ana@fazenda.gov.br"


def send(store, conversation_id="web-1", email=ANA, asker=""):
    return store.do(
        identity.send_code, conversation_id=conversation_id, email=email, secret=SECRET, asker=asker
    )


def check(store, code, conversation_id="web-1", secret=SECRET):
    return store.do(identity.check_code, conversation_id=conversation_id, code=code, secret=secret)


def mailed(store) -> str:
    return store.outbox()[-1].payload["code"]


def wrong(store) -> str:
    return f"{(int(mailed(store)) + 1) % 10**6:06d}"


def proven(store, conversation_id="web-1"):
    return store.ask(identity.proven_emails, conversation_id=conversation_id, now=store.now)


def test_the_right_code_proves_the_address_in_that_conversation_only(store) -> None:
    send(store)
    assert check(store, mailed(store)) == ANA
    assert proven(store) == {ANA}
    assert proven(store, "web-2") == set()


def test_the_code_is_six_digits_in_a_mail_and_only_a_keyed_hash_elsewhere(store) -> None:
    send(store, email="Ana@Fazenda.gov.br")
    [mail] = store.outbox()
    assert (mail.kind, mail.recipient, mail.payload["minutes"]) == ("one_time_code", ANA, 10)
    code = mail.payload["code"]
    assert len(code) == 6
    assert code.isdigit()
    with pytest.raises(WrongCode):  # the hash is of no use without the key
        check(store, code, secret="another secret")


@pytest.mark.parametrize(("conversation_id", "on_page"), [("portal-1", True), ("web-1", False)])
def test_the_mail_knows_where_the_code_was_asked_for(store, conversation_id, on_page) -> None:
    send(store, conversation_id)
    assert store.outbox()[-1].payload["on_page"] == on_page


@pytest.mark.parametrize("spell", ["{0}{1}", "{0} {1}", " {0}-{1} ", "{0}.{1}"])
def test_how_the_code_is_spaced_does_not_matter(store, spell) -> None:
    send(store)
    code = mailed(store)
    assert check(store, spell.format(code[:3], code[3:])) == ANA


def test_a_code_lives_ten_minutes(store) -> None:
    assert send(store) == store.now + timedelta(minutes=10)
    code = mailed(store)
    store.later(minutes=10)
    with pytest.raises(CodeExpired):
        check(store, code)
    assert proven(store) == set()


def test_after_five_wrong_tries_even_the_right_code_is_dead(store) -> None:
    send(store)
    left = []
    for _ in range(5):
        with pytest.raises(WrongCode) as refused:
            check(store, wrong(store))
        left.append(refused.value.tries_left)
    assert left == [4, 3, 2, 1, 0]
    with pytest.raises(WrongCode) as refused:
        check(store, mailed(store))
    assert refused.value.tries_left == 0
    send(store)
    assert check(store, mailed(store)) == ANA


def test_a_new_code_kills_the_one_before(store) -> None:
    send(store)
    first = mailed(store)
    send(store)
    if first != mailed(store):
        with pytest.raises(WrongCode):
            check(store, first)
    assert check(store, mailed(store)) == ANA


def test_the_code_before_stays_dead_once_the_new_one_is_used(store) -> None:
    send(store)
    first = mailed(store)
    send(store)
    check(store, mailed(store))
    with pytest.raises(NoCodePending):
        check(store, first)


def test_a_code_works_once(store) -> None:
    send(store)
    code = mailed(store)
    check(store, code)
    with pytest.raises(NoCodePending):
        check(store, code)


def test_a_code_of_another_conversation_is_not_pending_here(store) -> None:
    send(store)
    with pytest.raises(NoCodePending):
        check(store, mailed(store), conversation_id="web-2")


def test_a_proof_is_good_for_eight_hours_and_can_be_forgotten(store) -> None:
    send(store)
    check(store, mailed(store))
    store.later(hours=8, seconds=-1)
    assert proven(store) == {ANA}
    for _ in range(2):
        store.later(seconds=1)
        assert proven(store) == set()
    send(store)
    check(store, mailed(store))
    assert proven(store) == {ANA}
    with database.transaction(store.engine) as session:
        identity.forget_proofs(session, conversation_id="web-1")
    assert proven(store) == set()


def test_one_conversation_may_prove_two_addresses(store) -> None:
    for email in (ANA, "ana@gmail.com"):
        send(store, email=email)
        check(store, mailed(store))
    assert proven(store) == {ANA, "ana@gmail.com"}


def test_a_conversation_gets_three_codes_in_a_quarter_of_an_hour(store) -> None:
    started = store.now
    for _ in range(3):
        send(store)
        store.later(minutes=1)
    with pytest.raises(CodeLimitReached) as refused:
        send(store)
    assert refused.value.retry_at == started + timedelta(minutes=15)
    assert len(store.outbox()) == 3
    store.now = refused.value.retry_at
    send(store)


def test_an_asker_gets_five_codes_an_hour_for_an_address_from_however_many_conversations(store) -> None:
    for n in range(5):
        send(store, f"web-{n}", asker="a stranger")
    with pytest.raises(CodeLimitReached) as refused:
        send(store, "web-9", asker="a stranger")
    assert refused.value.retry_at == store.now + timedelta(hours=1)
    send(store, "web-9", "carla@gmail.com", asker="a stranger")


def test_strangers_do_not_use_up_the_codes_of_whom_they_ask_about(store) -> None:
    send(store, "web-ana", asker="ana")
    check(store, mailed(store), "web-ana")
    for n in range(5):
        send(store, f"web-{n}", asker="a stranger")
    send(store, "web-carla", asker="carla")  # new here, and yet not shut out
    for n in range(25):  # even when all of them together flood the mailbox
        with contextlib.suppress(CodeLimitReached):
            send(store, f"web-{n + 10}", asker=f"a stranger's {n % 9}")
    with pytest.raises(CodeLimitReached):
        send(store, "web-bruno", asker="bruno")
    assert len(store.mails(ANA)) == 20
    send(store, "web-ana-2", asker="ana")


def test_an_asker_guesses_thirty_times_in_all_however_many_addresses(store) -> None:
    """60 addresses x 5 guesses from one address of the network were 300 chances in a million."""

    def guess() -> type[Exception] | None:
        try:
            check(store, wrong(store), conversation)
        except (WrongCode, CodeLimitReached) as answer:
            return type(answer)
        return None

    answers = []
    for n in range(7):
        conversation = f"web-{n}"
        try:
            send(store, conversation, f"a{n}@gmail.com", asker="a stranger")
        except CodeLimitReached:
            answers.append(CodeLimitReached)
            break
        answers += [guess() for _ in range(5)]
    assert answers == [WrongCode] * 30 + [CodeLimitReached]
    send(store, "web-carla", asker="carla")
    assert check(store, mailed(store), "web-carla") == ANA


def test_codes_asked_for_before_guessing_began_do_not_get_around_it(store) -> None:
    right = ""
    for n in range(7):
        send(store, f"web-{n}", f"a{n}@gmail.com", asker="a stranger")
        right = mailed(store)
    for n in range(6):
        for _ in range(5):
            with pytest.raises(WrongCode):
                check(store, "x", f"web-{n}")
    with pytest.raises(CodeLimitReached):
        check(store, right, "web-6")


def test_the_address_that_a_code_went_to_is_remembered_for_sending_again(store) -> None:
    send(store)
    store.later(minutes=11)
    assert store.ask(identity.last_email, conversation_id="web-1") == ANA


def test_no_code_goes_to_what_is_no_address(store) -> None:
    with pytest.raises(InvalidEmail):
        send(store, email="ana arroba fazenda")
    assert store.count(model.OneTimeCode) == 0
