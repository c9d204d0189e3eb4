"""What was asked and no article answered, kept for those who write them: masked, counted by its wording."""

import hashlib
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store.catalogue import fold
from ticket_store.database import insert_missing
from ticket_store.masking import mask
from ticket_store.model import KnowledgeGap

MAX_TEXT = 300
FEWEST_WORDS = 2


def note_gap(session: Session, *, text: str, now: datetime) -> None:
    """A word alone says nothing an article could be written for. One that is asked again comes back."""
    kept = " ".join(mask(text.replace("\x00", "")).split())[:MAX_TEXT]
    words = fold(kept).split()
    if len(words) < FEWEST_WORDS:
        return
    fingerprint = hashlib.sha256(" ".join(words).encode()).hexdigest()
    insert_missing(
        session, KnowledgeGap, fingerprint=fingerprint, text=kept, asked=0, first_at=now, last_at=now
    )
    same = select(KnowledgeGap).where(KnowledgeGap.fingerprint == fingerprint)
    gap = session.scalars(same.with_for_update()).one()
    gap.asked, gap.last_at, gap.settled_at = gap.asked + 1, now, None


def settle_gap(session: Session, *, gap_id: int, now: datetime) -> None:
    """One that is gone, or a second time, changes nothing."""
    gap = session.get(KnowledgeGap, gap_id, with_for_update=True)
    if gap is not None and gap.settled_at is None:
        gap.settled_at = now
