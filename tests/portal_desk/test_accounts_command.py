"""`python -m portal.accounts`: a password is typed or made, never an argument."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from portal import accounts

from .shift import PASSWORD, Shift

NEW = ["create", "--name", "Ema", "--email", "ema@serpro.gov.br", "--role", "supervisor"]


@pytest.fixture(autouse=True)
def settings_of_the_test(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, engine: object) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path / 'tickets.db'}")
    for name in ("SECRET_KEY", "ACTION_TOKEN", "CHANNEL_TOKEN"):
        monkeypatch.setenv(name, "x" * 40)


def typed(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(text))


def test_an_account_is_made_with_a_piped_password_and_opens_the_desk(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], visitor: Callable[[], TestClient]
) -> None:
    typed(monkeypatch, f"{PASSWORD}\n")
    accounts.main(NEW)
    assert PASSWORD not in capsys.readouterr().out
    answer = visitor().post("/atendimento/entrar", data={"email": "ema@serpro.gov.br", "password": PASSWORD})
    assert "Ema" in answer.text


def test_a_generated_password_is_shown_once_and_works(
    capsys: pytest.CaptureFixture[str], visitor: Callable[[], TestClient]
) -> None:
    accounts.main([*NEW, "--generate"])
    made = capsys.readouterr().out.split()[-1]
    answer = visitor().post("/atendimento/entrar", data={"email": "ema@serpro.gov.br", "password": made})
    assert "Ema" in answer.text


def test_without_a_terminal_a_missing_answer_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    typed(monkeypatch, "")
    with pytest.raises(SystemExit, match="não há terminal"):
        accounts.main(["create"])


def test_the_command_line_takes_no_password(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        accounts.main([*NEW, "--password", "x" * 12])
    assert "unrecognized arguments" in capsys.readouterr().err


def test_what_is_refused_is_said_in_a_sentence(monkeypatch: pytest.MonkeyPatch, shift: Shift) -> None:
    typed(monkeypatch, "curta\n")
    with pytest.raises(SystemExit, match="pelo menos 10"):
        accounts.main(NEW)
    typed(monkeypatch, f"{PASSWORD}\n")
    with pytest.raises(SystemExit, match="Já há conta"):
        accounts.main(["create", "--name", "B", "--email", "bruno@serpro.gov.br", "--role", "attendant"])
    with pytest.raises(SystemExit, match="Não há equipe lua"):
        accounts.main([*NEW, "--team", "lua", "--generate"])
    with pytest.raises(SystemExit, match="Não há conta"):
        accounts.main(["disable", "ninguem@serpro.gov.br"])


def test_a_disabled_account_ends_its_sessions_and_can_come_back(
    bruno: TestClient, signed_in: Callable[[str], TestClient], capsys: pytest.CaptureFixture[str]
) -> None:
    accounts.main(["disable", "Bruno@serpro.gov.br"])
    assert bruno.get("/atendimento").url.path == "/atendimento/entrar"
    accounts.main(["list"])
    assert "bruno@serpro.gov.br  Bruno  Atendente  people  desativada" in capsys.readouterr().out
    accounts.main(["enable", "bruno@serpro.gov.br"])
    assert signed_in("bruno").get("/atendimento").url.path == "/atendimento"
