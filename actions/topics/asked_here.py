"""A question about the conversation itself, asked in the middle of it: its article comes before whatever else
the message may be read as, the surer the more that is.
"""

from actions import store
from actions.dialogue.commands import Command
from actions.dialogue.talk import Talk
from actions.topics import knowledge
from actions.topics.offer_ticket import LOOKS
from ticket_store import articles, queries
from ticket_store.views import ArticleView

EXACT = ("ticket",)  # what is answered from the ticket
WHY = "why"  # and from what is under way: only a matter of a system is another one
OWN = (WHY, "pending", "faq_email_address", "faq_phone_number")  # and what has an answer of its own
# Read where nothing better is known: an article that is near is surer.
LAST_RESORTS = {"other", "faq_privacy", "faq_service_flow", "faq_support_types", "faq_what_can_assistant_do"}
UNREAD = ("unclear", "out_of_scope")
ORDERS = ("affirm",)  # "pode registrar?" is a yes, however it is put


async def answered(talk: Talk, commands: list[Command]) -> list[Command]:
    """Says the answer and leaves of the commands what is told beside the question; all where none is."""
    text = talk.message.text.strip()
    asks = [c for c in commands if c.command == "ask"]
    unread = all(c.command in UNREAD for c in commands)
    ordered = all(c.command in ORDERS for c in commands) or any(c.about in EXACT or c.which for c in asks)
    ordered = ordered or any(c.flow in LOOKS for c in commands)  # "tem outro meu aberto?" looks
    if not text or ordered or not (asks or unread or talk.message.asked):
        return commands
    here = knowledge.place(talk)
    kept = any(c.command == "set" for c in commands) and all(_told_beside(talk, c) for c in commands)
    article, figure = await store.read(
        lambda session, now: queries.article_of_the_place(session, text=text, place=here, alone=kept)
    )
    if article is None or not _of_another_matter(asks, article):
        return commands
    if figure < _enough(commands, kept or (unread and talk.message.asked)):
        return commands
    if (which := articles.of_a_ticket().get(article.slug)) and talk.state.last and not talk.state.top:
        return [Command("ask", about="ticket", field="status", which=which)]
    talk.say("utter_article_short", summary=article.summary)
    if figure < queries.INSTEAD_FROM and asks:
        return [c for c in commands if c not in asks and c.command not in UNREAD]
    return [c for c in commands if _told_beside(talk, c)]


def _of_another_matter(asks: list[Command], article: ArticleView) -> bool:
    return article.service_code is not None or all(c.about != WHY for c in asks)


def _enough(commands: list[Command], costs_nothing: bool) -> float:
    """An answer of ours is given up for a nearer one, and what was read for one that is surely meant."""
    abouts = {c.about for c in commands if c.command == "ask"}
    if costs_nothing or abouts & LAST_RESORTS:
        return queries.ANSWERS_FROM
    return queries.BESIDE_FROM if abouts and abouts.isdisjoint(OWN) else queries.INSTEAD_FROM


def _told_beside(talk: Talk, command: Command) -> bool:
    """An address, and the system that is asked for with what is told of it ("é a impressora, pode?")."""
    if command.command == "affirm" or (command.command == "set" and command.slot == "email"):
        return True
    whole = command.slot != "service" and str(command.value or "").strip() == talk.message.text.strip()
    return talk.state.asked == "service" and command.command == "set" and not whole
