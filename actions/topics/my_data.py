"""A person's own data (LGPD, art. 18): a copy by mail, and erasing, which is told with its time and may be
taken back."""

from actions import site, store
from actions.dialogue.state import Frame
from actions.dialogue.talk import Step, Talk
from actions.words import moment
from ticket_store import errors, identity, operations, queries


async def check_whose(talk: Talk, frame: Frame) -> Step:
    """Of the address that he named, else of the one that he has proved here."""
    if frame.values.get("email"):
        return Step.DONE
    proven = await store.read(identity.proven_emails, conversation_id=talk.message.conversation_id)
    if talk.state.email in proven or len(proven) == 1:
        frame.values["email"] = talk.state.email if talk.state.email in proven else next(iter(proven))
        return Step.DONE
    return talk.ask(frame, "email", "email", "utter_my_data_whose")


async def check_sure(talk: Talk, frame: Frame) -> Step:
    """Erasing is asked about; and one who has asked for it already, whether he gives it up."""
    if frame.values.get("which") != "erase" or frame.values.get("sure"):
        return Step.DONE
    running = await store.read(lambda session, now: queries.running_erasure(session, email=_email(frame)))
    if running:
        due = frame.values["erasing"] = moment(running.due_at)
        return talk.ask(frame, "draft", "sure", "utter_my_data_erasing", due=due, protocol=running.protocol)
    return talk.ask(frame, "draft", "sure", "utter_my_data_erase_sure")


async def answer_sure(talk: Talk, frame: Frame, yes: bool) -> None:
    if yes:
        frame.values["sure"] = True
    else:
        await stop(talk, frame)


async def stop(talk: Talk, frame: Frame) -> None:
    """Nothing changes; an erasure that is under way goes on, and that is said."""
    if due := frame.values.get("erasing"):
        talk.say("utter_my_data_still_erased", due=due, site=site.address())
    else:
        talk.say("utter_my_data_untouched")
    talk.close(frame)


async def do_give(talk: Talk, frame: Frame) -> None:
    mine = {"email": _email(frame), "conversation_id": talk.message.conversation_id}
    try:
        if frame.values.get("which") != "erase":
            sent = await store.call(operations.send_copy, **mine)
            talk.say("utter_my_data_copy_sent" if sent else "utter_my_data_copy_before", site=site.address())
        elif frame.values.get("erasing"):
            await store.call(operations.withdraw_erasure, **mine)
            talk.say("utter_my_data_kept")
        else:
            asked = await store.call(operations.ask_erasure, secret=store.secret(), **mine)
            talk.say(
                "utter_my_data_erase_asked",
                due=moment(asked.due_at),
                protocol=asked.protocol,
                site=site.address(),
            )
    except errors.AddressNotProven:  # the proof ended meanwhile
        talk.say("utter_my_data_page", site=site.address())


def _email(frame: Frame) -> str:
    return str(frame.values["email"])
