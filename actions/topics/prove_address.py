"""Whose tickets may be shown: sends the six-digit code and has it read back. A typed address proves
nothing."""

from actions import govbr, site, store, tickets
from actions.dialogue.state import Frame
from actions.dialogue.talk import Step, Talk
from actions.words import moment
from ticket_store import errors, identity


async def check_proof(talk: Talk, frame: Frame) -> Step:
    if not await _is_needed(talk, frame):
        return Step.DONE
    told = frame.values.get("email_told") or talk.state.address
    address = _address(talk, frame) or (None if frame.values.get("email_wrong") else told)
    if address is None:
        return talk.ask(frame, "email", "email", "utter_request_proof_email")
    frame.values["email"] = address
    if frame.values.get("code_sent_to") != address:
        return await _send(talk, frame, "utter_code_sent")
    return talk.ask(frame, "code", "code", "utter_request_proof_code", email=address)


def _address(talk: Talk, frame: Frame) -> str | None:
    if frame.values.get("email"):
        return str(frame.values["email"])
    return None if frame.values.get("email_wrong") else talk.state.email


async def _is_needed(talk: Talk, frame: Frame) -> bool:
    """True until this conversation has proved the address in use (or, when none is known, any)."""
    if talk.flow(frame).proof == "unless_readable" and await _readable_here(talk, frame):
        return False
    proven = await store.read(identity.proven_emails, conversation_id=talk.message.conversation_id)
    address = _address(talk, frame)
    if address is None:
        return not proven or bool(frame.values.get("email_wrong"))
    return address.casefold() not in {p.casefold() for p in proven}


async def _readable_here(talk: Talk, frame: Frame) -> bool:
    """What was opened in this very conversation may be read without a code."""
    if frame.values.get("email_wrong"):
        return False
    mine = [
        tickets.brief(t) for t in tickets.of_address(await tickets.readable(talk), frame.values.get("email"))
    ]
    reference = frame.values.get("ticket")
    if reference is None or reference.get("by") != "number":
        return bool(mine)
    typed = str(reference.get("value"))
    listed = tickets.meant(reference, talk.state.listed or mine, talk.state.last)
    number = listed[0] if listed else tickets.normalised(typed, talk.message.at)
    return any(t["number"] == number for t in mine)


async def resend(talk: Talk, frame: Frame) -> None:
    if await _send(talk, frame, "utter_code_sent_again") is Step.ENDED:
        talk.close(frame)


async def answer_code(talk: Talk, frame: Frame, yes: bool) -> None:
    """After a code that is dead, a yes asks for another one."""
    if yes and frame.values.get("code_dead"):
        await resend(talk, frame)
    else:
        talk.retry(frame, "utter_code_invalid", email=frame.values.get("email"))


async def skip_code(talk: Talk, frame: Frame) -> None:
    """ "Não tenho acesso a esse e-mail agora": what there is instead."""
    dead = frame.values.get("code_dead")
    talk.retry(
        frame, "utter_code_dead" if dead else "utter_code_out_of_reach", email=frame.values.get("email")
    )


async def _send(talk: Talk, frame: Frame, response: str) -> Step:
    address = str(frame.values["email"])
    try:
        await store.call(
            identity.send_code,
            conversation_id=talk.message.conversation_id,
            email=address,
            secret=store.secret(),
            channel=talk.message.channel,
            asker=talk.message.asker,
        )
    except errors.CodeLimitReached as limit:
        talk.say("utter_code_limit", retry=moment(limit.retry_at))
        return Step.ENDED
    except errors.InvalidEmail:
        frame.values.pop("email")
        talk.retry(frame, "utter_email_invalid")
        return talk.ask(frame, "email", "email", None)
    frame.values["code_sent_to"] = address
    frame.values.pop("code_dead", None)
    if token := govbr.token(talk.message.conversation_id, talk.message.channel):
        talk.say("utter_code_by_govbr", site=site.address(), token=token)
    talk.quiet = False
    flow, what = talk.flow(frame), {}
    if flow.title and response == "utter_code_sent" and not flow.reads:
        response, what = "utter_code_sent_for", {"title": talk.voice.wording(flow.title)}
    return talk.ask(frame, "code", "code", response, email=address, **what)
