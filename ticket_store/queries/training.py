"""Trainings of the understanding, the model that is to be in use, and what was taught."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from ticket_store.model import ConversationTest, ModelActivation, ReviewItem, Trainer, TrainingRun

ABSENT = timedelta(seconds=30)
"""Without a word, after which the trainer is told to be away."""


def review_item(session: Session, *, item_id: int) -> ReviewItem | None:
    return session.get(ReviewItem, item_id)


def taught(session: Session) -> list[ReviewItem]:
    """All that the desk labelled, the oldest first."""
    rows = select(ReviewItem).where(ReviewItem.status == "labelled").order_by(ReviewItem.id)
    return list(session.scalars(rows))


def taught_count(session: Session) -> int:
    return (
        session.scalar(select(func.count()).select_from(ReviewItem).where(ReviewItem.status == "labelled"))
        or 0
    )


def trainings(session: Session, *, limit: int = 20) -> list[TrainingRun]:
    """The newest first."""
    return list(session.scalars(select(TrainingRun).order_by(TrainingRun.id.desc()).limit(limit)))


def training(session: Session, *, run_id: int) -> TrainingRun | None:
    return session.get(TrainingRun, run_id)


def activations(session: Session, *, limit: int = 20) -> list[ModelActivation]:
    """The newest first."""
    return list(session.scalars(select(ModelActivation).order_by(ModelActivation.id.desc()).limit(limit)))


def under_way(session: Session) -> TrainingRun | None:
    """The one training that has not ended."""
    return session.scalar(select(TrainingRun).where(TrainingRun.under_way.is_(True)))


def wanted(session: Session) -> ModelActivation | None:
    """The newest that did not fail: the model that is to be in use."""
    return newest(session, ModelActivation.status != "failed")


def in_use(session: Session) -> ModelActivation | None:
    """The newest that Rasa took; None: the model that comes with the program."""
    return newest(session, ModelActivation.status == "active")


def newest(session: Session, *which: ColumnElement[bool]) -> ModelActivation | None:
    return session.scalar(select(ModelActivation).where(*which).order_by(ModelActivation.id.desc()).limit(1))


def trainer(session: Session, *, now: datetime) -> Trainer | None:
    """None where nothing trains at the moment."""
    found = session.get(Trainer, 1)
    return found if found and found.seen_at > now - ABSENT else None


def conversation_tests(session: Session) -> list[ConversationTest]:
    return list(session.scalars(select(ConversationTest).order_by(ConversationTest.id)))
