"""A name that is kept wrongly is put right, once the address is proved and the name has been shown."""

from actions import site, store
from actions.dialogue.commands import Command
from actions.dialogue.state import Frame
from actions.dialogue.talk import Step, Talk
from actions.topics import my_data
from ticket_store import errors, operations

check_whose = my_data.check_whose


async def check_sure(talk: Talk, frame: Frame) -> Step:
    if frame.values.get("sure"):
        return Step.DONE
    return talk.ask(frame, "draft", "sure", "utter_own_name_sure")


async def answer_sure(talk: Talk, frame: Frame, yes: bool) -> None:
    """After a no the name is asked for again, unless it tells the right one."""
    if yes:
        frame.values["sure"] = True
        return
    frame.values.pop("own_name", None)
    if talk.message.own_name:
        await _take(talk, frame)


async def unclear_own_name(talk: Talk, frame: Frame) -> None:
    """A name alone reads like nothing else."""
    if talk.message.own_name:
        await _take(talk, frame)
    else:
        talk.retry(frame, "utter_own_name_needed")


async def _take(talk: Talk, frame: Frame) -> None:
    await talk.take(frame, "own_name", Command("set", slot="own_name", value=talk.message.own_name))


async def do_correct(talk: Talk, frame: Frame) -> None:
    email, name = frame.values["email"], frame.values["own_name"]
    try:
        await store.call(
            operations.correct_name,
            email=email,
            name=name,
            conversation_id=talk.message.conversation_id,
        )
    except errors.AddressNotProven:  # the proof ended meanwhile
        talk.say("utter_my_data_page", site=site.address())
    else:
        talk.say("utter_own_name_corrected", own_name=name, email=email)
