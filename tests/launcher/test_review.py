"""What was labelled at the desk becomes training text, or leaves no trace."""

from __future__ import annotations

import re
import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
import yaml
from sqlalchemy import Engine

from bench import nlu_report
from launcher import review
from launcher.review import STAND_INS, Item, accepted, append, training_file
from ticket_store import accounts, database, masking, operations, queries

GREET = 'version: "3.1"\nnlu:\n- intent: greet\n  examples: |\n    - oi\n    - bom dia\n'


@pytest.fixture
def data(tmp_path: Path) -> Path:
    (tmp_path / "faq").mkdir()
    (tmp_path / "greet.yml").write_text(GREET)
    (tmp_path / "faq" / "privacy.yml").write_text(GREET.replace("greet", "faq_privacy"))
    return tmp_path


def examples(path: Path) -> list[str]:
    [entry] = yaml.safe_load(path.read_text())["nlu"]
    return entry["examples"].splitlines()


def item(text: str, intent: str, number: int = 1) -> Item:
    return Item(number, text, intent)


def test_an_accepted_message_is_appended_to_the_file_of_its_intent(data: Path) -> None:
    append(data, accepted([item("opa, tudo certo?", "greet")], lambda question: ""))
    assert examples(data / "greet.yml") == ["- oi", "- bom dia", "- opa, tudo certo?"]


def test_a_skipped_message_is_not_and_a_rewritten_one_is_as_it_was_rewritten(data: Path) -> None:
    answers = iter(["-", "quem vê meu [siafi](service)?"])
    lines = accepted(
        [item("xyz", "greet"), item("quem ve meu siafi", "faq_privacy", 2)], lambda question: next(answers)
    )
    append(data, lines)
    assert examples(data / "greet.yml") == ["- oi", "- bom dia"]
    assert examples(data / "faq" / "privacy.yml")[-1] == "- quem vê meu [siafi](service)?"


def test_each_message_is_listed_with_what_was_asked_and_what_was_read() -> None:
    asked: list[str] = []
    kept = Item(1, "esse mesmo", "affirm", "confirm_open", [{"command": "affirm"}])
    accepted([kept, item("oi", "greet", 2)], lambda question: asked.append(question) or "-")
    assert asked[0].startswith(
        'affirm: esse mesmo\n  perguntado: confirm_open\n  lido: [{"command": "affirm"}]\n'
    )
    assert asked[1].startswith("greet: oi\n  Enter")


def test_a_known_line_changes_nothing_and_the_text_before_is_returned_for_a_way_back(data: Path) -> None:
    assert append(data, [item("oi", "greet")]) == {}
    before = append(data, [item("olá", "greet")])
    for path, text in before.items():
        path.write_text(text)
    assert (data / "greet.yml").read_text() == GREET


def test_every_mark_of_the_masking_has_a_stand_in() -> None:
    marks = set(re.findall(r"\[[A-ZÚ]+\]", Path(masking.__file__).read_text("utf-8")))
    assert marks == set(STAND_INS)


def test_an_intent_without_a_file_is_left_out(data: Path) -> None:
    assert training_file(data, "unknown") is None
    assert append(data, [item("x", "unknown")]) == {}


@pytest.fixture
def labelled(tmp_path: Path, blank_store: Path, monkeypatch: pytest.MonkeyPatch) -> Engine:
    """A store with one labelled message, and a tree whose training text is GREET."""
    url = f"sqlite:///{tmp_path / 'tickets.db'}"
    shutil.copy(blank_store, tmp_path / "tickets.db")
    for name in ("SECRET_KEY", "ACTION_TOKEN", "CHANNEL_TOKEN"):  # a fresh clone has no .env
        monkeypatch.setenv(name, "only-for-this-test")
    engine, now = database.connect(url), datetime(2026, 11, 25, 12, tzinfo=UTC)
    with database.transaction(engine) as session:
        operations.record_doubtful(session, text="opa, ana@x.gov.br aqui", guess="greet", now=now)
        [kept] = queries.review_queue(session)
        who = accounts.create_agent(
            session,
            name="Sílvia",
            email="silvia@serpro.gov.br",
            password="girassol-amarelo-77",
            role="supervisor",
            now=now,
        )
        operations.label_review_item(session, item_id=kept.id, label="greet", agent_id=who.id, now=now)
    (tmp_path / "data" / "nlu").mkdir(parents=True)
    (tmp_path / "data" / "nlu" / "greet.yml").write_text(GREET)
    monkeypatch.setenv("DATABASE_URL", url)
    monkeypatch.setattr(review, "ROOT", tmp_path)
    monkeypatch.setattr(review, "ensure_model", lambda root, log: (root / "models" / "new.tar.gz", True))
    return engine


def figures(greet: float) -> dict:
    """What a measurement says, as far as it is compared: recall of one intent in both sets."""
    part = {"intents": {"per_intent": {"greet": {"recall": greet, "n": 10}}}}
    return {"cv": part, "heldout": part}


def committed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "figures.json").write_text('{"recall": {"greet": 0.9}, "heldout_recall": {"greet": 0.9}}')
    monkeypatch.setattr(nlu_report, "FIGURES", tmp_path / "figures.json")


def test_a_candidate_that_lets_an_intent_fall_leaves_no_trace(
    labelled: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    committed(tmp_path, monkeypatch)
    monkeypatch.setattr(review, "measure", lambda arguments: figures(0.88))
    with pytest.raises(SystemExit, match=r"piora greet \(0.90 -> 0.88\)"):
        review.main(lambda question: "")
    assert (tmp_path / "data" / "nlu" / "greet.yml").read_text() == GREET
    with database.reading(labelled) as session:
        assert len(queries.review_queue(session, status="labelled")) == 1


def test_a_candidate_under_which_none_falls_stays_and_its_messages_are_done_with(
    labelled: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    committed(tmp_path, monkeypatch)
    monkeypatch.setattr(review, "measure", lambda arguments: figures(0.9))
    review.main(lambda question: "")
    assert examples(tmp_path / "data" / "nlu" / "greet.yml")[-1] == "- opa, [pessoa@orgao.gov.br](email) aqui"
    assert "new.tar.gz" in capsys.readouterr().out
    with pytest.raises(SystemExit, match="Nada para revisar"):
        review.main(lambda question: "")


def test_what_was_labelled_with_commands_stays_for_the_training_by_page(labelled: Engine) -> None:
    with database.transaction(labelled) as session:
        [kept] = queries.review_queue(session, status="labelled")
        operations.label_review_item(
            session, item_id=kept.id, label="greet", taught=["social greet"], agent_id=kept.agent_id,
            now=kept.reviewed_at,
        )  # fmt: skip
    with pytest.raises(SystemExit, match="Nada para revisar"):
        review.main(lambda question: pytest.fail("nothing to ask"))
    with database.reading(labelled) as session:
        assert len(queries.review_queue(session, status="labelled")) == 1
