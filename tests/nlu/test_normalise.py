"""What is typed and what is meant: slang, accents, slips, shouting."""

import pytest

from nlu.normalise import fold, normalise, slang
from nlu.slips import one_slip
from nlu.spelling import Speller

TEXTS = ["não consigo acessar o sistema", "quero abrir um chamado", "qual o horário de atendimento"] * 3


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller.fit(TEXTS, names=["SIAFI", "Comprasnet"])


def test_slang_and_missing_accents_are_put_right(speller: Speller) -> None:
    assert (
        speller.restore("VC n consegue abrir um chamado, blz?")
        == "você não consegue abrir um chamado, beleza?"
    )


def test_one_slip_is_corrected_to_a_word_of_the_training_text(speller: Speller) -> None:
    assert speller.restore("quero abrir um camado") == "quero abrir um chamado"
    assert speller.restore("o siafii e o comprasnte") == "o siafi e o comprasnet"


def test_common_words_are_left_as_they_are(speller: Speller) -> None:
    assert speller.restore("quero um sistemas de chamada") == "quero um sistemas de chamada"


def test_addresses_are_left_as_they_are(speller: Speller) -> None:
    assert speller.restore("vc@camado.gov.br vc") == "vc@camado.gov.br você"


def test_a_saved_speller_restores_the_same(speller: Speller, tmp_path) -> None:
    speller.save(tmp_path)
    assert Speller.load(tmp_path).restore("camado do siafii hj") == speller.restore("camado do siafii hj")


def test_what_varies_becomes_a_mark() -> None:
    assert normalise("ANA@X.GOV.BR, 2026-0001234!!! kkkkk nãooo") == "xxemailxx xxnumberxx xxlaughxx nao"


def test_slang_is_folded_and_changes_something() -> None:
    assert all(word == fold(word) and word != meaning for word, meaning in slang().items())


@pytest.mark.parametrize(
    ("typed", "known", "near"),
    [
        ("sestima", "sistema", False),
        ("sitema", "sistema", True),
        ("sisteam", "sistema", True),
        ("zistema", "sistema", True),
        ("sistema", "sistema", False),
    ],
)
def test_a_slip_is_one_letter_or_one_swap(typed: str, known: str, near: bool) -> None:
    assert one_slip(typed, known) is near


def test_a_message_of_one_endless_word_is_read_to_its_end(speller: Speller) -> None:
    assert normalise(speller.restore("a" * 100_000 + "b@" * 50_000)) == "a"
