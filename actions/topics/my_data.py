"""A person's own data (LGPD, art. 18): a copy by mail, and erasing, which is told with its time and may be
taken back."""

from actions import site, store
from actions.dialogue.state import Frame
from actions.dialogue.talk import Step, Talk
from actions.words import moment
from ticket_store import errors, identity, operations, queries

ERASE, KEEP = "erase", "keep"  # ways of the wish, beside a copy
DUE = "erasing"  # when what was asked for will be erased


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
    """Erasing is asked about; and one who has asked for it already, or regrets it, whether he gives it up."""
    keeps = frame.values.get("which") == KEEP
    if (frame.values.get("which") != ERASE and not keeps) or frame.values.get("sure"):
        return Step.DONE
    running = await store.read(lambda session, now: queries.running_erasure(session, email=_email(frame)))
    if running:
        frame.values["which"] = ERASE
        due = frame.values[DUE] = talk.state.notes[DUE] = moment(running.due_at)
        return talk.ask(frame, "draft", "sure", "utter_my_data_erasing", due=due, protocol=running.protocol)
    talk.state.notes.pop(DUE, None)
    if keeps:
        talk.say("utter_my_data_none_due")
        return Step.ENDED
    return talk.ask(frame, "draft", "sure", "utter_my_data_erase_sure")


async def again_sure(talk: Talk, frame: Frame, which: str | None) -> bool:
    """ "Apaguem meus dados", "desisto de apagar", said to the question: its answer. A copy is none."""
    if which not in (ERASE, KEEP):
        return False
    await answer_sure(talk, frame, yes=(which == KEEP) == bool(frame.values.get(DUE)))
    return True


async def unclear_sure(talk: Talk, frame: Frame) -> None:
    """What is asked about the erasure is answered by the question: it tells what becomes of the tickets."""
    if talk.message.is_likely_a_no:
        await answer_sure(talk, frame, yes=False)
        return
    talk.retry(
        frame, "utter_my_data_erasing_unclear" if frame.values.get(DUE) else "utter_my_data_erase_sure"
    )


async def answer_sure(talk: Talk, frame: Frame, yes: bool) -> None:
    if yes:
        frame.values["sure"] = True
    else:
        await stop(talk, frame)


async def stop(talk: Talk, frame: Frame) -> None:
    """Nothing changes; an erasure that is under way goes on, and that is said."""
    if due := frame.values.get(DUE):
        talk.say("utter_my_data_still_erased", due=due, site=site.address())
    else:
        talk.say("utter_my_data_untouched")
    talk.close(frame)


async def do_give(talk: Talk, frame: Frame) -> None:
    mine = {"email": _email(frame), "conversation_id": talk.message.conversation_id}
    try:
        if frame.values.get("which") != ERASE:
            sent = await store.call(operations.send_copy, **mine)
            talk.say("utter_my_data_copy_sent" if sent else "utter_my_data_copy_before", site=site.address())
        elif frame.values.get(DUE):
            await store.call(operations.withdraw_erasure, **mine)
            talk.state.notes.pop(DUE, None)
            talk.say("utter_my_data_kept")
        else:
            asked = await store.call(operations.ask_erasure, secret=store.secret(), **mine)
            due = talk.state.notes[DUE] = moment(asked.due_at)
            talk.say(
                "utter_my_data_erase_asked",
                due=due,
                protocol=asked.protocol,
                site=site.address(),
            )
    except errors.AddressNotProven:  # the proof ended meanwhile
        talk.say("utter_my_data_page", site=site.address())


def _email(frame: Frame) -> str:
    return str(frame.values["email"])
