"""catalogue.yml as objects, the service a person means by what he typed, and the sync to the tables."""

import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz import fuzz, process
from sqlalchemy import select
from sqlalchemy.orm import Session

from ticket_store import model

DEFAULT_PATH = Path(__file__).with_name("catalogue.yml")
FIRST_TEAM = "triage"
# What the administration calls them.
BY_PAGE = {model.Team: "team", model.Service: "service", model.CannedSolution: "canned_text"}
_FUZZY_FROM = 84  # measured on the aliases: below it "sicaf" and "siafi" begin to meet
_FUZZY_LENGTH = 4  # three letters are too few to guess from


@dataclass(frozen=True)
class Team:
    code: str
    name: str
    email: str


@dataclass(frozen=True)
class Service:
    """team: the code of the team that gets its tickets first. everyday: its names are ordinary words (a
    computer, the internet), which a message about another service may hold."""

    code: str
    name: str
    team: str
    aliases: tuple[str, ...] = ()
    everyday: bool = False


@dataclass(frozen=True)
class Priority:
    """ages_in_days: after which a ticket without a promise presses in the queue like one that falls due."""

    code: str
    name: str
    ages_in_days: int
    aliases: tuple[str, ...] = ()
    default: bool = False


@dataclass(frozen=True)
class Calendar:
    """days: 0 = Monday; opens/closes: "HH:MM" in São Paulo; holidays: a country code of the holidays
    library.
    """

    code: str
    name: str
    always_open: bool = False
    days: tuple[int, ...] = ()
    opens: str = ""
    closes: str = ""
    holidays: str | None = None
    subdivision: str | None = None


@dataclass(frozen=True)
class Target:
    """Minutes of the agreement's calendar."""

    first_response: int
    resolution: int


@dataclass(frozen=True)
class Agreement:
    """An ANS. targets: priority code -> Target."""

    code: str
    name: str
    domains: tuple[str, ...]
    calendar: str
    targets: dict[str, Target] = field(hash=False)


@dataclass(frozen=True)
class CannedSolution:
    code: str
    title: str
    text: str


@dataclass(frozen=True)
class Catalogue:
    """matters: code of a service -> what is its own, though it is no name of it (search/matters.py)."""

    teams: tuple[Team, ...]
    services: tuple[Service, ...]
    priorities: tuple[Priority, ...]
    calendars: tuple[Calendar, ...]
    agreements: tuple[Agreement, ...]
    canned_solutions: tuple[CannedSolution, ...]
    default_agreement: str | None = None
    matters: dict[str, tuple[str, ...]] = field(default_factory=dict, hash=False)

    def service(self, code: str) -> Service | None:
        return next((s for s in self.services if s.code == code), None)

    def match_service(self, text: str) -> Service | None:
        """The service meant by a short text ("siaf", "o meu e cac"), None when nothing is near enough."""
        matches = self.match_services(text)
        return matches[0] if matches else None

    def match_services(self, text: str, guessed: Callable[[str], bool] | None = None) -> list[Service]:
        """Candidates, the best first: the exact name, a name inside the text (ordinary words last), then a
        misspelling of one.
        An address ("ana@fazenda.gov.br") names no service. guessed: which words may be misspelt names."""
        said = fold(" ".join(word for word in text.split() if "@" not in word))
        names = _names(self)
        if said in names:
            return [names[said]]
        inside = [name for name in names if _stands_in(name, said)]
        if inside:
            return _unique(names[n] for n in sorted(inside, key=lambda n: (names[n].everyday, -len(n))))
        words = [w for w in said.split() if len(w) >= _FUZZY_LENGTH and (guessed is None or guessed(w))]
        pairs = [f"{a} {b}" for a, b in pairwise(words)]
        found: list[tuple[float, str]] = []
        long_names = [name for name in names if len(name) >= _FUZZY_LENGTH]
        for piece in [*words, *pairs]:
            found += [
                (score, name)
                for name, score, _ in process.extract(
                    piece, long_names, scorer=fuzz.ratio, score_cutoff=_FUZZY_FROM
                )
            ]
        return _unique(names[name] for _, name in sorted(found, key=lambda f: -f[0]))

    def priority_name(self, code: str) -> str:
        """The code itself for one that the catalogue no longer has."""
        return next((p.name for p in self.priorities if p.code == code), code)

    def ages_at(self, priority: str, since: datetime) -> datetime:
        """When a ticket of that priority, waiting `since`, has aged in the queue."""
        known = {p.code: p.ages_in_days for p in self.priorities}
        longest = max(known.values())
        return since + timedelta(days=known.get(priority, longest))

    def priority_for(self, urgency: str | None) -> Priority:
        """ "pra ontem" -> high; nothing said, or nothing understood -> the default."""
        default = next(p for p in self.priorities if p.default)
        if not urgency:
            return default
        said = fold(urgency)
        # The longest alias decides: "não é urgente" holds "urgente".
        hits = [
            (len(fold(a)), p)
            for p in self.priorities
            for a in (p.code, *p.aliases)
            if _stands_in(fold(a), said)
        ]
        return max(hits, key=lambda hit: hit[0])[1] if hits else default

    def agreement_for(self, email: str) -> Agreement | None:
        """The ANS of the address's domain or of the nearest parent domain; None when there is none."""
        domain = email.rpartition("@")[2].lower()
        by_domain = {d: a for a in self.agreements for d in a.domains}
        while domain:
            if domain in by_domain:
                return by_domain[domain]
            domain = domain.partition(".")[2]
        return next((a for a in self.agreements if a.code == self.default_agreement), None)

    def calendar(self, code: str) -> Calendar:
        return next(c for c in self.calendars if c.code == code)


def fold(text: str) -> str:
    """Lower case, no accents, single spaces: how two spellings are compared."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(c for c in decomposed if not unicodedata.combining(c)).split()).strip(
        " .,;:!?\"'"
    )


def _stands_in(name: str, text: str) -> bool:
    """As whole words. Hundreds of names are looked for in each text: to compile a pattern each took 0.3 s."""
    at = text.find(name)
    while at >= 0:
        before, after = text[at - 1 : at], text[at + len(name) : at + len(name) + 1]
        if not (_in_word(before) or _in_word(after)):
            return True
        at = text.find(name, at + 1)
    return False


def _in_word(character: str) -> bool:
    return character.isalnum() or character == "_"


@lru_cache(maxsize=4)
def load(path: Path = DEFAULT_PATH) -> Catalogue:
    """Reads and checks the file. Raises ValueError when a code is used twice or points nowhere."""
    raw: dict[str, Any] = yaml.load(path.read_text("utf-8"), Loader=yaml.CSafeLoader)  # at each start
    catalogue = Catalogue(
        teams=tuple(Team(**t) for t in raw["teams"]),
        services=tuple(Service(**_tuples(s)) for s in raw["services"]),
        priorities=tuple(Priority(**_tuples(p)) for p in raw["priorities"]),
        calendars=tuple(Calendar(**_tuples(c)) for c in raw["calendars"]),
        agreements=tuple(
            Agreement(**_tuples(a) | {"targets": {code: Target(**t) for code, t in a["targets"].items()}})
            for a in raw["agreements"]
        ),
        canned_solutions=tuple(CannedSolution(**c) for c in raw["canned_solutions"]),
        default_agreement=raw["default_agreement"],
        matters=_tuples(raw.get("matters", {})),
    )
    _check(catalogue)
    return catalogue


def sync(session: Session, catalogue: Catalogue) -> None:
    """Makes the tables say what the file says, but what was changed by page (ticket_store/administration).

    What left the file is retired, not deleted: old tickets point at it.
    """
    _sync(session, model.Team, catalogue.teams, lambda t: {"name": t.name, "email": t.email})
    session.flush()  # services point at teams
    _sync(
        session,
        model.Service,
        catalogue.services,
        lambda s: {"name": s.name, "team_code": s.team, "aliases": list(s.aliases)},
    )
    _sync(
        session,
        model.CannedSolution,
        catalogue.canned_solutions,
        lambda c: {"title": c.title, "text": c.text},
    )
    session.flush()


def _sync(session: Session, table: Any, items: Iterable[Any], columns: Any) -> None:
    changed = select(model.SettingVersion.code).where(model.SettingVersion.kind == BY_PAGE[table])
    by_page = set(session.scalars(changed))
    rows = {row.code: row for row in session.scalars(select(table)) if row.code not in by_page}
    for item in items:
        if item.code in by_page:
            continue
        row = rows.pop(item.code, None)
        if row is None:
            session.add(table(code=item.code, active=True, **columns(item)))
            continue
        for column, value in (columns(item) | {"active": True}).items():
            setattr(row, column, value)
    for gone in rows.values():
        gone.active = False


def _tuples(raw: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}


@lru_cache(maxsize=4)
def _names_of(services: tuple[Service, ...]) -> dict[str, Service]:
    return {fold(name): s for s in services for name in (s.code, s.name, *s.aliases)}


def _names(catalogue: Catalogue) -> dict[str, Service]:
    return _names_of(catalogue.services)


def _unique(services: Iterable[Service]) -> list[Service]:
    return list(dict.fromkeys(services))


def _check(catalogue: Catalogue) -> None:
    teams, calendars, priorities = (
        {x.code for x in xs} for xs in (catalogue.teams, catalogue.calendars, catalogue.priorities)
    )
    for codes in (
        catalogue.teams,
        catalogue.services,
        catalogue.priorities,
        catalogue.calendars,
        catalogue.agreements,
        catalogue.canned_solutions,
    ):
        if len({x.code for x in codes}) != len(codes):
            raise ValueError("a code is used twice")
    seen: dict[str, str] = {}
    for service in catalogue.services:
        if service.team not in teams:
            raise ValueError(f"{service.code}: no team {service.team}")
        for name in {fold(n) for n in (service.code, service.name, *service.aliases)}:
            if seen.setdefault(name, service.code) != service.code:
                raise ValueError(f"{name!r} means {seen[name]} and {service.code}")
    for agreement in catalogue.agreements:
        if agreement.calendar not in calendars or set(agreement.targets) != priorities:
            raise ValueError(f"{agreement.code}: unknown calendar, or not every priority has a target")
    if unknown := set(catalogue.matters) - {s.code for s in catalogue.services}:
        raise ValueError(f"matters of no service: {', '.join(sorted(unknown))}")
    if FIRST_TEAM not in teams or sum(p.default for p in catalogue.priorities) != 1:
        raise ValueError("the first team or the default priority is missing")
