"""The second step: a code is used once, the secret is sealed, guesses are counted for the account."""

import pyotp
import pytest

from ticket_store import second_factor
from ticket_store.errors import AccountLocked, CannotUnseal, SecondFactorNotPending, WrongSecondFactor
from ticket_store.model import Agent, RecoveryCode, SecondFactor
from ticket_store.sealing import seal, unseal

KEY = "the installation's own"


@pytest.fixture
def bruno(store):
    store.agent()
    return store.ask(lambda session: session.query(Agent).one())


@pytest.fixture
def app(store, bruno):
    """Bruno's phone: (the codes it shows, his recovery codes); the second step is on."""
    store.do(second_factor.begin, agent=bruno, key=KEY)
    secret, address = store.ask(second_factor.pending, agent_id=bruno.id, email=bruno.email, key=KEY)
    assert "bruno%40serpro.gov.br" in address
    totp = pyotp.TOTP(secret)
    codes = store.do(second_factor.confirm, agent_id=bruno.id, code=totp.at(store.now), key=KEY)
    store.later(seconds=30)
    return totp, codes


def check(store, bruno, code, key=KEY):
    store.do(second_factor.check, agent_id=bruno.id, code=code, key=key)


def shown(store, totp, steps):
    """What the app shows that many half minutes from now."""
    return totp.generate_otp(totp.timecode(store.now) + steps)


def test_a_code_opens_once_also_with_spaces_and_a_clock_that_is_a_little_off(store, bruno, app) -> None:
    totp, _ = app
    code = totp.at(store.now)
    check(store, bruno, f"{code[:3]} {code[3:]}")
    with pytest.raises(WrongSecondFactor):  # seen over a shoulder
        check(store, bruno, code)
    with pytest.raises(WrongSecondFactor):  # and so are those before it
        check(store, bruno, shown(store, totp, -1))
    check(store, bruno, shown(store, totp, 1))
    store.later(minutes=5)
    with pytest.raises(WrongSecondFactor):
        check(store, bruno, shown(store, totp, -2))


def test_the_code_that_turned_it_on_does_not_open(store, bruno, app) -> None:
    totp, _ = app
    with pytest.raises(WrongSecondFactor):
        check(store, bruno, shown(store, totp, -1))
    with pytest.raises(SecondFactorNotPending):  # nor is the secret shown again
        store.ask(second_factor.pending, agent_id=bruno.id, email=bruno.email, key=KEY)
    with pytest.raises(SecondFactorNotPending):  # nor replaced by who finds the screen open
        store.do(second_factor.begin, agent=bruno, key=KEY)


def test_a_recovery_code_opens_once_and_new_ones_end_the_old(store, bruno, app) -> None:
    _, codes = app
    assert len(set(codes)) == 10
    check(store, bruno, codes[0].upper().replace("-", " "))
    with pytest.raises(WrongSecondFactor):
        check(store, bruno, codes[0])
    assert store.ask(second_factor.codes_left, agent_id=bruno.id) == 9
    fresh = store.do(second_factor.new_codes, agent_id=bruno.id, key=KEY)
    with pytest.raises(WrongSecondFactor):
        check(store, bruno, codes[1])
    check(store, bruno, fresh[1])


def test_five_wrong_codes_shut_the_account_for_a_quarter_of_an_hour(store, bruno, app) -> None:
    totp, codes = app
    for _ in range(5):
        with pytest.raises(WrongSecondFactor):
            check(store, bruno, "000000")
    for right in (totp.at(store.now), codes[0]):
        with pytest.raises(AccountLocked):
            check(store, bruno, right)
    store.later(minutes=15)
    check(store, bruno, totp.at(store.now))


def test_nothing_that_opens_can_be_read_in_the_database(store, bruno, app) -> None:
    totp, codes = app
    row = store.ask(lambda session: session.get(SecondFactor, bruno.id))
    kept = [one.code_hash for one in store.ask(lambda session: session.query(RecoveryCode).all())]
    assert totp.secret not in row.sealed
    assert not {code.replace("-", "") for code in codes} & set(kept)
    with pytest.raises(WrongSecondFactor):  # a stolen table in an installation of one's own
        check(store, bruno, totp.at(store.now), key="another key")
    with pytest.raises(CannotUnseal):
        unseal(seal("x", key=KEY, purpose="a"), key=KEY, purpose="b")
