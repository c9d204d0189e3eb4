"""A question about the conversation itself, asked in the middle of it: its article comes before whatever else
the message may be read as, the surer the more that is.
"""

from collections.abc import Sequence

from actions import store, tickets
from actions.dialogue.commands import BEFORE_AN_ANSWER, Command, parse
from actions.dialogue.talk import Talk
from actions.topics import after_a_ticket, asked_beside, knowledge
from actions.topics.choose_ticket import LISTED
from actions.topics.offer_ticket import LOOKS
from actions.values import OTHER
from ticket_store import articles, catalogue, lifecycle, queries
from ticket_store.views import ArticleView

EXACT = ("ticket",)  # what is answered from the ticket
# Read where nothing better is known: an article that is near is surer.
LAST_RESORTS = {"other", "faq_privacy", "faq_service_flow", "faq_support_types", "faq_what_can_assistant_do"}
FEW = 4  # words of a question of how a ticket stands
ORDERS = ("affirm", "stop")  # "pode registrar?" is a yes, however it is put; "que código? deixa" a no


async def answered(talk: Talk, commands: list[Command]) -> list[Command]:
    """Says the answers and leaves of the commands what is told beside the questions; all where none is."""
    if asked_beside.is_all_told(talk, commands):
        return commands
    if (back := await _asks_back(talk, commands)) is not None:
        return back
    commands = asked_beside.with_the_question(talk, _all_in_short(talk, commands))
    text = talk.message.text.strip()
    asks = [c for c in commands if c.command == "ask"]
    unread = all(map(asked_beside.is_nothing, commands))
    exact = any(c.about in EXACT or c.which for c in asks)
    exact = exact or any(c.flow in LOOKS for c in commands)  # "tem outro meu aberto?" looks
    ordered = all(c.command in ORDERS for c in commands) or _is_left(commands)
    first = exact and talk.state.asked == "none" and talk.state.last is None  # whose it is, is asked first
    if not text or ordered or first or not (asks or unread or talk.message.asked):
        return commands
    kept = any(c.command == "set" for c in commands) and all(
        asked_beside.is_beside(talk, c) for c in commands
    )
    costs_nothing = kept or (unread and talk.message.asked)
    enough = queries.INSTEAD_FROM if exact else _enough(talk, asks, costs_nothing, unread)
    enough = queries.CERTAIN_FROM if any(c.which for c in asks) else enough
    asked = _questions(talk)
    alone = kept or len(talk.message.questions) > 1 or talk.message.wants_none
    alone = alone or asked_beside.stands_alone(talk)
    whole = "" if alone else _whole(talk)
    surely = [asked_beside.read_twice(one, asks) for one in talk.message.questions] or [[]]
    several = len(surely) > 1
    found = [
        await _found(talk, one, whole, max(enough, queries.INSTEAD_FROM) if several and twice else enough)
        for one, twice in zip(asked, surely, strict=True)
    ]
    if exact:
        found = [at if _is_more(talk, one, at) else None for one, at in zip(asked, found, strict=True)]
    said = [one for one in found if one is not None]
    if not said:
        rest = asked_beside.without_what_is_asked(talk, commands) if asks else commands
        return asked_beside.news_beside(talk, rest if exact else asked_beside.unanswered(talk, rest))
    commands = await _polite_first(talk, commands)
    instead = [(article, _answered_by(talk, article)) for article, _ in said]
    better = [c for _, more in instead for c in more]
    for summary in dict.fromkeys(article.summary for article, more in instead if not more):
        talk.say("utter_article_short", summary=summary)
    if min(figure for _, figure in said) < queries.INSTEAD_FROM and asks:
        rest = [c for c in commands if c.command not in asked_beside.UNREAD]
    else:
        rest = asked_beside.told_beside_it(talk, commands)
    if exact:  # the ticket is not shown beside it
        beside = parse(talk.message.beside, confirming=False)
        rest = [c for c in rest if c in beside or (c.command != "choose" and c.flow not in LOOKS)]
    unanswered = [one for one, answer in zip(talk.message.questions, found, strict=False) if answer is None]
    more = [
        c
        for one in unanswered
        for c in (asked_beside.asked_alone(one) or asked_beside.read_twice(one, asks))
        if c.about not in LAST_RESORTS
    ]
    rest = asked_beside.without_what_is_asked(talk, rest)
    more += [c for c in better if c not in rest]
    named = _systems(talk)
    for one in unanswered if named else []:  # "precisa de prata? como subo?": its steps, at once
        if not any(c in more for c in asked_beside.asked_alone(one)):
            await knowledge.answer(talk, about=named[0].name, of_a_place=False, instead=one["text"])
    return asked_beside.news_beside(talk, [*(c for c in rest if c.command != "ask"), *more])


async def _asks_back(talk: Talk, commands: list[Command]) -> list[Command] | None:
    """ "O que é UG? Estou cobrindo uma colega": what the team's own question means is for the team to say,
    and what stands beside it is no answer before it is said so; a word of it said back asks nothing."""
    questions, text = [one["text"] for one in talk.message.questions], talk.message.text.strip()
    asks = [c for c in commands if c.command == "ask" and c.field != "question"]
    beside = parse(talk.message.beside, confirming=False)
    if all(any(c.slot == "answer" for c in read) for read in (commands, beside)):
        return None  # "Que tela? A branca": the question said back, and its answer
    exact = any(c.about in EXACT or c.which for c in asks)
    waits = (talk.state.last or {}).get("status") == lifecycle.WAITING
    if exact or not waits or len(questions) != 1 or questions == [text] or not text.startswith(questions[0]):
        return None
    ticket = await after_a_ticket.at_hand(talk)
    asked = await tickets.question_of(ticket) if ticket else None
    if ticket is None or not tickets.shares_a_word(questions[0], asked or ""):
        return None
    if len(questions[0].split()) < asked_beside.ASKS or any(c.command == "start" for c in commands):
        return [c for c in commands if c.command != "ask"]
    await after_a_ticket.offer(talk, "utter_pass_on_offer", ticket, text)
    return []


def _is_left(commands: list[Command]) -> bool:
    """ "Não quero abrir nada, só queria saber como faz": what is asked is of the problem that was told."""
    return [c.command for c in commands] == ["stop", "ask"] and commands[1].about == "other"


def _all_in_short(talk: Talk, commands: list[Command]) -> list[Command]:
    """ "Me passa os dois números", at rest: the list of all has them, and no card of one comes behind it."""
    if talk.state.asked != "none" or not any(c.command == "choose" and c.by == "all" for c in commands):
        return commands
    return [c for c in commands if c.about != "ticket" or c.field not in LISTED or c.which]


def _answered_by(talk: Talk, article: ArticleView) -> list[Command]:
    """What the ticket that is spoken of answers itself, at rest, or what is known of the system that is asked
    about; [] where the article does."""
    which = articles.of_a_ticket().get(article.slug)
    if which and talk.state.last and not talk.state.top:
        return [Command("ask", about="ticket", field="status", which=which)]
    named = _systems(talk)
    flow = articles.of_a_system().get(article.slug)
    code = named[0].code if named else knowledge.place(talk).service
    known = flow and code and code != OTHER
    return [Command("start", flow=flow), Command("set", slot="service", value=code)] if known else []


def _systems(talk: Talk) -> Sequence[catalogue.Service]:
    """Those that are named."""
    return catalogue.load().match_services(talk.message.text, lambda word: False)


def _questions(talk: Talk) -> list[str]:
    """As they are looked for: their slang and slips put right."""
    return [one.get("meant") or one["text"] for one in talk.message.questions] or [_whole(talk)]


def _whole(talk: Talk) -> str:
    return talk.message.meant or talk.message.text.strip()


async def _found(talk: Talk, text: str, message: str, enough: float) -> tuple[ArticleView, float] | None:
    """The short answer to one question, and how near it is; None where none is near enough."""
    here = knowledge.place(talk)
    article, figure = await store.read(
        lambda session, now: queries.short_answer(session, text=text, message=message, place=here)
    )
    return (article, figure) if article is not None and figure >= enough else None


async def _polite_first(talk: Talk, commands: list[Command]) -> list[Command]:
    """ "Boa tarde, posso …?": what is polite is said back before the answer."""
    polite = [c for c in commands if c.kind in BEFORE_AN_ANSWER]
    talk.more = bool(polite)
    for command in polite:
        await talk.call("small_talk", "social", command)
    return [c for c in commands if c not in polite]


def _is_more(talk: Talk, question: str, found: tuple[ArticleView, float] | None) -> bool:
    """ "Por que fecharam sem falar comigo?": more than a few words that ask how the ticket stands, and what
    the ticket itself does not answer."""
    if found is None or (len(question.split()) <= FEW and talk.state.asked == "none"):
        return False
    return not articles.of_a_ticket().get(found[0].slug)


def _enough(talk: Talk, asks: list[Command], costs_nothing: bool, unread: bool) -> float:
    """An answer of ours is given up for a nearer one, and what was read for one that is surely meant. In the
    middle of something what is said in general, or why that is asked, is nearly a last resort, too."""
    abouts = {c.about for c in asks}
    general = any(about == "why" or (about or "").startswith("faq_") for about in abouts)
    if costs_nothing or abouts & LAST_RESORTS:
        return queries.ANSWERS_FROM
    if general and talk.state.asked != "none":
        return queries.FAIRLY_FROM
    return queries.BESIDE_FROM if abouts or unread else queries.INSTEAD_FROM
