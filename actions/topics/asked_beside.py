"""A question beside something else: the question, where what was read of the whole leaves it out, and what is
told beside it, so that neither is lost."""

from dataclasses import replace
from typing import Any

from actions.dialogue.commands import Command, parse
from actions.dialogue.talk import Talk
from actions.dialogue.text import joined
from actions.dialogue.walk import TEXTS
from actions.topics.offer_ticket import LOOKS
from actions.topics.small_talk import ADDED_TO, COMPLEMENT, MENU, OF_THE_TICKET
from ticket_store import lifecycle
from ticket_store.search.stems import terms

UNREAD = ("unclear", "out_of_scope")
TAG = 4  # words of "dá para pôr lá?", which asks for what is told before it
ASKS = 3  # words of a question that is not only a "tá certo?"
DOES_NOTHING = ("unclear", "out_of_scope", "social", "wait", "repeat", "skip")
# What writes at once, or agrees to what is asked: only where it is read of the whole message, too.
AT_ONCE = ("affirm", "stop", "choose", "correct", "resend_code", "restart", "back")
# What is offered where nothing better is known: no answer to a question.
OFFERED_INSTEAD = frozenset({"open_ticket", "talk_to_human"})
OF_ITSELF = ("bot_challenge", "help")  # what is asked of the assistant
ANSWERS = ("affirm", "deny", "resend_code", "social")
SAID_TO_THE_TEAM = ("comment", "answer", "reason")
REOPEN = "reopen_ticket"
BEGUN = frozenset({"open_ticket", "talk_to_human", *LOOKS})


def is_nothing(command: Command) -> bool:
    """What is given up for a question without a loss: unread, or taken for a remark."""
    return command.command in (*UNREAD, "wait") or command.kind == "remark"


def is_all_told(talk: Talk, commands: list[Command]) -> bool:
    """Surely more for the team, without a question's mark: it all goes there, whatever word in it may ask."""
    told = {str(c.value) for c in commands if c.slot == "information"}
    text = talk.message.text.strip()
    return text in told and not talk.message.unsure and "?" not in text


def with_the_question(talk: Talk, commands: list[Command]) -> list[Command]:
    """What is told beside a question, and the question, where what was read of the whole leaves that out."""
    message = talk.message
    if any(c.command == "ask" for c in commands):
        if [one["text"] for one in message.questions] == [message.text.strip()]:
            commands = [c for c in commands if c.command != "affirm"]  # "registrar é o quê?" is no yes
        return [*_changed_too(talk, commands), *_asked_too(talk, commands), *_for_the_team(talk, commands)]
    sure = [one for one in message.questions if len(one["text"].split()) >= ASKS]
    if sure and not message.beside and all(c.command in UNREAD for c in commands):
        return commands if _may_be_a_wish(talk) else [Command("ask", about="other")]
    if not sure or not (message.beside or len(message.questions) > 1):
        return commands
    # "dá para pôr que é na 12? e vai demorar?": does the one, and asks the other
    if any(map(_orders, sure)) and not all(map(is_nothing, commands)):
        return [*commands, *(c for one in sure if not _orders(one) for c in asked_alone(one))]
    told = parse(message.beside, confirming=talk.state.asked.startswith("confirm"))
    if not all(_leaves_out(talk, c, told) for c in commands):
        return commands
    asked = [c for one in sure for c in asked_alone(one)]
    whole = [c for c in commands if c.command not in UNREAD and c.command not in ("wait", "repeat")]
    if all(c.command in DOES_NOTHING for c in whole):
        whole = [c for c in _safe(told, whole) if c.slot not in TEXTS or talk.state.asked in (*TEXTS, "none")]
    return [*whole, *(asked or [Command("ask", about="other")])]


def _changed_too(talk: Talk, commands: list[Command]) -> list[Command]:
    """ "Sim. A sala é a 312. Vem alguém hoje?": a yes with a change is the change, which the whole leaves
    out."""
    agrees = [c for c in commands if c.command == "affirm"]
    if not agrees or not talk.state.asked.startswith("confirm") or any(c.command == "edit" for c in commands):
        return commands
    told = [c for c in parse(talk.message.beside, confirming=True) if c.command == "edit"]
    return [*told, *(c for c in commands if c not in agrees)] if told else commands


def _may_be_a_wish(talk: Talk) -> bool:
    """A likely reading does something with a ticket that there is, or looks: that is asked back, unless the
    likeliest only asks."""
    asks = any(all(c["command"] == "ask" for c in one) for one in talk.message.alternatives[:1])
    return not asks and any((c.get("flow") or MENU) not in OFFERED_INSTEAD for c in talk.message.likely)


def _leaves_out(talk: Talk, command: Command, told: list[Command]) -> bool:
    """Whether it does nothing, is told beside the question, or holds the question in its text."""
    kept = str(command.value or command.text or "")
    holds = command.slot in TEXTS and any(one["text"] in kept for one in talk.message.questions)
    alike = [c for c in told if (c.command, c.slot, c.flow) == (command.command, command.slot, command.flow)]
    return command.command in DOES_NOTHING or holds or bool(alike)


def asked_alone(question: dict[str, Any]) -> list[Command]:
    """What is asked, where the question alone is read as nothing but that."""
    read = parse(question["commands"], confirming=False)
    plain = all(
        c.flow in LOOKS or c.kind in OF_ITSELF or (c.command == "ask" and not _is_general(c)) for c in read
    )
    return read if plain else []


def read_twice(question: dict[str, Any], asks: list[Command]) -> list[Command]:
    """What is asked in general, where the question alone and the whole message are both read as that."""
    return [c for c in parse(question["commands"], confirming=False) if c in asks and _is_general(c)]


def _asked_too(talk: Talk, commands: list[Command]) -> list[Command]:
    """Of several questions what the whole leaves out, and a ticket or what is known of it answers."""
    asked = {(c.about, c.field) for c in commands}
    alone = [c for one in talk.message.questions for c in asked_alone(one)]
    several = len(talk.message.questions) > 1 and not any(c.command == "start" for c in [*commands, *alone])
    return [c for c in alone if several and c.about != "other" and (c.about, c.field) not in asked]


def _for_the_team(talk: Talk, commands: list[Command]) -> list[Command]:
    """ "Alguém vem hoje? Estou na sala 312, avisa eles": the message that stands beside the question; what is
    only told there is offered to be passed on."""
    told = parse(talk.message.beside, confirming=False)
    adds = [c.flow for c in told if c.command == "start"] == [COMPLEMENT]
    tells = (adds or any(c.slot == "information" for c in told)) and any(c.slot in TEXTS for c in told)
    does = any(c.command in ("start", "correct") or c.slot in TEXTS for c in commands)
    return told if tells and not does and talk.state.asked == "none" else []


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


def told_beside_it(talk: Talk, commands: list[Command]) -> list[Command]:
    """What was told beside the question that is answered: all else was read from it."""
    message = talk.message
    if not message.beside:  # "dá para pôr que a sala é a 12? e demora?" orders, and asks
        adds = any(c.flow in ADDED_TO for c in commands) and any(map(_orders, message.questions))
        return [c for c in commands if is_beside(talk, c) or (adds and c.command != "ask")]
    told = parse(message.beside, confirming=talk.state.asked.startswith("confirm"))
    if any(c.command == "ask" for c in commands) and any(c.command not in DOES_NOTHING for c in told):
        return [one for c in commands if (one := _without_question(talk, c))]
    return _safe(told, commands) or [c for c in commands if is_beside(talk, c)]


def _without_question(
    talk: Talk, command: Command, questions: list[dict[str, Any]] | None = None
) -> Command | None:
    """A text without the questions that were kept in it, of all or of some; None where nothing is left."""
    if command.slot not in TEXTS or command.command != "set":
        return command
    text = str(command.value or "")
    asked = talk.message.questions if questions is None else questions
    if not any(one["text"] in text for one in asked):
        return command
    for one in asked:
        text = text.replace(one["text"], " ")
    text = " ".join(text.split()).strip(" ,;-")
    return replace(command, value=text) if text else None


def stands_alone(talk: Talk) -> bool:
    """ "Nota 4. Posso mudar depois?", "manda outro. Demora?": what is told beside it says nothing of it."""
    told = parse(talk.message.beside, confirming=False)
    return bool(told) and all(
        c.command in ANSWERS or (c.command == "set" and c.slot not in TEXTS) for c in told
    )


def without_what_is_asked(talk: Talk, commands: list[Command]) -> list[Command]:
    """ "5, um amor de pessoa. Ela fica sabendo?": no question is a comment, an answer or a reason, nor is the
    small word left of one; what stands beside it is. A question that is itself read as the value stays."""
    asked = [one for one in talk.message.questions if not _orders(one)]
    told = [c for c in parse(talk.message.beside, confirming=False) if c.command == "set"]
    kept: list[Command] = []
    for command in commands:
        if command.command == "set" and command.slot in SAID_TO_THE_TEAM:
            cut = _without_question(talk, command, asked)
            beside = next((c for c in told if c.slot == command.slot), None)
            left = cut if _says(cut) else beside
            if left is not None and _says(left):
                kept.append(left)
        else:
            kept.append(command)
    if any(c.slot == "score" for c in kept) and not any(c.slot == "comment" for c in kept):
        kept += [c for c in told if c.slot == "comment" and _says(c)]
    return kept


def _says(command: Command | None) -> bool:
    """More than one small word that was left of a question ("mas", "e")."""
    text = str(command.value or "") if command else ""
    return bool(terms(text)) or len(text.split()) > 1 or any(sign.isdigit() for sign in text)


def news_beside(talk: Talk, commands: list[Command]) -> list[Command]:
    """ "Não adiantou nada. Vem a mesma pessoa?", of a resolved one, "vou abrir outro. Repito meus dados?":
    the question is answered, and what is told beside it begins no less."""
    told = parse(talk.message.beside, confirming=False)
    begun = [c.flow for c in told if c.command == "start"]
    resolved = (talk.state.last or {}).get("status") == lifecycle.RESOLVED
    begins = (begun == [REOPEN] and resolved) or (begun == [MENU] and not any(c.slot in TEXTS for c in told))
    refused = any(c.command in ("deny", "stop") for c in [*told, *commands])
    if not begins or refused or talk.state.asked != "none" or any(c.command == "start" for c in commands):
        return commands
    return [*commands, *(c for c in told if c.command in ("start", "choose", "set"))]


def unanswered(talk: Talk, commands: list[Command]) -> list[Command]:
    """Of the commands what is to be done where no short answer is known."""
    return _kept_for_the_team(talk, _known_better(_without_a_tag(talk, commands)))


def _without_a_tag(talk: Talk, commands: list[Command]) -> list[Command]:
    """ "O erro era 809, não 812, dá para corrigir lá?": an order that is carried out, and no question."""
    questions = talk.message.questions
    ordered = any(
        c.command in ("edit", "correct") or c.slot == "score" or c.flow in ADDED_TO for c in commands
    )
    told = any(c.slot == "email" for c in commands) and bool(questions) and all(map(_orders, questions))
    if not told and not (ordered and all(map(_is_a_tag, questions))):
        return commands
    rest = [c for c in commands if c.command != "ask" or c.about != "other" or c.which]
    return [_without_question(talk, c) or c for c in rest]  # a text that is all question is the order itself


def _is_a_tag(question: dict[str, Any]) -> bool:
    """What bears no mark may be told: none of it is lost."""
    return _orders(question) or ("?" in question["text"] and len(question["text"].split()) <= TAG)


def _orders(question: dict[str, Any]) -> bool:
    return any(c["command"] in ("edit", "correct", "start", "set") for c in question["commands"])


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
    whole = any(text in one for one in missing)  # "travou no fecho, como destravo?" holds what is told
    told = replace(texts[0], value=joined(None if whole else text, *missing))
    talk.question_kept = bool(talk.message.questions)
    return [told if c is texts[0] else c for c in commands]


def is_beside(talk: Talk, command: Command) -> bool:
    """An address, and the system that is asked for with what is told of it ("é a impressora, pode?")."""
    if command.command == "affirm" or (command.command == "set" and command.slot == "email"):
        return True
    whole = command.slot != "service" and str(command.value or "").strip() == talk.message.text.strip()
    return talk.state.asked == "service" and command.command == "set" and not whole
