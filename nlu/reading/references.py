"""Which ticket is meant: by number, place, status, service, date, words of its description, or "that one"."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from nlu.reading import cues, numbers
from nlu.reading.services import OTHER, Finder, chosen
from nlu.reading.words import Said, covered

Ticket = dict[str, Any]
_STEM = 5
_LONG = 5
_TELLING = 3
"""Digits of a number by which a ticket is told from the others."""
_MONTHS = 12
_AROUND = 2
"""Words that may stand around a number which is all that is said."""


@dataclass(frozen=True)
class Reference:
    """Words first to before after; by, value as in turns.md. sure: False for a number only assumed."""

    first: int
    after: int
    by: str
    value: Any = None
    sure: bool = True


@lru_cache(maxsize=1)
def _tables() -> dict[str, Any]:
    words = cues.words()
    return {
        "any_ordinal": cues.compiled(list(words["ordinals"])),
        "any_status": cues.compiled([phrase for phrases in words["statuses"].values() for phrase in phrases]),
        "ordinals": [(int(value), cues.compiled([phrase])) for phrase, value in words["ordinals"].items()],
        "statuses": [(status, cues.compiled(phrases)) for status, phrases in words["statuses"].items()],
        "months": {str(name): int(value) for name, value in words["months"].items()},
    }


def find(said: Said, state: dict[str, Any], finder: Finder) -> list[Reference]:
    """Every way in which a ticket is named, in the order in which they stand."""
    listed: list[Ticket] = state.get("listed") or []
    shown = listed or ([state["last"]] if state.get("last") else [])
    dated, dates = _by_day(said, listed)
    found = [
        one
        for one in _numbered(said, shown, asked=state.get("pending") == "number")
        if not dates & set(range(one.first, one.after))
    ]
    found += dated
    taken = covered(found)
    of_last = bool(state.get("last")) and state.get("pending") != "number"
    found += _by_cue(said, taken, of_last)
    every = finder.find(said)
    meant = chosen(every)
    services = [s for s in every if not s.denied and (s in meant or points(said, s.first))]
    codes = {str(ticket.get("service")) for ticket in shown}
    for service in services:
        strange = bool(shown) and service.code not in codes and not points(said, service.first)
        if service.everyday and (strange or not _is_owner(said, service.first)):
            continue  # `no meu computador`, where no ticket is of one; `recebi um e-mail`
        if service is not services[-1] and _is_refused(said, service.after):
            continue  # `o do SIAFI não, o da VPN`
        found.append(Reference(service.first, service.after, "service", service.code))
    if not services:
        found += [Reference(hit.first, hit.after, "other") for hit in cues.find(said, "none_of_these")]
    found += _by_date_or_words(said, listed, taken)
    return sorted(found, key=lambda one: one.first)


def _numbered(said: Said, shown: list[Ticket], asked: bool) -> list[Reference]:
    full = numbers.full(said)
    found = [Reference(n.first, n.after, "number", n.value) for n in full]
    within = covered(full)
    others = numbers.short(said, full) + [
        n for n in numbers.spoken(said) if int(n.value) > 20 and not within & set(range(n.first, n.after))
    ]
    for number in others:
        meant = [t for t in shown if _tail(number.value, str(t.get("number")))]
        if len(meant) == 1 and len(number.value.lstrip("0")) >= 2:
            found.append(Reference(number.first, number.after, "number", str(meant[0]["number"])))
        elif len(told := [t for t in shown if _tells(t, number.value)]) == 1:
            found.append(Reference(number.first, number.after, "words", str(told[0]["number"])))
        elif _is_place(said, number, shown):
            found.append(Reference(number.first, number.after, "ordinal", int(number.value)))
        elif len(number.value) <= 7 and _names_a_ticket(said, number, asked):
            found.append(Reference(number.first, number.after, "number", number.value, sure=False))
    return found


def _is_place(said: Said, number: numbers.Number, shown: list[Ticket]) -> bool:
    """A single digit that is all that is said, or that an article leads: a place in the list."""
    article = _leads(said, number.first, "articles") and _names_a_ticket(said, number, asked=False)
    led = article and len(shown) > 1
    return (said.count == 1 or led) and len(number.value) == 1 and 1 <= int(number.value) <= len(shown)


def _names_a_ticket(said: Said, number: numbers.Number, asked: bool) -> bool:
    """A number that is all that is said, a long one, or one that a word for a ticket, a pointing word or an
    article leads; asked for its number, any."""
    before = said.words[number.first - 1] if number.first else None
    if _is_of_a_thing(said, number.first) or _is_grade_or_year(said, number):
        return False  # `sala 312`, `o erro é o 809` is of the text
    if asked or len(number.value) >= _LONG:
        return True
    joined = before is not None and before.end == said.words[number.first].start
    if before is not None and joined and before.is_mark and before.said in "./:,":
        return False  # within an address of a network, a time, an amount
    alone = said.count - (number.after - number.first) <= _AROUND
    led = before is not None and before.meant in cues.listed("number_leads")
    follows = said.words[number.after].meant if number.after < len(said.words) else ""
    return (alone or led) and follows not in cues.listed("units")


def _is_of_a_thing(said: Said, first: int) -> bool:
    """`ramal 3343`, `o erro é o 809`: a thing before it, an article and a copula between them at most."""
    at = first - 1
    while at > 0 and (
        said.words[at].meant in cues.listed("articles") or cues.is_copula(said, said.words[at])
    ):
        at -= 1
    return at >= 0 and said.words[at].meant in cues.listed("thing_leads")


def _is_grade_or_year(said: Said, number: numbers.Number) -> bool:
    before = said.words[number.first - 1].said if number.first else ""
    graded = len(number.value) <= 2 and before in cues.listed("score_lead")
    return graded or (len(number.value) == 4 and number.value.startswith("20"))


def _tells(ticket: Ticket, number: str) -> bool:
    """Whether the number stands in what was told of the ticket: `aquele do 504`."""
    words = Said(str(ticket.get("description") or "")).words
    return len(number) >= _TELLING and any(word.said == number for word in words)


def _tail(value: str, number: str) -> bool:
    return bool(number) and number.endswith(value.lstrip("0")) and bool(value.lstrip("0"))


def _by_cue(said: Said, taken: set[int], of_last: bool) -> list[Reference]:
    """of_last: whether `esse último` is the one spoken of."""
    tables, found = _tables(), []
    for by, name in (("newest", "newest"), ("oldest", "oldest"), ("oldest", "for_longest")):
        for hit in cues.find(said, name):
            found.append(Reference(hit.first, hit.after, by))
    named = covered(found)
    for value, pattern in tables["ordinals"] if tables["any_ordinal"].search(said.line) else ():
        for hit in cues.hits(said, pattern):
            if not named & set(range(hit.first, hit.after)) and _is_a_place(said, hit):
                spoken_of = of_last and value == -1 and _leads(said, hit.first, "these")
                found.append(
                    Reference(hit.first, hit.after, *(["that"] if spoken_of else ["ordinal", value]))
                )
    again = cues.words_of(said, "repeat")
    for status, pattern in tables["statuses"] if tables["any_status"].search(said.line) else ():
        for hit in cues.hits(said, pattern):
            if status == "new" and hit.first in again:
                continue  # `de novo` says nothing of a status
            found.append(Reference(hit.first, hit.after, "status", status, sure=_tells_which(said, hit)))
    for by, cue in (("other", "other_one"), ("all", "every_one"), ("that", "that_one")):
        for hit in cues.find(said, cue):
            found.append(Reference(hit.first, hit.after, by))
    return [one for one in found if not taken & set(range(one.first, one.after))]


def _is_a_place(said: Said, hit: cues.Hit) -> bool:
    """`o primeiro`, `quarto chamado`, `terceiro: …`, and not `primeiro cancela`: an article leads it, a word
    for tickets or a colon follows, or it is all that is said. `na quarta` is a day."""
    before = {said.words[hit.first - 1].meant, said.words[hit.first - 1].said} if hit.first else set()
    day = said.words[hit.after - 1].meant in cues.listed("weekdays")
    if day and {*before, said.words[hit.first].meant} & cues.listed("weekday_leads"):
        return False
    inside = said.words[hit.first].meant in cues.listed("articles")
    follows = said.words[hit.after].meant if hit.after < len(said.words) else ""
    if follows in cues.listed("counted") or (follows == ":" and hit.first == 0):
        return True
    return inside or bool(before & cues.listed("articles")) or said.count - (hit.after - hit.first) <= _AROUND


def _tells_which(said: Said, hit: cues.Hit) -> bool:
    """`o resolvido`, `o que está parado`, `o chamado fechado`: an article or `que` leads, or it is all that
    is said."""
    leads = cues.listed("articles", "which_is")
    before = {word.meant for word in said.words[max(0, hit.first - 2) : hit.first]}
    inside = said.words[hit.first].meant in leads
    return inside or bool(before & leads) or said.count - (hit.after - hit.first) <= _AROUND


def _is_owner(said: Said, first: int) -> bool:
    """`o do e-mail`, `sobre a impressora`: what the ticket is about."""
    return any(word.meant in cues.listed("belongs") for word in said.words[max(0, first - 2) : first])


def points(said: Said, first: int) -> bool:
    """`no do e-mail`, `o da impressora`: one is pointed at, whatever was shown."""
    before = [word.meant for word in said.words[max(0, first - 2) : first]]
    leads = cues.listed("articles", "into_it")
    return len(before) == 2 and before[1] in cues.listed("belongs") and before[0] in leads


def _leads(said: Said, first: int, *names: str) -> bool:
    """Whether the word before is one of these."""
    return first > 0 and said.words[first - 1].meant in cues.listed(*names)


def _is_refused(said: Said, after: int) -> bool:
    return any(hit.first == after for hit in cues.find(said, "no"))


def without_refused(said: Said, found: list[Reference]) -> list[Reference]:
    """Without those that a no follows (`o primeiro não`) or that are put right (`o novo, perdão, o antigo`),
    while others are left."""
    put_right = cues.find(said, "puts_right")
    last = max((one.first for one in found), default=0)
    kept = [
        one
        for one in found
        if not _is_refused(said, one.after)
        and not any(one.after <= hit.first <= one.after + _AROUND and hit.after <= last for hit in put_right)
    ]
    return kept or found


def _by_day(said: Said, listed: list[Ticket]) -> tuple[list[Reference], set[int]]:
    """`o do dia 25`, `o de 25/11`: the one listed ticket opened then; and the words that are days, which
    are no number of a ticket."""
    found, days = [], set()
    for i, word in enumerate(said.words):
        if not word.said.isdigit() or i in days:
            continue
        after = i + 1
        behind = [one.said for one in said.words[i + 1 : i + 3]]
        if len(behind) == 2 and behind[0] == "/" and behind[1].isdigit() and int(behind[1]) <= _MONTHS:
            after, day = i + 3, f"-{int(behind[1]):02d}-{int(word.said):02d}"
        elif i and said.words[i - 1].meant in cues.listed("day_words"):
            day = f"-{int(word.said):02d}"
        else:
            continue
        days |= set(range(i, after))
        meant = [t for t in listed if str(t.get("opened") or "")[:10].endswith(day)]
        if len(meant) == 1:
            found.append(Reference(i, after, "number", str(meant[0]["number"]), sure=False))
    return found, days


def _by_date_or_words(said: Said, listed: list[Ticket], taken: set[int]) -> list[Reference]:
    """A month in which one listed ticket was opened; words of one description and of no other."""
    tables, found = _tables(), []
    for i, word in enumerate(said.words):
        month = tables["months"].get(word.meant)
        if month:
            meant = [t for t in listed if _month(t) == month]
            if len(meant) == 1:
                found.append(Reference(i, i + 1, "number", str(meant[0]["number"]), sure=False))
    if len(listed) < 2:
        return found
    stems = [_stems(str(ticket.get("description") or "")) for ticket in listed]
    for i, word in enumerate(said.words):
        stem = word.meant[:_STEM]
        if len(stem) < 4 or word.meant in cues.listed("small_words") or i in taken:
            continue
        holding = [ticket for ticket, known in zip(listed, stems, strict=True) if stem in known]
        if len(holding) == 1:
            found.append(Reference(i, i + 1, "words", str(holding[0]["number"])))
    return found


def _stems(text: str) -> set[str]:
    small = cues.listed("small_words")
    return {w.meant[:_STEM] for w in Said(text).words if len(w.meant) >= 4 and w.meant not in small}


def _month(ticket: Ticket) -> int | None:
    parts = str(ticket.get("opened") or "").split("-")
    return int(parts[1]) if len(parts) >= 2 and parts[1].isdigit() else None


def best(
    found: list[Reference], state: dict[str, Any], first: int = 0, after: int = 10**6
) -> Reference | None:
    """The strongest within words first..after: a number, a place, a status, a date or words, a service."""
    inside = [one for one in found if first <= one.first < after]
    listed = state.get("listed") or []
    codes = [str(ticket.get("service")) for ticket in listed]

    def rank(one: Reference) -> float:
        if one.by == "number":
            whole = len(str(one.value)) > 7
            return 5 if not whole else 0 if one.sure else 4
        if one.by == "service":
            unique = codes.count(str(one.value))
            return 1 if unique == 1 or not listed else 6 if unique == 0 else 3
        if one.by == "status" and not one.sure and state.get("pending") != "number":
            return 9.5  # `o da carteira foi cancelado?` says what is asked of it
        if one.by == "status":
            return 5 if one.value == "new" else 2  # `novo` is said of much else
        order = {"ordinal": 0.5, "newest": 2, "oldest": 2, "words": 4, "all": 4, "other": 5, "that": 9}
        return order[one.by]

    ranked = sorted(
        inside, key=lambda one: (rank(one), -one.first if one.by in {"number", "ordinal"} else one.first)
    )
    if not ranked:
        return None
    top = ranked[0]
    if top.by == "words":
        return Reference(top.first, top.after, *told_by_words(str(top.value), state))
    if top.by == "service" and codes.count(str(top.value)) > 1:
        month = next((one for one in ranked if one.by == "number" and len(str(one.value)) > 7), None)
        return month or top
    return top


def told_by_words(number: str, state: dict[str, Any]) -> tuple[str, str]:
    """(by, value) of the listed ticket that words tell of: its number where that is asked; else its system,
    where no other is of it."""
    listed = state.get("listed") or []
    codes = [str(t.get("service")) for t in listed]
    code = next((str(t.get("service")) for t in listed if t.get("number") == number), "")
    by_system = state.get("pending") != "number" and codes.count(code) == 1 and code != OTHER
    return ("service", code) if by_system else ("number", number)
