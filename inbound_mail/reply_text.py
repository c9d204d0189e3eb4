"""What somebody wrote in a reply, and the rest: every line is in one of the two. Pure, linear.

Only what quotes a mail of ours is set apart, with the signature; whatever else was pasted, indented or
forwarded was put there to be read, and so was what somebody typed into our mail.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from inbound_mail import furniture
from inbound_mail.our_mail import OurMail
from inbound_mail.quote_headers import (
    LONGEST as LONGEST_LINE,
)
from inbound_mail.quote_headers import (
    bare,
    header_at,
    is_forward,
    is_marker,
    is_quoted,
    is_separator,
)

# "Qual é a UG? R: 170001", typed at the end of what is quoted.
_ANSWER = re.compile(r"(?:^|[?.:;]\s*|\s)(?:r|resp|resposta)\s?[:.=]\s*\S|(?:=>|->|→|<--)\s*\S", re.I)


@dataclass(frozen=True)
class Reply:
    """written: the new words. rest: quotes, signature, notices, in the order in which they stood."""

    written: str
    rest: str


def whole(text: str) -> Reply:
    """Of a first letter or a forwarded one: quotes are content; only what closes it is set apart."""
    lines = text.split("\n")
    if any(is_forward(line) for line in lines):
        return Reply(text.strip(), "")
    kept = furniture.without(lines)
    return _reply(lines, kept, lines)


def split(text: str, *, mailbox: str, sender: str | None = None, said: Iterable[str] = ()) -> Reply:
    """mailbox: ours. sender: the writer's address. said: texts of the ticket that our mails may quote."""
    lines = text.replace("\r\n", "\n").split("\n")
    said = [" ".join(one.split()) for one in said]
    ours = OurMail(said)
    own, shown = _ours_taken_out(lines, mailbox, sender, ours)
    answers = _answers(lines, own, said)
    inside = {at: bare(lines[at]) for at in ours.typed_into([bare(line).strip("| ") for line in lines], own)}
    for at, words in (inside | answers).items():
        own[at], shown[at] = True, words
    at_own = [at for at, keep in enumerate(own) if keep]
    if not any(is_forward(lines[at]) for at in at_own):
        kept = furniture.without([shown[at] for at in at_own])
        for at, keep in zip(at_own, kept, strict=True):
            own[at] = keep
    return _reply(lines, own, shown)


def _reply(lines: list[str], own: list[bool], shown: list[str]) -> Reply:
    written = _joined(line for line, keep in zip(shown, own, strict=True) if keep)
    rest = _joined(line for line, keep in zip(lines, own, strict=True) if not keep)
    return Reply(written, rest if any(c.isalnum() for c in rest) else "")


def _ours_taken_out(
    lines: list[str], mailbox: str, sender: str | None, ours: OurMail
) -> tuple[list[bool], list[str]]:
    """For each line whether it is no quote of ours, and the line as it is to be shown."""
    own, shown = [True] * len(lines), list(lines)
    unannounced = _quoting_us(lines, ours)
    last_marker = max((at for at, line in enumerate(lines) if is_marker(line)), default=-1)
    at, theirs = 0, False
    while at < len(lines):
        line = lines[at]
        if is_marker(line):
            _region(lines, own, shown, at, at)
            break
        header = header_at(lines, at, mailbox=mailbox, sender=sender)
        if header is not None:
            if _is_ours(lines, header, last_marker):
                _region(lines, own, shown, _above(lines, at), header.end)
                break
            theirs, at = True, header.end
            continue
        if is_forward(line):
            theirs = True
        elif at in unannounced and not theirs:
            own[at] = False
        at += 1
    return own, shown


def _quoting_us(lines: list[str], ours: OurMail) -> set[int]:
    """The lines with ">" that quote a mail of ours without a word of whose they are.

    An error or a command may stand behind such a mark as well.
    """
    found: set[int] = set()
    block: list[int] = []
    for at, line in enumerate([*lines, ""]):
        if is_quoted(line):
            block.append(at)
            continue
        if any(ours.holds(bare(lines[one]).strip("| ")) for one in block):
            found.update(block)
        block = []
    return found


def _is_ours(lines: list[str], header: object, last_marker: int) -> bool:
    whose, kind, end = header.whose, header.kind, header.end  # type: ignore[attr-defined]
    if whose == "ours":
        return True
    if whose == "theirs":
        # His colleague's mail; ours may be quoted further down.
        return False
    if last_marker >= end:
        return True
    below = next((line for line in lines[end : end + 4] if line.strip()), "")
    return bool(kind == "sentence" and (not below or is_quoted(below)))


def _region(lines: list[str], own: list[bool], shown: list[str], start: int, end: int) -> None:
    """From `start` on a mail of ours is quoted; in between may stand what was typed into it."""
    marker = next((at for at in range(start, len(lines)) if is_marker(lines[at])), None)
    body = next((at for at in range(end, len(lines)) if lines[at].strip()), len(lines))
    probe = marker if marker is not None else body
    marked = probe < len(lines) and is_quoted(lines[probe])
    below = {_plain(line) for line in lines[(marker if marker is not None else end) :]}
    for at in range(start, len(lines)):
        inside = marker is not None and end <= at < marker
        if inside:
            words = bare(lines[at])
            # Our mails begin with the marker (their preview comes again below): this was typed over it.
            own[at] = bool(words) and not is_separator(words) and _plain(words) not in below
            shown[at] = words
        else:
            own[at] = marked and at >= end and not is_quoted(lines[at])


def _above(lines: list[str], at: int) -> int:
    """The header's separator is part of it."""
    start = at
    for above in range(at - 1, max(-1, at - 4), -1):
        if is_separator(lines[above]):
            start = above
        elif lines[above].strip("> "):
            break
    return start


def _answers(lines: list[str], own: list[bool], said: list[str]) -> dict[int, str]:
    """Lines of what is quoted that somebody ended with an answer of his."""
    known = "\n".join(said).casefold()
    found = {}
    for at, line in enumerate(lines):
        if own[at] or len(line) > LONGEST_LINE:
            continue
        words = bare(line).strip("| ")
        question, mark, tail = words.partition("?")
        asked = mark and tail.strip() and f"{question.strip()}?".casefold() in known
        if (is_quoted(line) and _ANSWER.search(words)) or (asked and tail.strip().casefold() not in known):
            found[at] = words
    return found


def _plain(line: str) -> str:
    return "".join(c for c in bare(line).casefold() if c.isalnum())


def _joined(lines: Iterable[str]) -> str:
    """At most one empty line in a row."""
    out: list[str] = []
    for line in lines:
        line = line.rstrip()
        if line or (out and out[-1]):
            out.append(line)
    return "\n".join(out).strip("\n").strip()
