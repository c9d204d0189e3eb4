"""A question about the conversation itself, asked in the middle of it: its article comes before whatever else
the message may be read as, the surer the more that is.
"""

from dataclasses import replace
from typing import Any

from actions import store
from actions.dialogue.commands import BEFORE_AN_ANSWER, Command, parse
from actions.dialogue.talk import Talk
from actions.dialogue.text import joined
from actions.dialogue.walk import TEXTS
from actions.topics import knowledge
from actions.topics.offer_ticket import LOOKS
from actions.topics.small_talk import OF_THE_TICKET
from ticket_store import queries
from ticket_store.views import ArticleView

EXACT = ("ticket",)  # what is answered from the ticket
WHY = "why"  # and from what is under way: only a matter of a system is another one
OWN = (WHY, "pending", "faq_email_address", "faq_phone_number")  # and what has an answer of its own
# Read where nothing better is known: an article that is near is surer.
LAST_RESORTS = {"other", "faq_privacy", "faq_service_flow", "faq_support_types", "faq_what_can_assistant_do"}
UNREAD = ("unclear", "out_of_scope")
ORDERS = ("affirm",)  # "pode registrar?" is a yes, however it is put
ASKS = 3  # words of a question that is not only a "tá certo?"
DOES_NOTHING = ("unclear", "out_of_scope", "social", "wait", "repeat", "skip")
# What writes at once, or agrees to what is asked: only where it is read of the whole message, too.
AT_ONCE = ("affirm", "stop", "choose", "correct", "resend_code", "restart", "back")
# What is offered where nothing better is known: no answer to a question.
OFFERED_INSTEAD = frozenset({"open_ticket", "talk_to_human"})
BEGUN = frozenset({"open_ticket", "talk_to_human", *LOOKS})


async def answered(talk: Talk, commands: list[Command]) -> list[Command]:
    """Says the answers and leaves of the commands what is told beside the questions; all where none is."""
    commands = _with_the_question(talk, commands)
    text = talk.message.text.strip()
    asks = [c for c in commands if c.command == "ask"]
    unread = all(c.command in UNREAD for c in commands)
    ordered = all(c.command in ORDERS for c in commands) or any(c.about in EXACT or c.which for c in asks)
    ordered = ordered or any(c.flow in LOOKS for c in commands)  # "tem outro meu aberto?" looks
    if not text or ordered or not (asks or unread or talk.message.asked):
        return commands
    kept = any(c.command == "set" for c in commands) and all(_told_beside(talk, c) for c in commands)
    costs_nothing = kept or (unread and talk.message.asked)
    found = [await _found(talk, one, asks, costs_nothing, kept) for one in _questions(talk)]
    said = [one for one in found if one is not None]
    if not said:
        return _kept_for_the_team(talk, _known_better(_why_it_is_asked(talk, commands)))
    commands = await _polite_first(talk, commands)
    for summary in dict.fromkeys(article.summary for article, _ in said):
        talk.say("utter_article_short", summary=summary)
    if min(figure for _, figure in said) < queries.INSTEAD_FROM and asks:
        rest = [c for c in commands if c.command not in UNREAD]
    else:
        rest = _beside(talk, commands)
    unanswered = [one for one, answer in zip(talk.message.questions, found, strict=False) if answer is None]
    more = [c for one in unanswered for c in _asked_alone(talk, one) if c.about not in LAST_RESORTS]
    return [*(c for c in rest if c.command != "ask"), *more]


def _questions(talk: Talk) -> list[str]:
    return [one["text"] for one in talk.message.questions] or [talk.message.text.strip()]


async def _found(
    talk: Talk, text: str, asks: list[Command], costs_nothing: bool, kept: bool
) -> tuple[ArticleView, float] | None:
    """The short answer of this place to one question, and how near it is; None where none is near enough."""
    here = knowledge.place(talk)
    message = talk.message.text.strip() if len(talk.message.questions) < 2 else ""
    article, figure = await store.read(
        lambda session, now: queries.article_of_the_place(
            session, text=text, message=message, place=here, alone=kept
        )
    )
    if article is None or figure < _enough(asks, costs_nothing) or not _of_another_matter(asks, article):
        return None
    return article, figure


def _with_the_question(talk: Talk, commands: list[Command]) -> list[Command]:
    """What is told beside a question, and the question, where what was read of the whole leaves that out."""
    message = talk.message
    if any(c.command == "ask" for c in commands):
        return [*commands, *_asked_too(talk, commands)]
    sure = [one for one in message.questions if len(one["text"].split()) >= ASKS and "?" in one["text"]]
    if sure and not message.beside and all(c.command in UNREAD for c in commands):
        return commands if _may_be_a_wish(talk) else [Command("ask", about="other")]
    if not sure or not (message.beside or len(message.questions) > 1):
        return commands
    told = parse(message.beside, confirming=talk.state.asked.startswith("confirm"))
    if not all(_leaves_out(talk, c, told) for c in commands):
        return commands
    asked = [c for one in sure for c in _asked_alone(talk, one)]
    whole = [c for c in commands if c.command not in UNREAD and c.command not in ("wait", "repeat")]
    if all(c.command in DOES_NOTHING for c in whole):
        whole = [c for c in _safe(told, whole) if c.slot not in TEXTS or talk.state.asked in (*TEXTS, "none")]
    return [*whole, *(asked or [Command("ask", about="other")])]


def _may_be_a_wish(talk: Talk) -> bool:
    """A likely reading does something with a ticket that there is, or looks: that is asked back."""
    return any((c.get("flow") or "open_ticket") not in OFFERED_INSTEAD for c in talk.message.likely)


def _leaves_out(talk: Talk, command: Command, told: list[Command]) -> bool:
    """Whether it does nothing, is told beside the question, or holds the question in its text."""
    kept = str(command.value or command.text or "")
    holds = command.slot in TEXTS and any(one["text"] in kept for one in talk.message.questions)
    alike = [c for c in told if (c.command, c.slot, c.flow) == (command.command, command.slot, command.flow)]
    return command.command in DOES_NOTHING or holds or bool(alike)


def _asked_alone(talk: Talk, question: dict[str, Any]) -> list[Command]:
    """What is asked, where the question alone is read as nothing but that."""
    read = parse(question["commands"], confirming=False)
    plain = all(c.flow in LOOKS or (c.command == "ask" and not _is_general(c)) for c in read)
    return read if plain else []


def _asked_too(talk: Talk, commands: list[Command]) -> list[Command]:
    """Of several questions what the whole leaves out, and a ticket or what is known of it answers."""
    asked = {(c.about, c.field) for c in commands}
    alone = [c for one in talk.message.questions for c in _asked_alone(talk, one)]
    several = len(talk.message.questions) > 1 and not any(c.command == "start" for c in [*commands, *alone])
    return [c for c in alone if several and c.about != "other" and (c.about, c.field) not in asked]


def _is_general(ask: Command) -> bool:
    """What the CSS is asked in general is not sure of a part alone."""
    return (ask.about or "").startswith("faq_") and not ask.which and ask.about not in OF_THE_TICKET


def _safe(told: list[Command], whole: list[Command]) -> list[Command]:
    """Without what agrees, or would be written at once, and is only read of a part."""
    flows = [c.flow for c in told if c.command == "start"]
    kept = [c for c in told if c.command not in (*AT_ONCE, *UNREAD, "ask")]
    polite = {c.kind for c in whole}
    kept = [c for c in kept if c.command != "social" or c.kind in polite]
    return kept if BEGUN.issuperset(flows) else whole


def _beside(talk: Talk, commands: list[Command]) -> list[Command]:
    """What was told beside the question that is answered: all else was read from it."""
    message = talk.message
    if not message.beside:
        return [c for c in commands if _told_beside(talk, c)]
    told = parse(message.beside, confirming=talk.state.asked.startswith("confirm"))
    if any(c.command == "ask" for c in commands) and any(c.command not in DOES_NOTHING for c in told):
        return [one for c in commands if (one := _without_question(talk, c))]
    return _safe(told, commands) or [c for c in commands if _told_beside(talk, c)]


def _without_question(talk: Talk, command: Command) -> Command | None:
    """A text without the question that was kept in it; None where nothing is left."""
    if command.slot not in TEXTS or command.command != "set":
        return command
    text = str(command.value or "")
    for one in talk.message.questions:
        text = text.replace(one["text"], " ")
    text = " ".join(text.split()).strip(" ,;-")
    return replace(command, value=text) if text else None


async def _polite_first(talk: Talk, commands: list[Command]) -> list[Command]:
    """ "Boa tarde, posso …?": what is polite is said back before the answer."""
    polite = [c for c in commands if c.kind in BEFORE_AN_ANSWER]
    talk.more = bool(polite)
    for command in polite:
        await talk.call("small_talk", "social", command)
    return [c for c in commands if c not in polite]


def _why_it_is_asked(talk: Talk, commands: list[Command]) -> list[Command]:
    """ "Tem comprovante? O chefe só acredita em papel", beside a ticket: no sure text of it, no problem."""
    orphan = talk.state.asked == "none" and talk.message.unsure and talk.state.last is not None
    if not orphan or not any(c.command == "ask" for c in commands) or any(c.flow for c in commands):
        return commands
    return [c for c in commands if c.command != "set" or c.slot not in TEXTS]


def _known_better(commands: list[Command]) -> list[Command]:
    """Of two questions the one that has an answer; the other is not said to be unknown beside it."""
    asks = [c for c in commands if c.command == "ask" and (c.about != "other" or c.which)]
    return [c for c in commands if not asks or c.command != "ask" or c in asks]


def _kept_for_the_team(talk: Talk, commands: list[Command]) -> list[Command]:
    """A question that nobody here answers goes into the text that it stands beside: the team reads it."""
    asks = [c for c in commands if c.command == "ask"]
    texts = [c for c in commands if c.command == "set" and c.slot == "description"]
    if len(texts) != 1 or not asks or any(c.about != "other" for c in asks):
        return commands
    text = str(texts[0].value)
    missing = [one["text"] for one in talk.message.questions if one["text"] not in text]
    told = replace(texts[0], value=joined(text, *missing))
    talk.question_kept = bool(talk.message.questions)
    return [told if c is texts[0] else c for c in commands]


def _of_another_matter(asks: list[Command], article: ArticleView) -> bool:
    return article.service_code is not None or all(c.about != WHY for c in asks)


def _enough(asks: list[Command], costs_nothing: bool) -> float:
    """An answer of ours is given up for a nearer one, and what was read for one that is surely meant."""
    abouts = {c.about for c in asks}
    if costs_nothing or abouts & LAST_RESORTS:
        return queries.ANSWERS_FROM
    return queries.BESIDE_FROM if abouts and abouts.isdisjoint(OWN) else queries.INSTEAD_FROM


def _told_beside(talk: Talk, command: Command) -> bool:
    """An address, and the system that is asked for with what is told of it ("é a impressora, pode?")."""
    if command.command == "affirm" or (command.command == "set" and command.slot == "email"):
        return True
    whole = command.slot != "service" and str(command.value or "").strip() == talk.message.text.strip()
    return talk.state.asked == "service" and command.command == "set" and not whole
