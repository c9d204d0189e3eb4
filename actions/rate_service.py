"""Rating a resolved ticket, 1 to 5 with a comment; a good grade for what still fails asks about reopening."""

import re
from datetime import datetime
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions import descriptions, store
from actions.memory import told_resolved
from actions.slots import SCORE, STARS, find_score, fold, is_no, is_yes
from actions.ticket_form import NUMBER, TicketForm
from actions.turn import Turn
from ticket_store import errors, operations
from ticket_store.authors import Author
from ticket_store.lifecycle import RESOLVED
from ticket_store.views import TicketView

SCORE_SLOT, COMMENT, BROKEN, REOPEN = "ticket_score", "ticket_comment", "ticket_still_broken", "ticket_reopen"
# [grade, comment] as it is in the store already, whatever becomes of the conversation.
RECORDED = "ticket_score_recorded"
STILL_BROKEN = re.compile(
    r"\b(ainda (?:da|esta|ta|nao|continua|tem|acontece|aparece|trava)|nao (?:resolveu|funciona"
    r"|foi resolvido|esta funcionando)|continua (?:com|dando|o|sem|igual|errado)"
    r"|voltou a|o problema voltou|segue (?:dando|com))\b"
)
# "Não precisa reabrir", "deixa assim".
DENIES = re.compile(r"^(?:nao|n|deixa|esquece)\b")


class ValidateRateServiceForm(TicketForm):
    free_text = (COMMENT,)
    details = (SCORE_SLOT, COMMENT, BROKEN, REOPEN, RECORDED)

    def name(self) -> str:
        return "validate_rate_service_form"

    def fits(self, ticket: TicketView) -> bool:
        return ticket.status == RESOLVED

    def answers(self, turn: Turn) -> bool:
        if turn.requested == SCORE_SLOT:
            return find_score(turn.said.text, bare=True) is not None
        if turn.requested == REOPEN:
            return (
                is_yes(turn.said.text)
                or is_no(turn.said.text)
                or turn.said.intent in ("affirm", "deny", "reopen_ticket")
            )
        if turn.requested == COMMENT:
            return turn.said.intent != "repeat"  # praise and anger are comments here
        return super().answers(turn)

    def wants_to_stop(self, turn: Turn) -> bool:
        # The grade was given: "deixa pra lá" only leaves the comment, or the reopening, out.
        return turn.requested not in (COMMENT, REOPEN) and super().wants_to_stop(turn)

    def may_switch(self, turn: Turn) -> bool:
        return turn.requested != COMMENT

    def take_first(self, turn: Turn) -> None:
        super().take_first(turn)
        score = find_score(turn.said.text, bare=True) if told_resolved(turn.tracker) else None
        if score is not None and 1 <= score <= 5:
            turn.set(NUMBER, turn.get("last_ticket"))  # "5" is a grade here, not a number
            self.take_score(turn, score)
        else:
            self.take_detail_early(turn)

    def take_detail_early(self, turn: Turn) -> bool:
        score = find_score(turn.said.text)
        if score is None or not 1 <= score <= 5:
            return False
        self.take_score(turn, score)
        return True

    def take_score(self, turn: Turn, score: int) -> None:
        turn.set(SCORE_SLOT, score)
        plain = fold(turn.said.text)
        rest = STARS.sub(" ", SCORE.sub(" ", plain))
        if STILL_BROKEN.search(plain):
            turn.set(BROKEN, turn.said.text.strip()[: descriptions.MAXIMUM_LENGTH])
            turn.set(COMMENT, turn.said.text.strip()[:1000])
        elif len(descriptions.content_words(rest)) >= 3 and turn.requested == SCORE_SLOT:
            turn.set(COMMENT, turn.said.text.strip()[:1000])

    def read_detail(self, turn: Turn) -> None:
        said = turn.said
        if turn.requested == SCORE_SLOT:
            score = find_score(said.text, bare=True)
            if score is None or not 1 <= score <= 5:
                turn.fail("utter_score_invalid")
                return
            self.take_score(turn, score)
        elif turn.requested == REOPEN:
            denies = is_no(said.text) or said.intent in ("deny", "stop") or DENIES.match(fold(said.text))
            if denies:
                turn.set(REOPEN, "no")
            elif is_yes(said.text) or said.intent in ("affirm", "reopen_ticket"):
                turn.set(REOPEN, "yes")
            else:
                turn.fail("utter_change_unclear")
                return
        else:
            if (other := corrected_score(said.text)) is not None:
                turn.set(SCORE_SLOT, other)
                turn.progress()
                return
            if is_yes(said.text):
                turn.question("utter_write_comment")
                return
            none = is_no(said.text) or (said.words <= 3 and said.intent in ("deny", "stop", "thank"))
            turn.set(COMMENT, "" if none else said.text.strip()[:1000])
        turn.progress()

    async def ask_details(self, turn: Turn, ticket: TicketView) -> str | None:
        missing = next(
            (
                slot
                for slot in (SCORE_SLOT, REOPEN if turn.get(BROKEN) else COMMENT)
                if turn.get(slot) is None
            ),
            None,
        )
        if missing in (COMMENT, REOPEN):
            await record(turn, ticket.number)
        if missing is None:
            turn.end("done")
        elif not turn.answered:
            turn.say(
                f"utter_request_{missing}",
                ticket_number=ticket.number,
                service_name=ticket.service_name,
                score=turn.get(SCORE_SLOT),
            )
        return missing


class ActionRateService(Action):
    """Records the grade; goes on to reopening only after a "sim"."""

    def name(self) -> str:
        return "action_rate_service"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(dispatcher, tracker, domain)
        if turn.unfinished(NUMBER, SCORE_SLOT):
            return turn.events()
        number, score = turn.get(NUMBER), turn.get(SCORE_SLOT)
        try:
            await record(turn, number)
        except errors.NotRateable:
            turn.say("utter_rate_service_none")
        else:
            turn.say("utter_rated", score=score, ticket_number=number)
        reopen = turn.get(REOPEN) == "yes"
        if reopen:
            turn.set("carried_text", turn.get(BROKEN))
            turn.set("carried_number", number)
        turn.set("last_ticket", number)
        turn.forget(NUMBER, *ValidateRateServiceForm.details)
        return [*turn.events(), *([FollowupAction("reopen_ticket_form")] if reopen else [])]


async def record(turn: Turn, number: str) -> None:
    """The grade at once, again with a comment; the same twice is written once. Raises NotRateable."""
    score, comment = turn.get(SCORE_SLOT), turn.get(COMMENT) or None
    if turn.get(RECORDED) == [score, comment]:
        return

    def work(session: Any, now: datetime) -> None:
        operations.rate(
            session,
            ticket_number=number,
            score=score,
            comment=comment,
            channel=turn.channel,
            author=Author.requester(),
            now=now,
        )

    await store.call(work)
    turn.set(RECORDED, [score, comment])


def corrected_score(text: str) -> int | None:
    """ "Não, errei, é 5": another grade instead of a comment."""
    plain = fold(text)
    found = re.search(r"\b(?:errei|errado|na verdade|quis dizer|mud\w+|troc\w+)\b.*?\b([1-5])\b", plain)
    return int(found[1]) if found and len(plain.split()) <= 8 else None
