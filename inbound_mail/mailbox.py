"""The css mailbox by IMAP: the unseen is read, dealt with, then marked as seen; nothing is deleted."""

from __future__ import annotations

import imaplib
import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass

from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted, MailMessageFlags

from inbound_mail.handler import where

log = logging.getLogger("inbound_mail")

TLS_PORT = 993
LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})
# Of a larger one only the headers are fetched, and the desk is told.
LARGEST = 40 * 1024 * 1024
FIRST_PAUSE, LONGEST_PAUSE = 1.0, 60.0


@dataclass(frozen=True)
class Account:
    """idle: seconds of waiting for news in one go; poll: between looks where the server knows no IDLE."""

    host: str
    port: int
    user: str
    password: str
    folder: str = "INBOX"
    idle: float = 10.0
    poll: float = 15.0
    timeout: float = 60.0


Take = Callable[[bytes, bool], object]  # the bytes, and whether they are all


def connect(account: Account) -> BaseMailBox:
    """Logged in and in the folder. TLS on 993, STARTTLS elsewhere; in the clear only on this very machine."""
    box: BaseMailBox
    if account.port == TLS_PORT:
        box = MailBox(account.host, account.port, timeout=account.timeout)
    elif account.host in LOOPBACK:
        box = MailBoxUnencrypted(account.host, account.port, timeout=account.timeout)
    else:
        box = MailBoxStartTls(account.host, account.port, timeout=account.timeout)
    return box.login(account.user, account.password, initial_folder=account.folder)


def watch(
    account: Account, take: Take, stop: threading.Event, alive: Callable[[], None] = lambda: None
) -> None:
    """Until `stop` is set. Connection lost, server away, letters that must wait: waits longer each time.

    `alive` is called on each round and before each letter.
    """
    failures = 0

    def taken(raw: bytes, complete: bool) -> None:
        alive()
        take(raw, complete)

    while not stop.is_set():
        alive()
        try:
            with connect(account) as box:
                can_idle = "IDLE" in box.client.capabilities
                while not stop.is_set():
                    alive()
                    waiting = read_unseen(box, taken, stop)
                    failures = failures + 1 if waiting else 0
                    if waiting:
                        stop.wait(_pause(failures))
                    elif can_idle:
                        box.idle.wait(timeout=account.idle)
                    else:
                        stop.wait(account.poll)
                        box.client.noop()
        except Exception as error:
            # imaplib and the socket raise a little of everything; none of it is about a letter.
            failures += 1
            log.warning("mailbox: %s", where(error))
            stop.wait(_pause(failures))


def read_unseen(box: BaseMailBox, take: Take, stop: threading.Event) -> int:
    """Offers every unseen letter, the oldest first; how many must be offered again."""
    waiting = 0
    for uid in box.uids("UNSEEN"):
        if stop.is_set():
            break
        fetched = _fetch(box, uid)
        if fetched is None:  # somebody moved it meanwhile
            continue
        try:
            take(*fetched)
        except Exception:
            waiting += 1  # told by the handler; those behind it may fare better
            continue
        box.flag(uid, MailMessageFlags.SEEN, True)
    return waiting


def _fetch(box: BaseMailBox, uid: str) -> tuple[bytes, bool] | None:
    """(the letter's bytes, True), or (its headers, False) when it is too large; PEEK leaves it unseen."""
    size = _answer(box.client, uid, "(RFC822.SIZE)")
    if size is None:
        return None
    digits = size.rpartition(b"RFC822.SIZE ")[2].split(b")")[0].split(b" ")[0]
    complete = int(digits) <= LARGEST
    raw = _answer(box.client, uid, "(BODY.PEEK[])" if complete else "(BODY.PEEK[HEADER])")
    return None if raw is None else (raw, complete)


def _answer(client: imaplib.IMAP4, uid: str, part: str) -> bytes | None:
    status, data = client.uid("FETCH", uid, part)
    if status != "OK":
        raise imaplib.IMAP4.error("FETCH was refused")
    for item in data:
        if isinstance(item, tuple):
            return item[1]
        if isinstance(item, bytes) and b"RFC822.SIZE" in item:
            return item
    return None


def _pause(failures: int) -> float:
    return min(FIRST_PAUSE * 2 ** (min(failures, 10) - 1), LONGEST_PAUSE)
