"""What the desk may teach: every name in it is one that the understanding has."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from ground import notation
from ticket_store import catalogue, turn_labels
from ticket_store.errors import LabelRefused

SERVICES = {service.code for service in catalogue.load().services}
TEXT = "o siape não abre desde ontem, sou da ana@x.gov.br"


def read(*lines: str, text: str = TEXT) -> list[notation.Command]:
    return turn_labels.read(lines, text, services=SERVICES, questions={"faq_phone_number"})


def test_every_label_that_the_model_has_learnt_could_be_taught_at_the_desk() -> None:
    questions = {str(one) for path in notation.TRAINING.glob("*.yml") for one in _asked(path)}
    counted = 0
    for path in notation.TRAINING.glob("*.yml"):
        for block in yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)["turns"]:
            for text, *lines in block["said"]:
                main = [str(line) for line in lines if not isinstance(line, dict)]
                turn_labels.read(main, str(text), services=SERVICES, questions=questions)
                counted += 1
    assert counted > 18_000


def _asked(path: Path) -> set[str]:
    words = path.read_text("utf-8").replace(",", " ").replace("]", " ").replace('"', " ").split()
    return {word for word in words if word.startswith("faq_")}


def test_the_lines_become_the_commands_that_the_reading_gives() -> None:
    assert read(
        "start open_ticket", "set service: siape", "set description: o siape não abre desde ontem"
    ) == [
        {"command": "start", "flow": "open_ticket"},
        {"command": "set", "slot": "service", "value": "siape"},
        {"command": "set", "slot": "description", "value": "o siape não abre desde ontem"},
    ]


@pytest.mark.parametrize(
    ("line", "reason", "part"),
    [
        ("", "unknown", ""),
        ("abrir acionamento", "unknown", "abrir"),
        ("affirm muito", "unknown", "affirm muito"),
        ("start", "missing", "start"),
        ("start open_tiket", "name", "open_tiket"),
        ("start my_data which=tudo", "name", "which=tudo"),
        ("set nome: Ana", "name", "nome"),
        ("set service: siapi", "value", "siapi"),
        ("set urgency: muita", "value", "muita"),
        ("set email:", "missing", "email"),
        ("set description: a impressora pegou fogo", "elsewhere", "a"),
        ("correct nome", "name", "nome"),
        ("edit service add: x", "name", "service"),
        ("edit description add:", "missing", "add"),
        ("choose quarto", "name", "quarto"),
        ("choose ordinal", "missing", "ordinal"),
        ("ask faq_nada", "name", "faq_nada"),
        ("ask ticket cor", "name", "cor"),
        ("social abraço", "name", "abraço"),
    ],
)
def test_a_line_that_says_nothing_is_refused_with_its_word(line: str, reason: str, part: str) -> None:
    with pytest.raises(LabelRefused) as refused:
        read("affirm", line)
    assert (refused.value.line, refused.value.reason, refused.value.part) == (2, reason, part)
