"""What is to be added to a ticket, and where: an order, courtesy and an announcement are no text of it, and
no complaint about what was done here is; `no outro também` means what was told a moment ago (pure)."""

from __future__ import annotations

from ground.notation import TEXT_SLOTS, Command
from nlu.in_place import ADDS, OPEN_STATUSES, THAT, TOLD, reference_command
from nlu.reading import cues, references
from nlu.reading.references import Reference
from nlu.reading.turn import Reading
from nlu.reading.words import Said, covered

MISTAKE: Command = {"command": "ask", "about": "other", "which": "told_by_mistake"}
ALSO = "also"
_TEXT, _UNREAD = ("set", "information"), {"command": "unclear"}
_DECIDES = ("start", "affirm", "deny", "stop")
_KEPT = (*_DECIDES[1:], "edit", "correct")
_OUR_ACTS = ("our_act", "not_to_put", "only_asked")
_MAY_BE = (None, "open_ticket", "add_ticket_information", "reopen_ticket")
_PASSED = (
    "add", "complement_verb", "dictates", "put_there", "to_put", "ticket", "own", "asks_kindly", "thanks",
    "greeting", "yes", "sure_yes", "sigh", "that_one", "in_both", "two_told", "there_is_one", "there_already",
    "asks_it_there", "apology",
)  # fmt: skip
_SMALL = ("small_words", "lead_words", "in_there", "as_well_as", "added_things", "adversatives", "only")
_NAMES = ("number", "service", "ordinal", "other")
_SIGHS = ("no", "that_one", "told_wrong", "wrong", "yes", "sigh")
_NEAR = 2  # words between `no` and the ticket that it leads to


def what_is_added(reading: Reading, commands: list[Command]) -> list[Command]:
    """`preciso acrescentar duas coisas no meu chamado da rede`: nothing is told yet; `61 9812 nos dois`: to
    both; `põe no do monitor também`: what the one before got (`which=also`)."""
    orders = {"complement_verb", "dictates"} & set(reading.cues) and reading.pending == "none"
    if orders and commands == [_UNREAD] and is_open(reading) and says_nothing_for_it(reading):
        commands = [ADDS, THAT]  # `acrescenta isso por favor`, as it is offered
    if [c for c in commands if c["command"] == "start"] != [ADDS]:
        asked = reading.pending == "information" and [_kind(c) for c in commands] == [_TEXT]
        return [{"command": "wait"}] if asked and says_nothing_for_it(reading, thing=False) else commands
    told = next((c for c in commands if _kind(c) == _TEXT), None)
    text = _text(reading, str(told["value"])) if told else ""
    kept = [{**c, "value": text} if c is told else c for c in commands if c is not told or text]
    both = bool(_both(reading))
    if both:
        kept = [c for c in kept if c["command"] != "choose" and c.get("slot") != "ticket"]
        kept.insert(kept.index(ADDS) + 1, {"command": "choose", "by": "all"})
    means = cues.listed("of_this", "also") - cues.listed("joining_words")
    again = "alike" in reading.cues or any({w.meant, w.said} & means for w in reading.said.words)
    named = [one for one in reading.references if one.by in _NAMES]
    urgent = any(c.get("slot") == "urgency" for c in kept)
    if text or urgent or reading.pending != "none" or not (again and (both or named)):
        return kept
    return [{**ADDS, "which": ALSO}, kept[1] if both else reference_command(named[-1], shown=True)]


def complains(reading: Reading, commands: list[Command]) -> list[Command]:
    """`você escreveu só "x" lá`, `eu nem falei ainda`: of what was done here, and nothing for the team; what
    is told behind it is. Beside an answer or a wish it is no question of its own."""
    if MISTAKE in commands and any(c["command"] in _DECIDES for c in commands):
        return [c for c in commands if c != MISTAKE]
    acts = [hit.first for name in _OUR_ACTS for hit in reading.cues.get(name, ())]
    before = [reading.said.part(max(c.first for c in reading.clauses if c.first <= at), at) for at in acts]
    small = cues.listed("small_words", "lead_words", "adversatives", "not_yet")
    led = any(
        Said(p).is_only(cues.words_of(Said(p), "sigh"), small) for p in before
    )  # no `o robô não era pra mandar aviso`
    texts = [Said(str(c.get("value") or "")) for c in commands if c.get("slot") in TEXT_SLOTS]
    behind = any(not cues.words_of(text, *_OUR_ACTS) for text in texts)
    other = any(c["command"] in _KEPT or c.get("which") or c.get("flow") not in _MAY_BE for c in commands)
    here = reading.pending == "none" and bool(reading.state.get("last")) and not (other or behind)
    return [MISTAKE] if here and led else commands


def is_open(reading: Reading) -> bool:
    return (reading.state.get("last") or {}).get("status") in OPEN_STATUSES


def _kind(command: Command) -> tuple[str, str | None]:
    return command["command"], command.get("slot")


def says_nothing_for_it(reading: Reading, thing: bool = True) -> bool:
    """Not a word but the order, courtesy, which ticket, and one thing by its name (`o telefone`)."""
    named = [one for one in reading.references if one.by != "number" or _led_into(reading.said, one)]
    passed = reading.words_of(*_PASSED) | covered([*named, *reading.full_numbers])
    words, small = reading.said.words, cues.listed(*_SMALL)
    counts = {one for one in cues.words()["numbers"] if not one.isdigit()}
    nothing = {i for i, w in enumerate(words) if w.is_mark or {w.meant, w.said} & small or w.said in counts}
    rest = sorted(set(range(len(words))) - passed - nothing)
    one = thing and len(rest) == 1 and rest[0] > 0 and words[rest[0]].said.isalpha()
    led = one and words[rest[0] - 1].said in cues.listed("bare_articles", "whose")
    return (not rest or led) and "no" not in reading.cues


def _text(reading: Reading, told: str) -> str:
    """From the verb that orders it to what only says where it goes; "" where nothing is left. What stands
    behind a `que` or a colon is told."""
    said, begins = reading.said, max(reading.text.find(told), 0)
    first = next((i for i, word in enumerate(said.words) if word.start >= begins), 0)
    before = said.words[first - 1].said if first else ""
    led = before in cues.listed("which_is") and first - 2 not in covered(reading.references)
    if not led and before != ":" and says_nothing_for_it(Reading(told, reading.state, reading.finder)):
        return ""
    verb = next((hit.after for hit in reading.cues.get("complement_verb", ()) if hit.first <= 1), None)
    if verb and all(word.is_mark or word.said.isdigit() for word in said.words[verb:first]) and before != ":":
        first = verb
    orders, both = reading.words_of("dictates", "add"), _both(reading)
    last = [i for i in range(both.first) if i not in orders and not said.words[i].is_mark] if both else []
    ends = said.words[last[-1]].end if last and last[-1] >= first else begins + len(told)
    return reading.text[said.words[first].start : ends].strip(" ,;:") or told


def _both(reading: Reading) -> cues.Hit | None:
    """`nos dois`, with nothing but courtesy behind."""
    kindly = reading.words_of("asks_kindly", "thanks", "ticket")
    behind = {i for i, word in enumerate(reading.said.words) if not word.is_mark} - kindly
    hits = [hit for hit in reading.cues.get("in_both", ()) if max(behind, default=0) < hit.after]
    return hits[0] if hits else None


def for_another_ticket(reading: Reading) -> list[Command]:
    """`e no da impressora?`, and no word more: whether what another got goes there, too; `isso era no do
    monitor`: there, and not where it is (`which=told`)."""
    was = any(word.said in cues.listed("was") for word in reading.said.words)
    led = [one for one in reading.references if one.by in _NAMES and _led_into(reading.said, one)]
    named = [one for one in led if not reading.is_led(one, ("no",), 2 * _NEAR)]
    small = cues.listed("small_words", "lead_words", "into_it", "places", "belongs", "was")
    passed = covered(reading.references) | reading.words_of("ticket", "put_there", *(_SIGHS if was else ()))
    if len(named) != 1 or not is_open(reading) or not reading.said.is_only(passed, small):
        return []
    which = reference_command(named[0], shown=True)
    if was:
        return [{**ADDS, "which": TOLD}, which] if "that_one" in reading.cues else []
    return [which, {"command": "ask", "about": "ticket", "field": "status", "which": ALSO}]


def _led_into(said: Said, one: Reference) -> bool:
    into = cues.listed("into_it", "places")
    return any(word.said in into for word in said.words[max(0, one.first - _NEAR) : one.first + 1])


def only_where(reading: Reading) -> Command | None:
    """`pode, mas no próprio chamado`, `pergunta nesse do SEI mesmo`: a yes that only says which ticket is
    meant; None where it says more, or refuses."""
    named = [one for one in reading.references if one.by in ("number", "service", "ordinal")]
    places = [*named, *(Reference(hit.first, hit.after, "that") for hit in reading.cues.get("ticket", ()))]
    placed = any(_led_into(reading.said, one) for one in places)
    if not placed or "?" in reading.text or not says_nothing_for_it(reading):
        return None
    best = references.best(named, reading.state)
    return reference_command(best, shown=True) if best else THAT
