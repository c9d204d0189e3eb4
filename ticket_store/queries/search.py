"""The desk's search, as people type: by number, or by words and parts of words, without accents or order."""

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store import numbers
from ticket_store.errors import InvalidTicketNumber
from ticket_store.model import Attachment, Event, SearchWord, Ticket
from ticket_store.queries.building import views_of
from ticket_store.search import plan
from ticket_store.search.words import pieces, places, singulars
from ticket_store.views import Passage, TicketView

_PIECES = 8
_WORDS_OF_A_PIECE = 300
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_SPELT = 5  # letters that a word must have before another one is tried in its place
_AROUND = 60
_PASSAGES = 2


def search(session: Session, *, text: str, this_year: int, limit: int = 50) -> list[TicketView]:
    """By number; else the tickets that hold every word typed: in themselves, their history, their requester's
    name and address, their files' names.

    First those where the words begin as typed, or are what it is the plural of; then those with the typed
    anywhere in a word; in both the newest first. Only where there is none of either: with a letter mistyped.
    """
    try:
        number = numbers.normalise(text, this_year)
    except InvalidTicketNumber:
        number = None
    if number and (ticket := session.scalar(select(Ticket.id).where(Ticket.number == number))):
        return views_of(session, [ticket])
    # "0012" may be ticket 12, and is an error code as well.
    typed = pieces(text)[:_PIECES]
    return views_of(session, _ids(session, typed, limit)) if typed else []


def passages(session: Session, *, tickets: Sequence[TicketView], text: str) -> dict[str, list[Passage]]:
    """By ticket number, where what was typed is found: the few places that show the most of it."""
    typed = pieces(text)[:_PIECES]
    texts: dict[int, list[str]] = defaultdict(list)
    ids = [ticket.id for ticket in tickets]
    for ticket in tickets:
        texts[ticket.id] += [ticket.description, ticket.solution or ""]
    for table, written in ((Event, Event.text), (Attachment, Attachment.filename)):
        rows = select(table.ticket_id, written).where(table.ticket_id.in_(ids), written.is_not(None))
        for ticket_id, line in session.execute(rows.order_by(table.id)):
            texts[ticket_id].append(line or "")
    shown = [*typed, *(one for piece in typed for one in singulars(piece))]
    return {ticket.number: _best(texts[ticket.id], shown) for ticket in tickets}


def _ids(session: Session, typed: Sequence[str], limit: int) -> list[int]:
    beginning = [
        [*session.scalars(plan.starting(session, piece, _WORDS_OF_A_PIECE)), *_singular(session, piece)]
        for piece in typed
    ]
    ids = _holding(session, beginning, limit)
    if len(ids) >= limit:
        return ids
    # A piece too short to be looked for inside of words leaves it to the longer ones.
    long = [n for n, piece in enumerate(typed) if len(piece) >= plan.SHORTEST_PART]
    anywhere = [
        [*beginning[n], *session.scalars(plan.containing(session, typed[n], _WORDS_OF_A_PIECE))] for n in long
    ]
    ids = list(dict.fromkeys(ids + _holding(session, anywhere, limit)))[:limit]
    if ids:
        return ids
    spelt = [words or _respelt(session, typed[n]) for n, words in zip(long, anywhere, strict=True)]
    return _holding(session, spelt, limit)


def _singular(session: Session, piece: str) -> list[str]:
    """The known words that the typed one is the plural of."""
    near = singulars(piece)
    return list(session.scalars(select(SearchWord.word).where(SearchWord.word.in_(near)))) if near else []


def _respelt(session: Session, piece: str) -> list[str]:
    """The known words one letter away: left out, doubled, swapped or wrong."""
    if len(piece) < _SPELT or not piece.isalpha() or not piece.isascii():
        return []
    cuts = [(piece[:n], piece[n:]) for n in range(len(piece) + 1)]
    near = {a + b[1:] for a, b in cuts if b}
    near |= {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}
    near |= {a + c + b[1:] for a, b in cuts if b for c in _ALPHABET}
    near |= {a + c + b for a, b in cuts for c in _ALPHABET}
    return list(session.scalars(select(SearchWord.word).where(SearchWord.word.in_(sorted(near)))))


def _holding(session: Session, groups: Sequence[Sequence[str]], limit: int) -> list[int]:
    if not groups or not all(groups):
        return []
    return plan.newest(session, groups, limit)


def _best(texts: Sequence[str], typed: Sequence[str]) -> list[Passage]:
    """The texts that show the most different pieces; of each the first place, with what is around it."""
    found = [(text, list(places(text, typed))) for text in dict.fromkeys(texts)]
    telling = sorted(
        ((text, spots) for text, spots in found if spots),
        key=lambda one: -len({one[0][start:end].casefold() for start, end in one[1]}),
    )
    return [_passage(text, spots) for text, spots in telling[:_PASSAGES]]


def _passage(text: str, spots: Sequence[tuple[int, int]]) -> Passage:
    start, end = max(0, spots[0][0] - _AROUND), min(len(text), spots[0][1] + 2 * _AROUND)
    if start and (space := text.find(" ", start, spots[0][0])) >= 0:
        start = space + 1
    parts: list[tuple[str, bool]] = []
    at = start
    for left, right in spots:
        if left >= end:
            break
        parts += [(text[at:left], False), (text[left:right], True)]
        at = right
    parts.append((text[at : max(at, end)], False))
    return Passage(
        parts=tuple((part, hit) for part, hit in parts if part),
        cut_before=start > 0,
        cut_after=max(at, end) < len(text),
    )
