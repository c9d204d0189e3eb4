"""What a caller hears and what is understood of him: the pure parts of the phone."""

from __future__ import annotations

import pytest
from rasa.shared.core.events import BotUttered, UserUttered

from channels.phone.channel import PhoneInput
from channels.phone.hearing import last_answer, options, typed, understood
from channels.phone.speech import spoken

MENU = {"buttons": [{"title": "Sim", "payload": "/affirm"}, {"title": "Não", "payload": "/deny"}]}


@pytest.mark.parametrize(
    ("written", "heard"),
    [
        ("Número 2026-0001234.", "Número dois zero dois seis, zero zero zero um dois três quatro."),
        ("Seu código é 048210", "Seu código é zero quatro oito dois um zero."),
        ("Ligue 0800 728 2323.", "Ligue zero oito zero zero, sete dois oito, dois três dois três."),
        ("Escreva a ana.s@x.gov.br!", "Escreva a ana ponto s arroba x ponto gov ponto br!"),
        ("Veja em https://css.example/consulta?n=1.", "Veja na página da CSS."),
        ("- Serviço: SIAFI\n- E-mail: sim\n", "Serviço: SIAFI. E-mail: sim."),
        ("1. Abra\n2) Espere", "Abra. Espere."),
        ("Pronto! 🎉 Tudo certo 👍🏽", "Pronto! Tudo certo."),
        ("**Atenção**: “SIAPE”", "Atenção: SIAPE."),
        ("Chamado nº 2026-0000001", "Chamado número dois zero dois seis, zero zero zero zero zero zero um."),
        ("O prazo é 24 horas.\n\nNota de 1 a 5?", "O prazo é 24 horas. Nota de 1 a 5?"),
        ("🙂", ""),
    ],
)
def test_an_answer_is_written_as_it_is_to_be_spoken(written: str, heard: str) -> None:
    assert spoken(written) == heard


@pytest.mark.parametrize(
    ("said", "text"),
    [
        (
            "Meu e-mail é Ana ponto Silva arroba serpro ponto gov ponto br.",
            "Meu e-mail é ana.silva@serpro.gov.br.",
        ),
        ("joão underline souza arroba gmail ponto com", "joao_souza@gmail.com"),
        ("ana@serpro ponto gov ponto br", "ana@serpro.gov.br"),
        ("dois zero dois meia zero zero zero zero zero um dois", "20260000012"),
        ("o código é um dois três, quatro cinco seis", "o código é 123456"),
        ("2 0 2 6 0 0 0 0 0 0 1", "20260000001"),
        ("tenho um ou dois problemas", "tenho um ou dois problemas"),
        ("o ponto eletrônico não abre", "o ponto eletrônico não abre"),
        ("nota cinco", "nota cinco"),
    ],
)
def test_dictated_numbers_and_addresses_become_what_he_would_have_typed(said: str, text: str) -> None:
    assert understood(said) == text


def test_a_long_dictation_is_read_at_once() -> None:
    assert len(understood("um dois " * 4000)) < 40_000
    assert understood("a ponto " * 2000).startswith("a ponto")
    assert understood("ana" + " " * 30_000 + "ponto silva arroba x ponto br") == "ana.silva@x.br"


def test_keys_are_an_option_a_code_a_person_or_a_repetition() -> None:
    menu = options([BotUttered("Confere?", MENU)])
    assert [typed(key, menu) for key in ("1", "2", "3", "0", "*")] == [
        "/affirm",
        "/deny",
        "3",
        "/talk_to_human",
        "/repeat",
    ]
    assert typed("048210#", menu) == "048210"
    assert typed("20260000001", ()) == "20260000001"


def test_only_the_last_answers_options_count() -> None:
    events = [BotUttered("Olá", MENU), UserUttered("oi"), BotUttered("Qual?"), BotUttered("Diga")]
    assert options(events) == ()
    assert last_answer(events) == ["Qual?", "Diga"]


def test_without_credentials_the_phone_has_no_door() -> None:
    for given in ({}, {"auth_token": "optional:${TWILIO_AUTH_TOKEN}", "public_url": "optional:"}):
        assert not PhoneInput.from_credentials(given).blueprint(None).routes
