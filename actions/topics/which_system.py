"""Which system it is, where no name of the catalogue is told: what is done or seen in it may point to one,
which is proposed and never taken in silence; a name that nobody knows is asked about."""

from actions.dialogue import waiting
from actions.dialogue.commands import Command
from actions.dialogue.state import Frame
from actions.dialogue.talk import PATIENCE, Step, Talk
from actions.values import OTHER
from ground.passwords import hide_passwords
from ticket_store import catalogue
from ticket_store.search import matters

SHORT = 3  # letters of what is no name: "sim"
LONGEST = 80  # letters of it that are kept
NAME = 5  # words of what may be a system's name; more are a remark
# What may be read of an answer that describes the system.
ANSWERS = frozenset({"set", "skip", "unclear", "social", "ask"})
UNREAD = [Command("unclear")]
OPENS, PROBLEM = "open_ticket", ("service", "description")


async def described(talk: Talk, commands: list[Command]) -> list[Command] | None:
    """ "Não sei o nome, é onde faço o empenho", where the system is asked for: it is proposed next, and what
    only describes it is no problem. None where the answer is another one."""
    frame, message = talk.state.top, talk.message
    if frame is None and commands == UNREAD:
        return _likely_a_problem(talk)
    if frame and frame.slot == "name" and "proposed" in frame.values:
        return _to_the_proposal(talk, frame, commands)
    if frame is None or frame.slot != "service" or (message.asked and message.text.rstrip().endswith("?")):
        return None
    told = [c for c in commands if c.slot == "description"]
    if message.halves:
        return _two(talk, frame, [half["service"] for half in message.halves], told)
    names = any(c.slot == "service" and c.value != OTHER for c in commands)
    if names or any(c.command not in ANSWERS for c in commands):
        return None
    if commands == UNREAD and not message.describes:
        commands = [problem] if (problem := _only_a_problem(talk)) else []
    found = _pointed(talk, frame, message.text) if commands else None
    if found is None:
        return None
    frame.values["proposed"] = found.service.code
    gone = told if message.describes else []
    beside = [c for c in commands if c.command not in ("skip", "unclear") and c.slot != "service"]
    kept = [c for c in beside if c not in gone]
    if message.describes and not kept:
        frame.values.setdefault("service_attempt", hide_passwords(message.text.strip())[:LONGEST])
    return kept


def _to_the_proposal(talk: Talk, frame: Frame, commands: list[Command]) -> list[Command] | None:
    """ "Não é o SIAFI" is the no, however it was read; who does not know has it registered without a name;
    and a step back is to what was asked before it."""
    values = frame.values
    more = any(c.command in ("set", "edit", "correct") for c in commands)
    if talk.message.agrees and more and not any(c.slot == "service" for c in commands):  # "sim, e é urgente"
        return [Command("affirm"), *(c for c in commands if c.command not in ("affirm", "deny", "unclear"))]
    unknown = commands == UNREAD and talk.message.system_name == ""
    if unknown or any(
        c.command == "skip" or (c.command == "back" and "service" in frame.asked) for c in commands
    ):
        values["not_these"] = [*values.get("not_these", ()), values.pop("proposed")]
        other = Command("set", slot="service", value=OTHER)
        return [other if c.command in ("skip", "unclear") else c for c in commands]
    whys = [c for c in commands if c.command == "ask" and c.about == "why"]
    if whys:
        talk.say(talk.flows.slots["service"].why or "")
    denied = [c for c in commands if c.slot == "service" and c.value in (None, OTHER)]
    if not whys and not denied:
        return None
    noes = [Command("deny")] if denied else []
    return [*noes, *(c for c in commands if c not in (*whys, *denied, *noes))]


def _likely_a_problem(talk: Talk) -> list[Command] | None:
    """ "O S-1299 volta rejeitado": what can only be a problem, and speaks of what a system does, is one."""
    told = None if talk.message.questions else _only_a_problem(talk)
    return [Command("start", flow=OPENS), told] if told and matters.pointed(talk.message.text) else None


def _only_a_problem(talk: Talk) -> Command | None:
    """The text of it, where each likely reading is of one."""
    likely = [c for raw in talk.message.likely if (c := Command.of(raw))]
    is_problem = all(c.flow == OPENS or (c.command == "set" and c.slot in PROBLEM) for c in likely)
    return next((c for c in likely if c.slot == "description"), None) if is_problem else None


def _two(talk: Talk, frame: Frame, systems: list[str], told: list[Command]) -> list[Command]:
    """ "O correio e a vpn": the first is told of now, and a ticket for the other waits behind it."""
    talk.say(talk.flow(frame).twice)
    first, second = (Command("set", slot="service", value=code) for code in systems)
    waiting.put(talk, [[Command("start", flow=frame.flow), second, *told]])
    return [first, *told]


def _pointed(talk: Talk, frame: Frame, text: str) -> matters.Pointed | None:
    """Not one that was denied, and none once two were."""
    denied, gone = frame.values.get("service_denied"), frame.values.get("not_these", [])
    found = None if len(gone) > 1 else matters.pointed(text, (talk.state.last or {}).get("service"))
    return None if found is None or found.service.code in (*gone, denied) else found


async def check_name(talk: Talk, frame: Frame) -> Step:
    """Whether it is the one to which what is told points; or whether the name that is not in the catalogue,
    told with the problem or alone, is what the system is called."""
    values, description = frame.values, frame.values.get("description") or ""
    over = bool({"proposed", "name_asked", "service_attempt"} & values.keys()) or "email" in frame.asked
    told = None if frame.asked else talk.message.system_name
    if told and told in description:
        values["service_attempt"] = told
        if not matters.is_one(told):
            values["name_asked"] = told
    service, name = values.get("service"), values.get("name_asked")
    if service not in (None, OTHER):
        values.pop("proposed", None)
        return Step.DONE
    here = "" if frame.asked or values.get("waited") else talk.message.text
    if not (over or name) and (found := _pointed(talk, frame, description or here)):
        values["proposed"] = found.service.code
    if likely := catalogue.load().service(values.get("proposed", "")):
        return talk.ask(frame, "draft", "name", "utter_service_proposed", service_name=likely.name)
    if not name or service:
        return Step.DONE
    return talk.ask(frame, "draft", "name", "utter_service_unknown", name=name)


async def answer_name(talk: Talk, frame: Frame, yes: bool) -> None:
    """After a no to what was proposed it is asked for, unless it was told behind the no."""
    values = frame.values
    proposed, asked = values.pop("proposed", None), values.pop("name_asked", None)
    if asked is None and proposed is None:
        return  # the same wish said again was the no
    if yes:
        code = _another_named(talk, proposed) or proposed or OTHER
        await talk.take(frame, "service", Command("set", slot="service", value=code))
        return
    values["not_these"] = [*values.get("not_these", ()), *([proposed] if proposed else [])]
    frame.failures += 1  # the name is asked for again; "outro" then keeps this one
    name = talk.message.system_name
    if name and not matters.is_one(name):  # "não, é o outlook"
        named = catalogue.load().match_service(name)
        if named is None:
            values["service_attempt"] = values["name_asked"] = name
        elif named.code not in values["not_these"] and not (proposed and named.everyday):
            await talk.take(frame, "service", Command("set", slot="service", value=named.code))
    elif proposed and (found := _pointed(talk, frame, talk.message.text)):  # "não, o de bater o ponto"
        values["proposed"] = found.service.code


def _another_named(talk: Talk, proposed: str | None) -> str | None:
    """ "É do Comprasnet mesmo": the system that a brief answer names instead of the one proposed."""
    if len(talk.message.text.split()) > NAME or not proposed:
        return None
    named = [one for one in catalogue.load().match_services(talk.message.text) if not one.everyday]
    return named[0].code if len(named) == 1 and named[0].code != proposed else None


async def unclear_name(talk: Talk, frame: Frame) -> bool:
    """ "Acho que sim" is a yes to what was proposed; more of the problem is kept, and it is asked again.
    False where nothing is proposed."""
    message = talk.message
    if "proposed" not in frame.values:
        return False
    first, yes = next(iter(message.alternatives), []), {"command": "affirm"}
    affirms = first == [yes] or (yes in first and message.agrees)
    affirms = affirms or _another_named(talk, frame.values["proposed"]) is not None
    denies = any(c["command"] in ("deny", "stop") for c in message.likely)
    texts = (c for raw in message.likely if (c := Command.of(raw)) and c.slot == "description")
    told = None if denies else next(texts, None)
    if told:
        await talk.take(frame, "description", told)
    if message.says_nothing or (affirms and not denies):
        await answer_name(talk, frame, True)
    elif told and frame.failures < PATIENCE - 1:
        frame.failures += 1
    else:
        talk.retry(frame, "utter_yes_or_no_unclear")
    return True


async def unclear_service(talk: Talk, frame: Frame) -> None:
    """A name that is not in the catalogue is what the person calls it, once "outro" is said."""
    read = talk.message.system_name
    name = talk.message.text.strip() if read is None else read
    if len(name.split()) <= NAME and sum(c.isalnum() for c in name) > SHORT:
        frame.values["service_attempt"] = frame.values["name_asked"] = name[:LONGEST]
    else:
        talk.retry(frame, "utter_service_missing")
