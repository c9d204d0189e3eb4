"""What is said outside of any task: misunderstandings, "sim" and "não" in the air, "repete"."""

import re
from typing import Any

from rasa_sdk import Action, Tracker
from rasa_sdk.events import EventType, FollowupAction
from rasa_sdk.executor import CollectingDispatcher

from actions import carried_draft, descriptions, review
from actions.draft import service_in
from actions.form import TOPICS
from actions.memory import answered_last, last_answers, last_form, team_asked
from actions.proof import forget_address, wants_other_address
from actions.services import names_of
from actions.slots import asks_to_wait, find_code, find_own_email, find_ticket_number, fold
from actions.turn import Turn
from ticket_store import catalogue

NOT_UNDERSTOOD = "action_not_understood"
OFFERED_AFTER = ("action_list_my_tickets", "action_check_ticket_status")
MENU = re.compile(r"^\W*\d{1,2}\W*$")
FULL_NUMBER = re.compile(r"^\W*20\d{2}\W?\d{7}\W*$")


class ActionNotUnderstood(Action):
    """Says so with the main things as buttons; the second time in a row offers a person, the phone and the
    e-mail."""

    def name(self) -> str:
        return NOT_UNDERSTOOD

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(dispatcher, tracker, domain)
        text = turn.said.text
        if asks_to_wait(text):
            turn.say("utter_take_your_time")
            return []
        await review.keep(turn)
        if team_asked(tracker) and not FULL_NUMBER.match(text):
            return take_to_ticket(turn, "utter_answer_to_team")
        # A bare number asks for a ticket, whatever the classifier made of it; "2" alone is somebody looking
        # for a menu.
        if find_ticket_number(text, bare=not find_code(text) and not MENU.match(text)):
            return [FollowupAction("check_ticket_status_form")]
        if wants_other_address(turn):
            return other_address(turn)
        if note_email(turn):
            return turn.events()
        if service := service_in(turn, asked=turn.said.words <= 3):
            return self.about(turn, service.name)
        again = answered_last(tracker) == NOT_UNDERSTOOD
        if turn.said.intent == "out_of_scope":
            turn.say("utter_out_of_scope_again" if again else "utter_out_of_scope")
        else:
            turn.say("utter_not_understood_again" if again else "utter_not_understood")
        return turn.events()

    def about(self, turn: Turn, service_name: str) -> list[EventType]:
        """A service was named: alone, or in a question about its use, which is the team's to answer."""
        names = tuple(names_of(catalogue.load()))
        if descriptions.from_first_sentence(turn.said.text, names):
            turn.say("utter_question_for_team")
            return [FollowupAction("open_ticket_form")]
        turn.say("utter_service_named", service_name=service_name)
        return turn.events()


class ActionRepeat(Action):
    """Says the last answer again, as it was."""

    def name(self) -> str:
        return "action_repeat"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(dispatcher, tracker, domain)
        said = last_answers(tracker)
        if not said:
            turn.say("utter_nothing_to_repeat")
        for event in said:
            turn.say_text(event.get("text") or "", (event.get("data") or {}).get("buttons"))
        return []


class ActionAffirm(Action):
    """A "sim" in the air: finishes a confirmed opening whose answer was lost, else asks what is wanted."""

    def name(self) -> str:
        return "action_affirm"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(dispatcher, tracker, domain)
        if turn.get("open_ticket_confirmation") and turn.get("submission_key"):
            return [FollowupAction("action_open_ticket")]
        if carried_draft.is_open(turn) and answered_last(tracker) in OFFERED_AFTER:
            return [FollowupAction("open_ticket_form")]
        if team_asked(tracker):
            return take_to_ticket(turn, "utter_answer_to_team")
        if answered_last(tracker) == "action_open_ticket" and turn.get("last_ticket"):
            turn.say("utter_ticket_already_opened", ticket_number=turn.get("last_ticket"))
        else:
            turn.say("utter_what_next")
        return []


class ActionDeny(Action):
    def name(self) -> str:
        return "action_deny"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(dispatcher, tracker, domain)
        if team_asked(tracker):
            return take_to_ticket(turn, "utter_answer_to_team")
        offered = carried_draft.is_open(turn) and answered_last(tracker) in OFFERED_AFTER
        carried_draft.close(turn)
        turn.say("utter_draft_kept" if offered else "utter_anything_else")
        return turn.events()


class ActionCorrectInformation(Action):
    """Nothing is under way to be corrected: it may be the address to prove, the ticket told last, or a
    problem told in such words."""

    def name(self) -> str:
        return "action_correct_information"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(dispatcher, tracker, domain)
        names = tuple(names_of(catalogue.load()))
        if turn.said.surfaces("service") and descriptions.from_first_sentence(turn.said.text, names):
            return [FollowupAction("open_ticket_form")]
        if team_asked(tracker):
            return take_to_ticket(turn, "utter_answer_to_team")
        number, address = turn.get("last_ticket"), find_own_email(turn.said.text)
        if number and address:
            turn.set("email", address)
            turn.say("utter_email_after_opening", ticket_number=number)
        elif wants_other_address(turn) and not address:
            return other_address(turn)
        elif number and descriptions.is_long_enough(turn.said.text):
            return take_to_ticket(turn, "utter_correction_to_ticket")
        elif not note_email(turn):
            turn.say("utter_nothing_to_correct")
        return turn.events()


class ActionResendCode(Action):
    """Nothing is pending: a code is only sent on the way to a ticket; or another address is wanted."""

    def name(self) -> str:
        return "action_resend_code"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(dispatcher, tracker, domain)
        if wants_other_address(turn):
            return other_address(turn)
        if (number := turn.get("last_ticket")) and "codigo" not in fold(turn.said.text):
            turn.say("utter_mail_missing", ticket_number=number)
        else:
            turn.say("utter_no_code_pending")
        return []


def note_email(turn: Turn) -> bool:
    """An address that nobody asked for: kept for what comes next (it proves nothing). False when there is
    none."""
    address = find_own_email(turn.said.text)
    if address:
        turn.set("email", address)
        turn.say("utter_email_noted")
    return address is not None


def take_to_ticket(turn: Turn, response: str) -> list[EventType]:
    """What was said goes into the ticket told last, once its owner is proved: the answer to the team, a
    correction."""
    number = turn.get("last_ticket")
    turn.set("carried_text", turn.said.text.strip() or None)
    turn.set("carried_number", number)
    turn.say(response, ticket_number=number)
    return [*turn.events(), FollowupAction("add_ticket_information_form")]


def other_address(turn: Turn) -> list[EventType]:
    """ "Usar outro e-mail", as we teach it where nothing was found: the topic again, with another proof."""
    forget_address(turn)
    form = last_form(turn.tracker)
    again = form if form in TOPICS.values() and form != "open_ticket_form" else "list_my_tickets_form"
    return [*turn.events(), FollowupAction(again)]
