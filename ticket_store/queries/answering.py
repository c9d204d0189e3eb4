"""Which article answers a question, where it is asked: one of how a system is used, or a short answer of the
conversation; none where none is near enough."""

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy.orm import Session

from ticket_store.articles import places
from ticket_store.queries.knowledge import Shelf, services, shelf_of
from ticket_store.search import meaning, short_answers
from ticket_store.search.naming import services_named, without_verbs
from ticket_store.search.ranking import rank
from ticket_store.search.stems import terms
from ticket_store.views import ArticleView

# Measured (docs/knowledge.md). An article of a system, of about 1.7 that its words and its meaning make:
ARTICLE_FROM = 0.73
SOLVES_FROM = 0.8  # a problem told without a question
SURE_FROM = 0.95  # in the middle of something else, or where there is another answer
WORDS = 0.7  # of the figure of the words, what counts beside the meaning
# A longer question says more that no line has, and is as sure: for each term beyond the usual ones.
USUAL, LONGEST, EACH = 4, 10, 0.04
# A short answer, of about 1 for the one that is meant and -1 for one that is not, and more at its place:
PERHAPS_FROM = -0.35  # of two such one is right: it is said with a doubt, where nothing better is known
ANSWERS_FROM = -0.2
FAIRLY_FROM = 0.0  # before what is said in general, in the middle of something
BESIDE_FROM = 0.1  # before another answer of ours
INSTEAD_FROM = 0.2  # before what was read as a wish or a value and may be a question
CERTAIN_FROM = 0.5  # before an article of a system that is near enough, too
CLEAR = 0.1  # nearer than the next, where it is below 0
BELONGS = 0.25  # more for one that is preferred where the question is asked
AFTERWARDS = 0.2  # and for one of what was just done
AT_REST = "ticket"  # one is spoken of, and nothing is under way
AFTER = "after_"  # and this was done with it a moment ago: "after_cancel_ticket"
ANYWHERE = frozenset({"none", "open_ticket", AT_REST})  # an article of other places is of a question alone
FEW = 2  # terms: of fewer, how a system is used is not asked without what is told beside it
BRIEF = 2  # words of a question that says little by itself


@dataclass(frozen=True)
class Place:
    """Where a question is asked. names: what is asked there and the flow under way. service: the code that it
    has. under_way: whether something is. at_rest: a ticket is spoken of and nothing is under way. In both no
    system but its own is meant unnamed."""

    names: frozenset[str] = frozenset()
    service: str | None = None
    under_way: bool = False
    at_rest: bool = False

    def has(self, view: ArticleView) -> bool:
        """Whether an article is preferred here."""
        return not self.names.isdisjoint(places().get(view.slug, ()))

    def bonus(self, view: ArticleView) -> float:
        """What an article that is preferred here has more, most of all one of what was just done."""
        here = self.names & places().get(view.slug, frozenset())
        return (BELONGS if here else 0.0) + AFTERWARDS * any(name.startswith(AFTER) for name in here)

    def shuts_out(self, view: ArticleView) -> bool:
        """Whether what an article says is only true elsewhere: of a question asked there, or of a ticket that
        is not registered yet."""
        own = places().get(view.slug, frozenset())
        if not own or not own.isdisjoint(self.names):
            return False
        return own.isdisjoint({"none", AT_REST} if self.at_rest else ANYWHERE)


NOWHERE = Place()


def answering_article(
    session: Session,
    *,
    text: str,
    message: str = "",
    sure: bool = False,
    place: Place = NOWHERE,
    of_a_place: bool = True,
) -> ArticleView | None:
    """The article that answers the question; None where none is near enough.

    A question that names services is only answered by an article that is of one of them, or names one.
    message: all of it, where the question is a part.
    sure: only one of how the desk works, that is nearer than is needed else.
    of_a_place: also one that belongs to a place of the conversation.
    """
    shelf = shelf_of(session)
    short, figure = _short(shelf, text, message, place) if of_a_place else (None, 0.0)
    if short and figure < (BESIDE_FROM if sure else ANSWERS_FROM):
        short = None
    article = _of_a_system(shelf, text, message, place, sure)
    if short and article:
        clearly = place.has(short) or figure >= CERTAIN_FROM
        return short if clearly and not services_named(text) else article
    return short or article


def short_answer(
    session: Session, *, text: str, message: str = "", place: Place
) -> tuple[ArticleView | None, float]:
    """The short answer that is nearest to the question, and its figure.

    message: all of it, where the question is a part.
    """
    return _short(shelf_of(session), text, message, place)


def solving_article(session: Session, *, text: str, service_code: str) -> ArticleView | None:
    """The article of that service, or that names it, which solves the problem; None where none is near."""
    shelf = shelf_of(session)
    if not any(service_code in services(view) for view in shelf.systems):
        return None
    figure, view = _ranked(text, shelf)[0]
    return view if figure >= SOLVES_FROM and service_code in services(view) else None


def prepare_answers(session: Session) -> None:
    """Learns what the articles are asked by, which takes seconds: the first question need not wait for it."""
    shelf = shelf_of(session)
    meaning.prepare(shelf.system_lines)
    short_answers.prepare(shelf.short_lines, shelf.others)


def _short(shelf: Shelf, text: str, message: str, place: Place) -> tuple[ArticleView | None, float]:
    """The nearest short answer that may be meant, and its figure: less where it may as well be the next one,
    or is of another place, and where the question says little by itself."""
    named = services_named(text)
    figures = _figures(text, message or text, shelf)
    ranked = [
        (figures[view.id] + place.bonus(view), view)
        for view in shelf.short
        if view.id in figures and _may_be_meant(view, named, place)
    ]
    ranked.sort(key=lambda found: (-found[0], found[1].id))
    if not ranked:
        return None, 0.0
    figure, view = ranked[0]
    next_best = ranked[1][0] if len(ranked) > 1 else -1.0
    # "Como assino no SEI?" is rather of how that is used.
    of_a_system = bool(named) and place.at_rest and figure < BESIDE_FROM
    if of_a_system or (figure < 0 and (figure - next_best < CLEAR or not place.has(view))):
        return view, min(figure, PERHAPS_FROM)
    says_little = len(text.split()) <= BRIEF and figure < INSTEAD_FROM
    return view, min(figure, PERHAPS_FROM) if says_little else figure


def _of_a_system(shelf: Shelf, text: str, message: str, place: Place, sure: bool) -> ArticleView | None:
    """By the question alone or the whole message, whichever is nearer; of several, what is near by both."""
    named = services_named(text)
    bare = len(set(terms(text))) < FEW  # "como recupera?": how a system is used is told beside it
    whole = {view.id: figure for figure, view in _ranked(message or text, shelf)}
    ranked = [
        (whole[view.id] if bare else figure, whole[view.id], view)
        for figure, view in _ranked(text, shelf)
        if not (sure and view.service_code) and _may_be_meant(view, named, place)
    ]
    if not ranked:
        return None
    alone, beside, view = max(ranked, key=lambda found: (found[0] + found[1], -found[2].id))
    in_between = place.under_way or (place.at_rest and view.service_code not in named)
    least = SURE_FROM if sure or in_between else ARTICLE_FROM
    return view if max(alone, beside) >= least else None


def _may_be_meant(view: ArticleView, named: frozenset[str], place: Place) -> bool:
    if place.shuts_out(view):
        return False
    in_between = place.under_way or place.at_rest
    if in_between and place.has(view):
        return True  # what the conversation is asked may name the system that it is about
    if view.service_code and in_between and view.service_code not in named | {place.service}:
        return False
    return not named or bool(named & services(view))


def _figures(text: str, message: str, shelf: Shelf) -> dict[int, float]:
    """Of each short answer, in the mean of the question and of the message in which it stands; of the one
    that the question alone surely means, by that."""
    asked = short_answers.figures(text, shelf.short_lines, shelf.others)
    if message == text:
        return asked
    whole = short_answers.figures(message, shelf.short_lines, shelf.others)
    mean = {key: (figure + whole.get(key, figure)) / 2 for key, figure in asked.items()}
    return mean | {key: figure for key, figure in asked.items() if figure >= CERTAIN_FROM}


@lru_cache(maxsize=8)
def _ranked(text: str, shelf: Shelf) -> tuple[tuple[float, ArticleView], ...]:
    """How many of the question's words each article of a system has (0 to 1) and how near it is in meaning
    (about 0 to 1). Kept for the same message, which is looked up at its place and then in general."""
    asked = without_verbs(text)
    words = {key: figure for figure, key in rank(asked, shelf.system_documents)}
    near = meaning.figures(asked, shelf.system_lines)
    long = EACH * max(0, min(len(terms(asked)), LONGEST) - USUAL)
    ranked = [
        (WORDS * words.get(view.id, 0.0) + near.get(view.id, 0.0) + long, view) for view in shelf.systems
    ]
    return tuple(sorted(ranked, key=lambda found: (-found[0], found[1].id)))
