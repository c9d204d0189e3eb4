"""What every form of ours does besides asking: answers what comes in between, lets people stop, switch and
repeat."""

import re
from abc import abstractmethod
from typing import Any, ClassVar

from rasa_sdk import Tracker
from rasa_sdk.events import EventType
from rasa_sdk.executor import CollectingDispatcher
from rasa_sdk.forms import FormValidationAction

from actions import descriptions, notices, review
from actions.slots import asks_to_wait, fold
from actions.turn import Said, Turn

TOPICS = {
    "open_ticket": "open_ticket_form",
    "check_ticket_status": "check_ticket_status_form",
    "list_my_tickets": "list_my_tickets_form",
    "add_ticket_information": "add_ticket_information_form",
    "cancel_ticket": "cancel_ticket_form",
    "rate_service": "rate_service_form",
    "reopen_ticket": "reopen_ticket_form",
}
# Intents that are answered on the spot, after which the pending question comes back.
ASIDES = {
    "greet": "utter_greet_aside",
    "goodbye": "utter_goodbye_aside",
    "help": "utter_help_aside",
    "thank": "utter_thank",
    "praise": "utter_praise",
    "insult": "utter_insult",
    "bot_challenge": "utter_bot_challenge",
}
STOP = re.compile(
    r"^(?:nao[, ]+)?(?:deix[ae] (?:pra|para|pr) la|esquece(?: isso| tudo)?|desisto|desisti"
    r"|cancela(?:r)?(?: tudo| isso)?|para(?:r)?(?: tudo)?|pare"
    r"|sair|nao quero mais(?: nao)?|chega|encerra(?:r)?|deixa quieto|melhor deixar (?:pra|para) la"
    r"|quero (?:sair|parar|desistir|cancelar)"
    r"|nao (?:quero )?registr(?:a|e|ar)(?: (?:nada|isso|chamado|acionamento)(?: nenhum)?)?)$"
)
REPEAT = re.compile(
    r"^(?:repete|repita|repetir|de novo|como|como assim|nao entendi(?: a pergunta)?|o que"
    r"|oi\?)(?: por favor)?$"
)
# "Qual o telefone?" among answers to an open question.
ASKS = re.compile(
    r"\?|^(?:e |mas |ah |entao )*(?:qual|quais|como|onde|quando|quanto|quem|que horas|o que|por que|voces)\b"
)
RESTART = re.compile(
    r"^(?:quero |vamos |pode )?(?:re)?comec(?:ar?|e)(?: tudo)?(?: (?:de novo|do zero|do comeco|outra vez))?$"
)
SPEAKS_OF_A_TICKET = re.compile(r"\?|\b(?:chamad|acionament|ticket|protocolo|solicitac|atendimento|20\d\d)")
# Answers that are personal by nature: a wrong one teaches nothing and is not kept.
PRIVATE = ("email", "proof_code", "ticket_number")
# Below these the classifier is guessing, and an answer to the question is the likelier reading.
SURE = 0.5
VERY_SURE = 0.7
LONG = 14


class Form(FormValidationAction):
    """Reads a turn as a whole, so that one HTTP call answers it: takes what was said, asks the rest."""

    stopped: ClassVar[str] = "utter_stopped"
    gave_up: ClassVar[str] = "utter_form_gave_up"
    free_text: ClassVar[tuple[str, ...]] = ()

    @abstractmethod
    def name(self) -> str:
        """validate_<topic>_form."""

    @property
    def topic(self) -> str:
        return self.form_name().removesuffix("_form")

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[EventType]:
        turn = Turn(dispatcher, tracker, domain)
        turn.gave_up = self.gave_up
        first = turn.requested is None
        if first:
            await self.start(turn)
        elif turn.said.intent.startswith("EXTERNAL_"):
            told = await notices.tell(turn)
            # The news may ask something too: the form's own question is said again, so that it is the last.
            asked = await self.ask(turn) if told else turn.requested
            return turn.form_events(asked)
        if first or not await self.handled(turn):
            await self.read(turn)
        if turn.failed and turn.requested not in PRIVATE:
            await review.keep(turn)
        elif first:
            await review.keep_if_unsure(turn)
        asked = None
        if not turn.ended:
            asked = await self.ask(turn)
        await self.keep(turn)
        return turn.form_events(asked)

    async def start(self, turn: Turn) -> None:
        """Begins the form: clears what an earlier run left."""
        turn.set("form_outcome", None)
        turn.set("form_failures", 0)

    async def read(self, turn: Turn) -> None:
        """Takes from the message all that it says; `turn.requested` is the pending question, None on the
        first turn."""
        raise NotImplementedError

    async def ask(self, turn: Turn) -> str | None:
        """Asks the next question (unless `turn.answered`) and returns its slot; ends the turn's form when
        nothing is missing."""
        raise NotImplementedError

    def answers(self, turn: Turn) -> bool:
        """Whether the message literally answers the pending question (an address, a code), whatever the NLU
        thinks."""
        return False

    async def keep(self, turn: Turn) -> None:
        """Once the turn is over: what has to outlive this conversation is put away."""

    def forget(self, turn: Turn) -> None:
        """Clears what was gathered, when the person gives up."""

    async def handled(self, turn: Turn) -> bool:
        """Stop, repeat, asides and changes of topic. True when the message was one of them and nothing in it
        is an answer."""
        said = turn.said
        if self.wants_to_stop(turn):
            self.forget(turn)
            turn.say(self.stopped)
            turn.end("stopped")
            return True
        if not said.text and said.intent == self.topic:
            return True  # the button that started it, pressed again
        if RESTART.match(fold(said.text)):
            self.forget(turn)
            await self.start(turn)
            turn.say("utter_start_again")
            return True
        if asks_to_wait(said.text):
            turn.question("utter_take_your_time")
            return True
        if self.answers(turn):
            return False
        sure = said.confidence >= (SURE if "?" in said.text or turn.requested != "service" else VERY_SURE)
        if turn.requested in self.free_text and descriptions.is_long_enough(said.text):
            sure = said.confidence >= VERY_SURE and said.words <= LONG and leaves_the_question(said)
        if (said.intent == "repeat" and sure) or REPEAT.match(fold(said.text)):
            return True
        if sure and said.intent == "talk_to_human":
            turn.end("switched", followup="action_talk_to_human")
            return True
        if sure and (response := aside(said.intent)):
            turn.say(response)
            return True
        if sure and said.intent in TOPICS and said.intent != self.topic and self.may_switch(turn):
            turn.say("utter_topic_switched" if self.topic == "open_ticket" else "utter_topic_left")
            turn.end("switched", followup=TOPICS[said.intent])
            return True
        return False

    def may_switch(self, turn: Turn) -> bool:
        return True

    def wants_to_stop(self, turn: Turn) -> bool:
        said = turn.said
        if STOP.match(fold(said.text)):
            return True
        limit = 6 if turn.requested in self.free_text else LONG
        return said.intent == "stop" and said.confidence >= SURE and said.words <= limit


def aside(intent: str) -> str | None:
    """The response that answers an intent in the middle of a form, None when it is not an aside."""
    return f"utter_{intent}" if intent.startswith("faq_") else ASIDES.get(intent)


def leaves_the_question(said: Said) -> bool:
    """Whether a text that could answer an open question ("o que está acontecendo?") leaves it, also by its
    words and not only for the classifier."""
    plain = said.text if "?" in said.text else fold(said.text)
    if said.intent.startswith("faq_"):
        return bool(ASKS.search(plain))
    if said.intent in TOPICS:
        return bool(SPEAKS_OF_A_TICKET.search(plain))
    return said.intent not in ASIDES or not descriptions.names_a_symptom(said.text)
