"""What the clock does: closing, deadlines, hand-offs, and data whose time is up."""

import logging
import os
import time
from datetime import UTC, datetime, timedelta

import pytest

from ground.vitals import Beats
from notifications import chores, loops, retention
from notifications.trusted import TrustedClock
from ticket_store import operations, queries
from ticket_store.authors import Author
from ticket_store.database import reading, transaction
from ticket_store.privacy import ERASED, PurgePolicy

BRUNO = Author("agent", "Bruno Araújo")
PNG = b"\x89PNG\r\n\x1a\n" + b"\x00\x00\x00\rIHDR" + bytes(64)


@pytest.fixture
def tick(engine, clock, never):
    def do():
        chores.once(engine, clock, chores.OFTEN | chores.EACH_MINUTE | chores.ENDING)(never)

    return do


def test_a_team_is_warned_before_its_deadlines_and_told_after_them_over_a_weekend(
    tick, clock, open_ticket, rows
):
    """Opened on a Friday at 17h30. The Treasury's calendar: Monday to Saturday, 7h to 22h; 2 h and 20 h."""
    clock.now = datetime(2026, 7, 24, 20, 30, tzinfo=UTC)
    open_ticket(email="ana@tesouro.gov.br")
    told = []
    while clock() < datetime(2026, 7, 28, 12, tzinfo=UTC):
        tick()
        told += [(kind, clock()) for kind in rows("kind")[len(told) :]]
        clock.pass_(minutes=15)
    kinds = [kind for kind, _ in told]
    assert kinds == ["registered"] + ["deadline_warning", "deadline_breach"] * 2
    assert [at for kind, at in told if kind == "deadline_breach"] == [
        datetime(2026, 7, 24, 22, 30, tzinfo=UTC),
        datetime(2026, 7, 27, 10, 30, tzinfo=UTC),
    ]


def test_a_deadline_is_told_once_however_often_the_clock_ticks(tick, clock, open_ticket, rows):
    open_ticket(email="ana@serpro.gov.br")
    clock.pass_(days=20)
    for _ in range(5):
        tick()
    assert rows("kind").count("deadline_breach") == 2  # first response and resolution


def test_a_resolved_ticket_closes_after_ten_days_and_its_requester_is_told(
    tick, engine, clock, open_ticket, rows
):
    number = open_ticket()
    with transaction(engine) as session:
        operations.resolve(session, ticket_number=number, solution="Corrigido.", author=BRUNO, now=clock())
    clock.pass_(days=9, hours=23)
    tick()
    assert "closed" not in rows("kind")
    clock.pass_(hours=2)
    tick()
    tick()
    assert rows("kind").count("closed") == 1


def test_a_handoff_that_nobody_took_ends_by_itself(tick, engine, clock, rows):
    with transaction(engine) as session:
        operations.request_handoff(
            session, conversation_id="web-1f", channel="web", transcript=[], wait_minutes=5, now=clock()
        )
    tick()
    assert rows("kind", channel="chat") == []
    clock.pass_(minutes=5, seconds=1)
    tick()
    tick()
    assert rows("kind", channel="chat") == ["handoff_expired"]


def test_a_chore_that_fails_keeps_no_other_from_its_work_and_its_words_out_of_the_log(
    engine, clock, never, caplog
):
    done = []

    def broken(session, now):
        raise RuntimeError("ana@x.gov.br")

    def sound(session, now):
        done.append(now)
        return 1

    with caplog.at_level(logging.INFO, logger="notifications"):
        chores.once(engine, clock, {"broken": broken, "sound": sound})(never)
    assert done == [clock()]
    assert "broken failed: RuntimeError" in caplog.text
    assert "ana@x.gov.br" not in caplog.text


def attach(engine, clock, number, folder):
    with transaction(engine) as session:
        operations.add_attachment(
            session,
            ticket_number=number,
            filename="tela.png",
            content=PNG,
            author=Author.requester("Ana"),
            directory=folder,
            now=clock(),
        )


def test_old_personal_data_goes_with_its_files_and_what_is_young_stays(
    engine, clock, open_ticket, tmp_path, never
):
    files = tmp_path / "attachments"
    old, young = open_ticket(), open_ticket()
    for number in (old, young):
        attach(engine, clock, number, files)
    with transaction(engine) as session:
        operations.cancel(session, ticket_number=old, author=BRUNO, now=clock())
    clock.pass_(days=366)
    policy = PurgePolicy(finished_tickets=timedelta(days=365))
    retention.once(engine, clock, policy, files)(never)
    with reading(engine) as session:
        words = {
            v.number: v.description
            for v in (queries.desk_ticket(session, ticket_number=n) for n in (old, young))
        }
    assert words == {old: ERASED, young: "Não consigo emitir a ordem bancária."}
    assert len(list(files.iterdir())) == 1


def test_only_old_files_that_no_row_knows_are_deleted(engine, clock, open_ticket, tmp_path):
    files = tmp_path / "attachments"
    attach(engine, clock, open_ticket(), files)
    [known] = files.iterdir()
    lost, fresh = files / "perdido", files / "recente"
    for path in (lost, fresh):
        path.write_bytes(b"x")
    two_days_ago = time.time() - 2 * 86400
    for path in (known, lost):
        os.utime(path, (two_days_ago, two_days_ago))
    assert retention.delete_orphans(engine, files, datetime.now(UTC)) == 1
    assert set(files.iterdir()) == {known, fresh}


def test_a_failing_step_is_done_again_and_ends_nothing(never, caplog, monkeypatch):
    monkeypatch.setattr(loops, "pause", lambda failures: 0.01)
    attempts = []

    def step(stop):
        attempts.append(1)
        if len(attempts) == 3:
            stop.set()
        raise ValueError("ana@x.gov.br")

    with caplog.at_level(logging.INFO, logger="notifications"):
        threads = loops.start({"mail": (step, 0.01)}, never, Beats())
        assert loops.finish(threads, 5) == []
    assert len(attempts) == 3
    assert "mail failed: ValueError" in caplog.text
    assert "ana@x.gov.br" not in caplog.text


class Machine:
    """Its two clocks; `run` lets both go on, as the chores look at them every ten minutes."""

    def __init__(self, engine, clock):
        self.clock, self.seconds = clock, 0.0
        self.start(engine)

    def start(self, engine):
        self.trusted = TrustedClock(engine, self.clock, lambda: self.seconds)
        self.trusted.look()

    def run(self, hours, each_minutes=10):
        for _ in range(int(hours * 60 / each_minutes)):
            self.clock.pass_(minutes=each_minutes)
            self.seconds += 60 * each_minutes
            self.trusted.look()


def test_a_clock_that_jumps_closes_and_deletes_nothing(engine, clock, open_ticket, rows, tmp_path, never):
    """As it was found: 400 days for 16 seconds, then right again."""
    resolved, cancelled = open_ticket(), open_ticket()
    with transaction(engine) as session:
        operations.resolve(session, ticket_number=resolved, solution="Feito.", author=BRUNO, now=clock())
        operations.cancel(session, ticket_number=cancelled, author=BRUNO, now=clock())
    machine = Machine(engine, clock)
    machine.run(hours=26)
    kinds, policy = rows("kind"), PurgePolicy(finished_tickets=timedelta(days=365))

    def minute():
        chores.once(engine, machine.trusted.now, chores.ENDING)(never)
        retention.once(engine, machine.trusted.settled, policy, tmp_path)(never)
        with reading(engine) as session:
            words = queries.desk_ticket(session, ticket_number=cancelled).description
        return rows("kind") == kinds and words != ERASED

    assert minute()
    clock.pass_(days=400)
    machine.seconds += 16
    assert minute()
    machine.start(engine)  # nor does a process that starts in the jump believe it
    assert minute()
    machine.run(hours=20)  # nor one that lasts a while, as far as deleting goes
    assert machine.trusted.settled() < clock() - timedelta(days=390)
    clock.pass_(days=-400)
    assert minute()
    machine.run(hours=30)
    assert machine.trusted.look().behind == timedelta()
    assert minute()


def test_after_a_week_off_it_catches_up_in_a_day_and_a_day_later_deletes(engine, clock):
    machine = Machine(engine, clock)
    assert machine.trusted.settled() is None
    machine.run(hours=25)
    before = machine.trusted.settled()
    assert before >= clock() - timedelta(hours=25)
    clock.pass_(days=7)
    machine.start(engine)
    assert machine.trusted.look().behind >= timedelta(days=6)
    machine.run(hours=8)
    assert machine.trusted.look().behind == timedelta()
    assert machine.trusted.settled() < clock() - timedelta(days=7)
    machine.run(hours=25)
    assert machine.trusted.settled() > clock() - timedelta(hours=26)


def test_two_processes_count_the_same_hour_once(engine, clock):
    one = Machine(engine, clock)
    other = TrustedClock(engine, clock, lambda: one.seconds)
    for _ in range(6 * 13):
        one.run(hours=1 / 6)
        other.look()
    assert one.trusted.settled() is None
