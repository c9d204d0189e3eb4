"""A problem that an article solves: its steps are shown first, and a no goes on to the ticket.

Only where the message is the problem and nothing else: who asked for a ticket, or told an address, is not
held up.
"""

from actions import store
from actions.dialogue.state import Frame
from actions.dialogue.talk import Step, Talk
from actions.dialogue.text import joined
from actions.topics import draft, knowledge
from actions.values import OTHER
from ticket_store import queries
from ticket_store.views import ArticleView

TOLD = 3  # words that tell something
GREETING = 2  # words of it before the problem
SIGNS = " .,;:!\n"


async def check_article(talk: Talk, frame: Frame) -> Step:
    if "article" not in frame.values:
        found = await _found(talk, frame)
        frame.values["article"] = found.title if found else ""
        if found:
            talk.voice.said = [s for s in talk.voice.said if s.values.get("summary") != found.summary]
            talk.say("utter_article_first")
            knowledge.tell(talk, found)
            frame.values["article_for"] = frame.values["description"]
    if not frame.values["article"] or frame.values.get("article_read"):
        return Step.DONE
    again = "article" in frame.asked and frame.flow in talk.wished
    if again or frame.values.get("description") != frame.values["article_for"]:
        _unsolved(talk, frame)  # the ticket is wished for, or what still goes wrong was told: that is a no
        return Step.DONE
    return talk.ask(frame, "news_resolved", "article", "utter_article_first_solved")


async def answer_article(talk: Talk, frame: Frame, yes: bool) -> None:
    """ "Isso resolveu?" """
    if yes:
        talk.say("utter_article_first_helped")
        await draft.drop(talk)
        talk.close(frame)
    else:
        frame.values["description"] = joined(frame.values.get("description"), talk.message.why)
        _unsolved(talk, frame)


async def unclear_article(talk: Talk, frame: Frame) -> None:
    """A few words after the article tell what still goes wrong, or that the ticket is wanted."""
    text = talk.message.text.strip()
    if any([c.get("flow") for c in reading] == [frame.flow] for reading in talk.message.alternatives):
        frame.failures = 0
        _unsolved(talk, frame)
    elif len(text.split()) >= TOLD:
        frame.failures = 0
        frame.values["description"] = joined(frame.values["description"], text)
    else:
        talk.retry(frame, "utter_yes_or_no_unclear")


def _unsolved(talk: Talk, frame: Frame) -> None:
    seen = talk.voice.wording("utter_label_article_seen", title=frame.values["article"])
    frame.values["article_read"] = True
    frame.values["description"] = joined(frame.values.get("description"), seen)


async def _found(talk: Talk, frame: Frame) -> ArticleView | None:
    service, problem = frame.values.get("service"), frame.values.get("description")
    if not problem or service in (None, OTHER):
        return None
    if talk.article and talk.article.service_code == service:
        return talk.article
    if talk.message.channel == knowledge.LETTER or not _is_all(talk, problem):
        return None
    return await store.read(
        lambda session, now: queries.solving_article(session, text=problem, service_code=str(service))
    )


def _is_all(talk: Talk, problem: str) -> bool:
    """Whether the message says the problem and nothing more, but for a greeting before it."""
    before, told, after = talk.message.text.casefold().partition(problem.strip(SIGNS).casefold())
    greeting = before.strip(SIGNS)
    if not told or after.strip(SIGNS):
        return False
    return not greeting or (talk.greets and len(greeting.split()) <= GREETING)
