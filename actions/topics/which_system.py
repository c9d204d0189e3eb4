"""Which system it is, where no name of the catalogue is told: what is done or seen in it may point to one,
which is proposed and never taken in silence; a name that nobody knows is asked about."""

from typing import Any

from actions.dialogue import waiting
from actions.dialogue.commands import Command
from actions.dialogue.state import Frame
from actions.dialogue.talk import Step, Talk
from actions.values import OTHER
from ticket_store import catalogue
from ticket_store.search import matters

SHORT = 3  # letters of what is no name: "sim"
NAME = 5  # words of what may be a system's name; more are a remark
# What may be read of an answer that describes the system.
ANSWERS = frozenset({"set", "skip", "unclear", "affirm", "deny", "social", "ask"})
UNREAD = [Command("unclear")]
OPENS, PROBLEM = "open_ticket", ("service", "description")


async def described(talk: Talk, commands: list[Command]) -> list[Command] | None:
    """ "Não sei o nome, é onde faço o empenho", where the system is asked for: it is proposed next, and what
    is told of it is no problem. None where the answer is another one."""
    frame, message = talk.state.top, talk.message
    if frame is None and commands == UNREAD:
        return _likely_a_problem(talk)
    if frame is None or frame.slot != "service" or (message.asked and message.text.rstrip().endswith("?")):
        return None
    if any(c.command not in ANSWERS for c in commands):
        return None
    told = [c for c in commands if c.slot == "description"]
    if message.halves:
        return _two(talk, frame, [half["service"] for half in message.halves], told)
    named = next((str(c.value) for c in commands if c.slot == "service" and c.value != OTHER), None)
    proposed = _pointed(talk, frame, message.text)
    if proposed is None or (named and not _covers(proposed, named)):
        return [c for c in commands if c not in told] if named and message.describes and told else None
    frame.values["proposed"] = {"code": proposed.service.code, "otherwise": named, "of": message.text.strip()}
    if not told and commands == UNREAD and not message.describes:
        return [Command("set", slot="description", value=message.text.strip())]
    return [] if message.describes else told


def _likely_a_problem(talk: Talk) -> list[Command] | None:
    """ "O S-1299 volta rejeitado": what can only be a problem, and speaks of what a system does, is one."""
    likely = [c for raw in talk.message.likely if (c := Command.of(raw))]
    told = next((c for c in likely if c.slot == "description"), None)
    is_problem = all(c.flow == OPENS or (c.command == "set" and c.slot in PROBLEM) for c in likely)
    if told is None or not is_problem or talk.message.questions or not matters.pointed(talk.message.text):
        return None
    return [Command("start", flow=OPENS), told]


def _two(talk: Talk, frame: Frame, systems: list[str], told: list[Command]) -> list[Command]:
    """ "O correio e a vpn": the first is told of now, and a ticket for the other waits behind it."""
    talk.say(talk.flow(frame).twice)
    first, second = (Command("set", slot="service", value=code) for code in systems)
    waiting.put(talk, [[Command("start", flow=frame.flow), second, *told]])
    return [first, *told]


def _pointed(talk: Talk, frame: Frame, text: str) -> matters.Pointed | None:
    found = matters.pointed(text, (talk.state.last or {}).get("service"))
    gone = (*frame.values.get("not_these", ()), frame.values.get("service_denied"))
    return None if found is None or found.service.code in gone else found


def _covers(proposed: matters.Pointed, named: str) -> bool:
    """ "O de entrar com CPF": the name is only a word of what points to another."""
    within = catalogue.load().match_services(" ".join(proposed.by))
    return named != proposed.service.code and named in {one.code for one in within}


async def check_name(talk: Talk, frame: Frame) -> Step:
    """Whether it is the one to which what is told points; or whether the name that is not in the catalogue,
    told with the problem or alone, is what the system is called."""
    values, description = frame.values, frame.values.get("description") or ""
    told = None if frame.asked else talk.message.system_name
    if told and told in description and not matters.is_one(told):
        values["service_attempt"] = values["name_asked"] = told
    service, name = values.get("service"), values.get("name_asked")
    if service not in (None, OTHER):
        values.pop("proposed", None)
        return Step.DONE
    over = name or "proposed" in values or "email" in frame.asked or values.get("service_attempt")
    about = description or ("" if frame.asked else talk.message.text)
    if not over and (found := _pointed(talk, frame, about)):
        values["proposed"] = {"code": found.service.code, "otherwise": service}
    likely = catalogue.load().service((values.get("proposed") or {}).get("code", ""))
    if likely:
        return talk.ask(frame, "draft", "name", "utter_service_proposed", service_name=likely.name)
    if not name or service:
        return Step.DONE
    return talk.ask(frame, "draft", "name", "utter_service_unknown", name=name)


async def answer_name(talk: Talk, frame: Frame, yes: bool) -> None:
    """After a no to what was proposed it is asked for, unless it was told; what was told of it instead of a
    name then stands for it."""
    proposed: dict[str, Any] = frame.values.pop("proposed", None) or {}
    if frame.values.pop("name_asked", None) is None and not proposed:
        return  # the same wish said again was the no
    named = [] if yes else catalogue.load().match_services(talk.message.text)
    code = proposed.get("code", OTHER) if yes else proposed.get("otherwise")
    if len(named) == 1:  # "não, é o outlook"
        code = named[0].code
    if not yes and proposed:
        frame.values["not_these"] = [*frame.values.get("not_these", ()), proposed["code"]]
        if not code and (found := _pointed(talk, frame, talk.message.text)):  # "não, o da folha"
            frame.values["proposed"] = {**proposed, "code": found.service.code}
            return
        frame.values.setdefault("service_attempt", (proposed.get("of") or "")[:80])
    if code:
        await talk.take(frame, "service", Command("set", slot="service", value=code))
    elif not proposed:
        frame.failures += 1  # the name is asked for again; "outro" then keeps this one


async def unclear_name(talk: Talk, frame: Frame) -> None:
    """ "Acho que sim" is a yes to what was proposed; more of the problem is kept, and it is asked again."""
    told = next((c for c in talk.message.likely if c.get("slot") == "description"), {})
    text = told.get("value") or told.get("text")
    if "proposed" in frame.values and text:
        await talk.take(frame, "description", Command("set", slot="description", value=text))
        if any(c.get("command") == "affirm" for c in talk.message.likely):
            await answer_name(talk, frame, True)
    elif "proposed" in frame.values and talk.message.says_nothing:
        await answer_name(talk, frame, True)
    else:
        talk.retry(frame, "utter_yes_or_no_unclear")


async def unclear_service(talk: Talk, frame: Frame) -> None:
    """A name that is not in the catalogue is what the person calls it, once "outro" is said."""
    read = talk.message.system_name
    name = talk.message.text.strip() if read is None else read
    if len(name.split()) <= NAME and sum(c.isalnum() for c in name) > SHORT:
        frame.values["service_attempt"] = frame.values["name_asked"] = name[:80]
    else:
        talk.retry(frame, "utter_service_missing")
