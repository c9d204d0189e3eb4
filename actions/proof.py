"""Whose tickets may be shown: sends the six-digit code and reads it back. The store decides; a typed address
proves nothing."""

import re

from actions import store
from actions.slots import find_code, find_email, fold, is_yes, looks_like_email, tries_an_email
from actions.turn import Turn
from actions.words import moment
from ticket_store import errors, identity

EMAIL, CODE, SENT_TO = "email", "proof_code", "code_sent_to"
OTHER_WANTED = "other_email"  # he asked to use another address than the proved one
RESEND = re.compile(
    r"\b(reenvi\w*|outro codigo|novo codigo|nao (?:chegou|recebi|veio)|manda(?:r)? (?:de novo|outro"
    r"|novamente)|envia(?:r)? (?:de novo|outro|novamente)"
    r"|codigo (?:venceu|expirou))\b"
)
OTHER_ADDRESS = re.compile(
    r"\b(nao e (?:ess[ea]|este|o meu) (?:e-?mail|endereco)|outro (?:e-?mail|endereco)|(?:errei|trocar|mudar"
    r"|corrigir|troca|muda) (?:o |de "
    r"|meu )*(?:e-?mail|endereco)|e-?mail (?:esta |ta )?errado)\b"
)


async def is_needed(turn: Turn) -> bool:
    """True until this conversation has proved the address in use (or, when none is known, any)."""
    proven = await store.read(identity.proven_emails, conversation_id=turn.conversation_id)
    address = turn.get(EMAIL)
    if not address:
        return not proven or bool(turn.get(OTHER_WANTED))
    return address.casefold() not in {p.casefold() for p in proven}


async def ask(turn: Turn) -> str | None:
    """Asks for the address, sends the code, or asks for the code; returns the slot that is pending, None when
    it ended."""
    if not turn.get(EMAIL):
        if not turn.answered:
            turn.say("utter_request_proof_email")
        return EMAIL
    if turn.get(SENT_TO) != turn.get(EMAIL):
        return await send(turn, "utter_code_sent")
    if not turn.answered:
        turn.say("utter_request_proof_code")
    return CODE


async def send(turn: Turn, response: str) -> str | None:
    address = turn.get(EMAIL)
    try:
        await store.call(
            identity.send_code,
            conversation_id=turn.conversation_id,
            email=address,
            secret=store.secret(),
            channel=turn.channel,
        )
    except errors.CodeLimitReached as limit:
        turn.say("utter_code_limit", retry=moment(limit.retry_at))
        turn.end("gave_up")
        return None
    except errors.InvalidEmail:
        turn.forget(EMAIL)
        turn.fail("utter_email_invalid")
        return EMAIL
    turn.set(SENT_TO, address)
    turn.forget("code_dead")
    turn.question(response)
    return CODE


async def read(turn: Turn) -> None:
    """Takes the answer to the pending question of the proof (address or code)."""
    address = find_email(turn.said.text)
    if turn.requested == CODE and not address and (code := find_code(turn.said.text)):
        await check(turn, code)  # "o código é 123456" sounds like asking for one
    elif address:
        if address != turn.get(EMAIL):
            turn.forget(SENT_TO)
        turn.set(EMAIL, address)
        turn.forget(OTHER_WANTED)
        turn.progress()
    elif wants_other_address(turn):
        forget_address(turn)
        turn.progress()
    elif turn.requested == EMAIL:
        turn.fail("utter_email_invalid" if looks_like_email(turn.said.text) else "utter_email_needed")
    elif wants_new_code(turn):
        await send(turn, "utter_code_sent_again")
    else:
        turn.fail("utter_code_invalid")


async def check(turn: Turn, code: str) -> None:
    try:
        address = await store.call(
            identity.check_code, conversation_id=turn.conversation_id, code=code, secret=store.secret()
        )
    except errors.WrongCode as wrong:
        if wrong.tries_left == 0:
            dead(turn)
        elif wrong.tries_left == 1:
            turn.question("utter_code_wrong_last")
        else:
            turn.question("utter_code_wrong", tries_left=wrong.tries_left)
    except (errors.CodeExpired, errors.NoCodePending):
        dead(turn)
    else:
        turn.set(EMAIL, address)
        turn.forget(SENT_TO)
        turn.progress()


def forget_address(turn: Turn) -> None:
    """The address in use is not the right one: another is asked, whatever was proved before."""
    turn.forget(EMAIL, SENT_TO)
    turn.set(OTHER_WANTED, True)


def dead(turn: Turn) -> None:
    """Offers another code; "sim" is then enough."""
    turn.set("code_dead", True)
    turn.question("utter_code_dead")


def wants_other_address(turn: Turn) -> bool:
    """ "Usar outro e-mail", "errei o endereço"; "é no DF" is no such thing, however it sounds."""
    text = fold(turn.said.text)
    corrects = turn.said.intent == "correct_information" and turn.requested != EMAIL
    return bool(OTHER_ADDRESS.search(text) or (corrects and re.search(r"\b(?:e-?mail|endereco)\b", text)))


def wants_new_code(turn: Turn) -> bool:
    said = turn.said
    return (
        said.intent == "resend_code"
        or bool(RESEND.search(fold(said.text)))
        or bool(turn.get("code_dead") and (is_yes(said.text) or said.intent == "affirm"))
    )


def is_answer(turn: Turn) -> bool:
    """Whether the message literally answers the proof's pending question."""
    text = turn.said.text
    if turn.requested == EMAIL:
        return tries_an_email(text)
    if turn.requested == CODE:
        return (
            find_code(text) is not None
            or find_email(text) is not None
            or turn.said.intent == "resend_code"
            or bool(RESEND.search(fold(text)))
            or wants_other_address(turn)
            or bool(
                re.fullmatch(r"\W*(?:\d\W*){3,8}", text)
            )  # a code with a digit too few is one all the same
        )
    return False
