"""A question that bears no mark is seen as one, and what only tells is none. No sentence here trains."""

from __future__ import annotations

from pathlib import Path

import pytest

from ground.notation import load_folder
from nlu.questions import questions, rest
from nlu.reading.asking import Asking
from nlu.reading.services import Finder
from nlu.reading.turn import Reading


@pytest.fixture(scope="module")
def asking() -> Asking:
    return Asking.fit(load_folder())


@pytest.mark.parametrize(
    ("text", "asked", "beside"),
    [
        ("o que é complemento", "o que é complemento", ""),
        ("tem como acompanhar pelo celular", "tem como acompanhar pelo celular", ""),
        ("a planilha sumiu, quem é que recupera isso", "quem é que recupera isso", "a planilha sumiu"),
        (
            "o leitor está na sala 9. quanto tempo vocês levam",
            "quanto tempo vocês levam",
            "o leitor está na sala 9.",
        ),
        ("e se eu perder o número, como eu acho", "se eu perder o número, como eu acho", ""),
        ("obrigado, mas vocês atendem no feriado", "vocês atendem no feriado", "obrigado"),
        ("queria saber se o chefe recebe cópia", "queria saber se o chefe recebe cópia", ""),
    ],
)
def test_what_asks_without_a_mark(asking: Asking, text: str, asked: str, beside: str) -> None:
    reading = Reading(text, {}, Finder(asking))
    assert questions(reading) == [asked]
    assert rest(reading) == beside


@pytest.mark.parametrize(
    "text",
    [
        "o scanner puxa a folha torta desde cedo",
        "quando anexo o comprovante ele trava",
        "já liguei lá e ninguém atendeu",
        "põe que o andar é o quarto, e que o elevador parou",
        "quem usa a máquina de manhã é o Raul",
        "sou do almoxarifado de Ilhéus",
        "pode registrar assim mesmo",
        "onde está terça é quinta",
    ],
)
def test_what_only_tells_asks_nothing(asking: Asking, text: str) -> None:
    assert not questions(Reading(text, {}, Finder(asking)))


def test_it_is_kept_as_it_was_learnt(asking: Asking, tmp_path: Path) -> None:
    asking.save(tmp_path)
    words = ["tem", "como", "acompanhar", "pelo", "celular"]
    assert Asking.load(tmp_path).figure(words) == pytest.approx(asking.figure(words), abs=1e-4)
