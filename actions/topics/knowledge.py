"""How a system is used: answered by an article of the knowledge base, or left to whoever asks here."""

from dataclasses import replace

from actions import site, store
from actions.dialogue.commands import Command
from actions.dialogue.state import Frame
from actions.dialogue.talk import Step, Talk
from actions.dialogue.text import joined
from actions.dialogue.walk import begin
from actions.topics import offer_ticket
from actions.values import OTHER
from actions.words import partial_day
from ticket_store import articles, catalogue, operations, queries
from ticket_store.views import ArticleView

TEAM_ASKS = "news_question"  # who answers the team may ask instead, put as a question or not
SOLVED = "news_resolved"  # asked of the steps of an article, and of the news of a ticket, which has none
LETTER = "mail"  # who writes a letter waits for no question
ANSWERED = frozenset({"affirm", "deny", "stop", "social"})
HELPED = ("affirm", "thank", "praise", "goodbye")
TOLD = 4  # words of what is not understood after the article: it tells what still goes wrong


async def answer(
    talk: Talk, *, sure: bool = False, about: str = "", of_a_place: bool = True, instead: str = ""
) -> bool:
    """Answers the message where an article does; False where none is near enough, and nothing was said.

    sure: where there is another answer. about: of what it is asked, which the message does not say; of no
    place, that is a system. instead: what is asked, where the message does not say that either.
    """
    question = instead or talk.message.asking
    if not question:
        return False
    text, whole = f"{question} {about}".strip(), f"{instead or talk.message.text.strip()} {about}".strip()
    top = talk.state.top
    if is_beside_an_answer(talk) or (top is not None and top.flow in offer_ticket.OFFERS):
        whole = text  # what stands beside it answers what was asked, or whether that helped
    here = replace(place(talk), names=frozenset()) if sure else place(talk)  # that was looked for before
    article = await store.read(
        lambda session, now: queries.answering_article(
            session,
            text=text,
            message=whole,
            sure=sure or (bool(about) and of_a_place),
            place=here,
            of_a_place=of_a_place,
        )
    )
    if article is None:
        return False
    offer_ticket.leave(talk)
    if article.steps and _comes_first(talk, article):
        talk.article = article
        talk.say("utter_article_short", summary=article.summary)  # the steps take its place, or come too late
        return True
    if article.slug in articles.places():
        talk.say("utter_article_short", summary=article.summary)
        return True
    of_the_desk = article.service_code is None and talk.state.last is not None
    if (
        talk.state.top is not None or talk.wished or of_the_desk
    ):  # how the desk works, beside a ticket: nothing to solve
        talk.say("utter_article_short", summary=article.summary)
        if article.steps:
            _say_page(talk, article)
        return True
    tell(talk, article)
    if talk.state.pending == "none":
        frame = await begin(talk, [Command("start", flow="knowledge")])
        if frame:
            told = {"service": article.service_code, "description": instead or talk.message.asked_with}
            frame.values.update(question=question, title=article.title, about=article.service_code, told=told)
    return True


async def perhaps(talk: Talk) -> bool:
    """Says with a doubt the short answer that may be the right one, where nothing better is known."""
    question = talk.message.asking
    if not question:
        return False
    article, figure = await store.read(
        lambda session, now: queries.short_answer(session, text=question, place=place(talk))
    )
    if article is None or figure < queries.PERHAPS_FROM:
        return False
    talk.say("utter_article_perhaps", summary=article.summary)
    return True


def _comes_first(talk: Talk, article: ArticleView) -> bool:
    """ "Perdi a senha do gov.br, como recupero?": its steps are shown before a ticket that nobody asked
    for."""
    of_it = {"command": "set", "slot": "service", "value": article.service_code}
    begun = [c["flow"] for c in talk.message.commands if c["command"] == "start"]
    opens = begun == [offer_ticket.OPENS] and not talk.message.asked_for and talk.message.channel != LETTER
    return opens and talk.state.top is None and of_it in talk.message.commands


def is_beside_an_answer(talk: Talk) -> bool:
    """ "Pode mandar. Vai alguém aí?": what stands beside the question is a yes or a no, and no word of it."""
    beside = {c["command"] for c in talk.message.beside}
    return bool(beside) and beside <= ANSWERED


def place(talk: Talk) -> queries.Place:
    """Where a question is asked now; what only offers, or was shown, is nothing under way, and what is put as
    no question there is of nothing in particular."""
    top = talk.state.top
    if top is None or top.flow in offer_ticket.OFFERS:
        closed = talk.state.closed
        at_rest = talk.state.last is not None
        asked = "none" if top is None and talk.state.asked == SOLVED else talk.state.asked
        names = {asked}
        if at_rest and asked == "none":  # which is what is asked before there is any
            names = {queries.AT_REST} | ({f"{queries.AFTER}{closed.flow}"} if closed else set())
        values = top.values if top is not None else {}
        about = values.get("about") or (values.get("told") or {}).get("service")  # shown, or offered
        return queries.Place(
            frozenset(names if talk.message.asked or asked == TEAM_ASKS else ()),
            about,
            under_way=bool(about) or "title" in values,
            at_rest=at_rest,
        )
    service = top.values.get("service")
    return queries.Place(frozenset({talk.state.asked, top.flow}), service, under_way=True)


def tell(talk: Talk, article: ArticleView) -> None:
    """All of it, with its source and where it can be read."""
    talk.say("utter_article", title=article.title, text=_text(article), source=_source(talk, article))
    _say_page(talk, article)


def _source(talk: Talk, article: ArticleView) -> str:
    """With its date; one that bears none has the day when it was read."""
    if article.source_date:
        label, day = "utter_label_source_dated", article.source_date
    else:
        label, day = "utter_label_source_read", article.reviewed_on.isoformat()
    return talk.voice.wording(label, source=article.source, day=partial_day(day))


async def note_gap(talk: Talk) -> None:
    """What no article answers, for the editors to see on the desk."""
    await store.call(operations.note_gap, text=talk.message.text)


def _text(article: ArticleView) -> str:
    steps = [f"{n}. {step}" for n, step in enumerate(article.steps, 1)]
    return "\n".join(part for part in (article.summary, *steps, article.note) if part)


def _say_page(talk: Talk, article: ArticleView) -> None:
    """An address is no use to who only hears it."""
    if talk.message.channel != "voice":
        talk.say("utter_article_page", site=site.address(), slug=article.slug)


async def check_solved(talk: Talk, frame: Frame) -> Step:
    if frame.values.get("unsolved") or frame.values.get("description"):
        return Step.DONE
    return talk.ask(frame, "news_resolved", "description", "utter_article_solved")


async def answer_description(talk: Talk, frame: Frame, yes: bool) -> None:
    """ "Isso resolveu?" A no that goes on to ask something else leaves it."""
    if yes:
        talk.say("utter_article_helped")
        talk.close(frame)
    elif (talk.more and _only_asks(talk)) or talk.message.wants_none:
        offer_ticket.leave(talk)
        if not talk.more:
            talk.say("utter_anything_else")
    else:
        frame.values.update(unsolved=True, description=talk.message.why)


def _only_asks(talk: Talk) -> bool:
    """ "Mais ou menos, e pelo computador?": what stands beside the question tells nothing of what fails."""
    asked = sum(len(one["text"].split()) for one in talk.message.questions)
    return bool(asked) and len(talk.message.text.split()) < asked + TOLD and not talk.message.why


async def skip_description(talk: Talk, frame: Frame) -> None:
    """Neither yes nor no: he has read it."""
    talk.say("utter_anything_else")
    talk.close(frame)


async def unclear_description(talk: Talk, frame: Frame) -> None:
    text, likely = talk.message.text.strip(), talk.message.likely
    if likely and all((c.get("kind") or c["command"]) in HELPED for c in likely):  # "ajudou muito"
        await answer_description(talk, frame, True)
        return
    if len(text.split()) < TOLD:
        talk.retry(frame, "utter_yes_or_no_unclear")
        return
    if talk.message.asked and await answer(talk):
        return
    told = _told(talk, frame, text)
    talk.close(frame)
    await offer_ticket.offer(talk, "utter_question_offer", **told)


async def do_open(talk: Talk, frame: Frame) -> None:
    told = _told(talk, frame, frame.values.get("description"))
    talk.close(frame)
    talk.say("utter_question_for_team")
    await offer_ticket.open_with(talk, told)


def _told(talk: Talk, frame: Frame, more: str | None) -> dict[str, str]:
    """Everything told goes along: the question, what still goes wrong, and the article that did not help."""
    values = frame.values
    seen = talk.voice.wording("utter_label_article_seen", title=values["title"])
    named = catalogue.load().match_services(values["question"])
    service = values.get("service") or values["about"] or (named[0].code if named else None)
    told = {"description": joined(joined(values["question"], more), seen)}
    if service and service != OTHER:
        told["service"] = service
    return told
