"""What people ask beside a ticket: its priority, who has it and how that team answers, how it is followed,
and whether more of it can be told here (pure)."""

from __future__ import annotations

from ground.notation import Command
from nlu.reading import cues
from nlu.reading.turn import Reading
from nlu.reading.words import covered

_ASKING = 20  # words of a question
_URGENCY = ("field_urgency", "urgency_low", "urgency_normal", "urgency_high", "urgency_critical")
_STATUS: Command = {"command": "ask", "about": "ticket", "field": "status"}
_MAIL: Command = {"command": "ask", "about": "ticket", "field": "mail"}
_ORDERS = ("open_verb", "cancel_verb", "reopen_verb", "list_verb", "remove", "symptom")


def how_it_goes_on(reading: Reading) -> list[Command]:
    """The questions, where it is plainly asked; else none. Beyond the contract, `which` says what of where it
    stands is asked: its priority, or the team."""
    led = "question" in reading.cues or "indirect_question" in reading.cues
    asks = reading.text.rstrip().endswith("?") or led
    if reading.pending != "none" or not asks or reading.said.count > _ASKING:
        return []
    asked = _of_the_ticket(reading) or _more_of_it(reading) or _followed(reading) or _comes_here(reading)
    thanks: list[Command] = [{"command": "social", "kind": "thank"}] if "thanks" in reading.cues else []
    return [*thanks, *asked] if asked else []


def _of_the_ticket(reading: Reading) -> list[Command]:
    """Of the one spoken of, where no other is named."""
    last = reading.state.get("last")
    named = {one.value for one in reading.references if one.by in ("number", "service", "ordinal")}
    if not last or named - {last.get("number"), last.get("service")}:
        return []
    return _priority(reading) or _team(reading)


def _priority(reading: Reading) -> list[Command]:
    """`ficou como urgente?`, `qual é a prioridade dele`: not a word but the urgency and how it stands."""
    if "why" in reading.cues:
        return []  # `por que ficou normal?`: an article answers it
    stands = reading.words_of("was_kept", "stands_as")
    told = reading.words_of(*_URGENCY)
    passed = (
        told
        | stands
        | reading.words_of("thanks", "asks_kindly", "service_word")
        | covered(reading.references)
    )
    small = cues.listed("small_words", "lead_words", "copulas", "question_tags", "articles", "belongs")
    plain = reading.said.is_only(passed, small | cues.listed("whose_priority"))
    return [{**_STATUS, "which": "priority"}] if told and stands and plain else []


def _team(reading: Reading) -> list[Command]:
    """`quem é que vai ver isso, tem telefone?`: the team, and how it is reached or answers."""
    if "who_has_it" not in reading.cues or "?" not in reading.text or "deadline" in reading.cues:
        return []
    team: Command = {**_STATUS, "which": "team"}
    phone: Command = {"command": "ask", "about": "faq_phone_number"}
    if "by_phone" in reading.cues:
        return [team, phone]
    return [team, _MAIL] if "by_mail" in reading.cues else [team]


def _more_of_it(reading: Reading) -> list[Command]:
    """`e se eu lembrar de mais alguma coisa, mando por aqui mesmo?`: how more is told."""
    later, here = reading.cues.get("if_later", ()), reading.cues.get("tells_here", ())
    if not later or not here or "?" not in reading.text or reading.chosen_services:
        return []
    return [{"command": "ask", "about": "faq_how_to_add_information"}]


def _followed(reading: Reading) -> list[Command]:
    """`como é que eu vejo isso amanhã do celular?`: how a ticket is followed."""
    others = {*_ORDERS, "rate_verb", "complement_verb"} & set(reading.cues)
    too = {"others_too", "follows"} <= set(reading.cues) and "?" in reading.text
    if too and reading.state.get("last") and not set(_ORDERS) & set(reading.cues):
        return [{"command": "ask", "about": "other"}]  # `dá pra ela acompanhar ou só eu?`: an article
    if "how_followed" not in reading.cues or others or reading.chosen_services:
        return []
    return [{"command": "ask", "about": "faq_how_to_track"}]


def _comes_here(reading: Reading) -> list[Command]:
    """`vem alguém aqui ou é remoto?`: an article answers it."""
    plain = "comes_here" in reading.cues and not set(_ORDERS) & set(reading.cues) and "?" in reading.text
    return [{"command": "ask", "about": "other"}] if plain else []
