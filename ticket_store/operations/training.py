"""Candidates of the understanding: asked for at the desk, made by the trainer, put in use and taken back."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from ticket_store.auditing import audit
from ticket_store.errors import (
    ConversationTestNotFound,
    NoModelBefore,
    TrainingRunNotFound,
    TrainingUnderWay,
)
from ticket_store.model import ConversationTest, ModelActivation, Trainer, TrainingRun
from ticket_store.queries.training import in_use, newest

SILENT = timedelta(minutes=2)
"""Without a word of the trainer, after which its training is over."""


def ask_training(session: Session, *, agent_id: int, now: datetime) -> int:
    """The run's id. Raises TrainingUnderWay."""
    run = TrainingRun(asked_at=now, agent_id=agent_id)
    try:
        with session.begin_nested():
            session.add(run)
    except IntegrityError:
        raise TrainingUnderWay from None
    audit(session, agent_id=agent_id, action="training_asked", target=f"training:{run.id}", now=now)
    return run.id


def claim_training(session: Session, *, now: datetime) -> int | None:
    """The id of the run that waits, which is the caller's from now on."""
    claimed = session.scalar(
        update(TrainingRun)
        .where(TrainingRun.status == "waiting")
        .values(status="running", started_at=now, beat_at=now)
        .returning(TrainingRun.id)
    )
    return claimed


def tell_progress(session: Session, *, run_id: int, progress: str, now: datetime) -> None:
    session.execute(
        update(TrainingRun)
        .where(TrainingRun.id == run_id, TrainingRun.status == "running")
        .values(progress=progress[:200], beat_at=now)
    )


def end_training(
    session: Session,
    *,
    run_id: int,
    now: datetime,
    model: str | None = None,
    base: str | None = None,
    taught: int = 0,
    report: dict[str, Any] | None = None,
    reason: str | None = None,
) -> None:
    """reason: why there is no candidate; None where there is one."""
    session.execute(
        update(TrainingRun)
        .where(TrainingRun.id == run_id, TrainingRun.status == "running")
        .values(
            status="failed" if reason else "done",
            under_way=None,
            ended_at=now,
            model=model,
            base=base,
            taught=taught,
            report=report,
            reason=reason,
        )
    )


def drop_silent_trainings(session: Session, *, now: datetime) -> int:
    """Those whose trainer has ended without a word have failed."""
    dropped = session.execute(
        update(TrainingRun)
        .where(TrainingRun.status == "running", TrainingRun.beat_at < now - SILENT)
        .values(status="failed", under_way=None, ended_at=now, reason="interrupted")
        .returning(TrainingRun.id)
    )
    return len(dropped.all())


def activate_model(session: Session, *, run_id: int | None, agent_id: int, now: datetime) -> None:
    """None: the one that comes with the program. Raises TrainingRunNotFound."""
    if run_id is not None:
        run = session.get(TrainingRun, run_id)
        if run is None or run.status != "done":
            raise TrainingRunNotFound
    _activate(session, run_id, agent_id, now, back=False)


def go_back(session: Session, *, agent_id: int, now: datetime) -> None:
    """To the model that was in use before the one that is. Raises NoModelBefore."""
    used = in_use(session)
    if used is None or used.back:
        raise NoModelBefore
    before = newest(session, ModelActivation.status == "active", ModelActivation.id < used.id)
    _activate(session, before.run_id if before else None, agent_id, now, back=True)


def _activate(session: Session, run_id: int | None, agent_id: int, now: datetime, *, back: bool) -> None:
    session.add(ModelActivation(run_id=run_id, agent_id=agent_id, asked_at=now, back=back))
    target = f"training:{run_id}" if run_id else "training"
    action = "model_put_back" if back else "model_activated"
    audit(session, agent_id=agent_id, action=action, target=target, now=now)


def settle_activation(
    session: Session, *, activation_id: int, now: datetime, reason: str | None = None
) -> None:
    """Rasa answers with it, or does not, and why."""
    session.execute(
        update(ModelActivation)
        .where(ModelActivation.id == activation_id, ModelActivation.status == "waiting")
        .values(status="failed" if reason else "active", settled_at=now, reason=reason)
    )


def trainer_seen(session: Session, *, base: str, serving: str | None, now: datetime) -> None:
    row = session.get(Trainer, 1)
    if row is None:
        session.add(Trainer(id=1, seen_at=now, base=base, serving=serving))
    else:
        row.seen_at, row.base, row.serving = now, base, serving
    session.flush()


def keep_conversation(
    session: Session, *, name: str, turns: list[dict[str, Any]], agent_id: int, now: datetime
) -> int:
    """turns: [{"text", "state", "commands": lines of the notation}]."""
    kept = ConversationTest(name=name, turns=turns, agent_id=agent_id, kept_at=now)
    session.add(kept)
    session.flush()
    target = f"conversation_test:{kept.id}"
    audit(session, agent_id=agent_id, action="conversation_kept", target=target, now=now)
    return kept.id


def throw_conversation(session: Session, *, test_id: int, agent_id: int, now: datetime) -> None:
    """Raises ConversationTestNotFound."""
    found = session.get(ConversationTest, test_id)
    if found is None:
        raise ConversationTestNotFound
    session.delete(found)
    target = f"conversation_test:{test_id}"
    audit(session, agent_id=agent_id, action="conversation_thrown", target=target, now=now)
