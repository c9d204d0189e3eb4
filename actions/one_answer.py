"""What one turn says, put together as one answer: nothing twice, nothing that another message of it says as
well, and no answer word for word as the last one."""

from dataclasses import replace

from actions import memory
from actions.dialogue.talk import Talk
from actions.dialogue.voice import Said
from actions.tickets import CARDS

NOT_KNOWN = frozenset({"utter_question_aside", "utter_question_without_answer"})
# How what is said of something done begins: beside it a question without an answer is a short remark.
DONE = (
    "utter_address_moved",
    "utter_code_sent",
    "utter_detail_noted",
    "utter_email_replaced",
    "utter_information_added",
    "utter_rated",
    "utter_text_removed",
    "utter_text_replaced",
    "utter_ticket_cancelled",
    "utter_ticket_opened",
    "utter_ticket_reopened",
    "utter_two_",
)
SUMMARIES = (
    "utter_request_open_ticket_confirmation",
    "utter_request_open_ticket_confirmation_urgent",
    "utter_request_reopen_ticket_confirmation",
)
ON_THE_CARD = {
    "utter_ticket_due",
    "utter_ticket_no_due",
    "utter_ticket_number_is",
    "utter_ticket_priority",
    "utter_ticket_stands",
    "utter_ticket_stands_still",
    "utter_ticket_team",
}
IN_THE_SUMMARY = {"utter_description_completed", "utter_detail_noted", "utter_urgency_changed"}
# Of the same ticket, or of none: a response -> those that it says as well.
COVERS = {
    **dict.fromkeys(CARDS, ON_THE_CARD),
    **dict.fromkeys(SUMMARIES, IN_THE_SUMMARY),
    "utter_email_one_only": {"utter_email_replaced"},
    "utter_information_added": {
        "utter_answer_to_team",
        "utter_correction_to_ticket",
        "utter_detail_noted",
        "utter_next_wish",
    },
    "utter_ticket_opened_due": {"utter_ticket_due"},
    "utter_ticket_no_due": {"utter_ticket_stands", "utter_ticket_stands_still"},
    "utter_rate_service_none": {"utter_no_such_ticket", "utter_no_ticket_of_service", "utter_score_invalid"},
}
LAST_COUNTS = {"utter_email_one_only", "utter_email_replaced", "utter_urgency_changed"}
ANSWERS = (
    "utter_asked_",
    "utter_faq_",
    "utter_article_perhaps",
    "utter_article_short",
    "utter_price",
    "utter_why_",
)
ADDED = "utter_information_added"
REFUSES = {"unclear", "out_of_scope", "deny"}


def composed(talk: Talk) -> list[Said]:
    """The messages of this turn, in their order."""
    said = talk.voice.said
    said = [one for n, one in enumerate(said) if one.again or not _said_elsewhere(one, n, said)]
    return _no_answer_twice(talk, _without_the_unknown(talk, _without_the_offer(talk, said)))


def _said_elsewhere(one: Said, at: int, said: list[Said]) -> bool:
    """The same stands before it, another value of it behind it, or another message says it, too."""
    if any(other.text == one.text for other in said[:at]):
        return True
    if one.response in LAST_COUNTS and any(other.response == one.response for other in said[at + 1 :]):
        return True
    return any(one.response in COVERS.get(other.response, ()) and _of_one(one, other) for other in said)


def _of_one(one: Said, other: Said) -> bool:
    """Of the same ticket, or one of them of none."""
    numbers = {said.values.get("ticket_number") for said in (one, other)}
    return len(numbers) == 1 or None in numbers


def _without_the_offer(talk: Talk, said: list[Said]) -> list[Said]:
    """'Diga "complementar" e conte', of what was just added: the sentence that offers it is left out."""
    if not any(one.response == ADDED for one in said):
        return said
    offer = f'"{talk.voice.wording("utter_title_add_ticket_information").split()[0]}"'
    return [
        replace(one, text=_but_for(one.text, offer)) if one.response.startswith(ANSWERS) else one
        for one in said
    ]


def _but_for(text: str, words: str) -> str:
    """The sentences without these words; all of it where they stand in its only one."""
    kept = [sentence for sentence in text.split(". ") if words not in sentence]
    return f"{'. '.join(kept).rstrip('.')}." if kept and words in text else text


def _without_the_unknown(talk: Talk, said: list[Said]) -> list[Said]:
    """What is not known is a short remark beside what was done."""
    if not any(one.response.startswith(DONE) for one in said):
        return said
    return [talk.voice.filled("utter_question_beside") if one.response in NOT_KNOWN else one for one in said]


def _no_answer_twice(talk: Talk, said: list[Said]) -> list[Said]:
    """An answer of the last turn does not come again: "não foi isso que perguntei" hears what is honest."""
    last = {str(event.get("text")).strip() for event in memory.last_answers(talk.message.events)}
    told = [c["command"] for c in talk.message.beside]
    refused = bool(told) and REFUSES.issuperset(told)
    kinds = (*ANSWERS, "utter_ticket_") if refused else ANSWERS
    answers = [one for one in said if one.response.startswith(kinds) and not one.again]
    again = [one for one in answers if one.text.strip() in last]
    rest = [one for one in said if one not in again]
    if not again or len(again) < len(answers):
        return rest
    honest = talk.voice.filled("utter_question_aside" if refused else "utter_same_answer")
    return [honest if one is again[0] else one for one in said if one is again[0] or one in rest]
