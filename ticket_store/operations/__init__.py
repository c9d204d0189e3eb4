"""The verbs.

Each takes a session, keyword arguments and `now` (aware); the caller's `transaction` makes it all or
nothing.
"""

from ticket_store.operations.address import change_address, change_requester
from ticket_store.operations.aftermath import Written, what_became
from ticket_store.operations.article_drafts import draft_article
from ticket_store.operations.articles import edit_article, write_article
from ticket_store.operations.attachments import add_attachment, has_attachment, read_attachment
from ticket_store.operations.bulk_undoing import can_undo_bulk, claim_bulk, keep_bulk, undo_events
from ticket_store.operations.bursts import accept_proposal, dismiss_proposal, propose_incidents
from ticket_store.operations.changing import (
    change_priority,
    change_service,
    retitle,
    snooze,
    tag,
    wake,
    wake_due,
)
from ticket_store.operations.closing import cancel, close_due, reopen, resolve
from ticket_store.operations.conversations import (
    mark_news_told,
    news,
    set_chat_notices,
    set_optional_mail,
    touch_conversation,
)
from ticket_store.operations.deadlines import watch_deadlines
from ticket_store.operations.figures import fold_figures
from ticket_store.operations.gaps import note_gap, settle_gap
from ticket_store.operations.grading import grade_chat
from ticket_store.operations.handling import ask_requester, assign, comment, forward, keep_rest, release, take
from ticket_store.operations.held_files import place_held_files
from ticket_store.operations.incident_tickets import tie_tickets, untie_ticket
from ticket_store.operations.incidents import (
    announce_incident,
    end_incident,
    follow_incident,
    incident_ends,
    update_incident,
)
from ticket_store.operations.letters import (
    answer_letter,
    begin_letter,
    clear_bounced,
    drop_held_file,
    drop_held_files,
    end_letter,
    held_files,
    hold_files,
    hold_words,
    keep_held_words,
    keep_letter,
    letter_handled,
    mark_bounced,
    mark_letter_handled,
    settle_letter,
)
from ticket_store.operations.linking import follow_ticket, leave_ticket, link_tickets, unlink_tickets
from ticket_store.operations.live import (
    expire_handoffs,
    give_back_handoff,
    hear_live,
    request_handoff,
    say_live,
    see_live,
    take_handoff,
    withdraw_handoff,
)
from ticket_store.operations.live_files import read_live_file, send_live_file
from ticket_store.operations.mailed_links import note_link_reading, revoke_links
from ticket_store.operations.merging import merge_duplicate
from ticket_store.operations.opening import number_once_settled, open_ticket, skip_numbers
from ticket_store.operations.passing import pass_handoff_to, pass_handoff_to_team, set_attending
from ticket_store.operations.personal_data import (
    ask_erasure,
    carry_out_erasure,
    correct_name,
    send_copy,
    withdraw_erasure,
)
from ticket_store.operations.rating import check_survey, rate
from ticket_store.operations.recording import locked
from ticket_store.operations.review import (
    label_review_item,
    mark_trained,
    record_doubtful,
    record_misunderstood,
    undo_review,
)
from ticket_store.operations.steps import NOBODY, Steps, take_steps
from ticket_store.operations.training import (
    activate_model,
    ask_training,
    claim_training,
    drop_silent_trainings,
    end_training,
    go_back,
    keep_conversation,
    settle_activation,
    tell_progress,
    throw_conversation,
    trainer_seen,
)
from ticket_store.operations.undoing import undo

__all__ = [
    "NOBODY",
    "Steps",
    "Written",
    "accept_proposal",
    "activate_model",
    "add_attachment",
    "announce_incident",
    "answer_letter",
    "ask_erasure",
    "ask_requester",
    "ask_training",
    "assign",
    "begin_letter",
    "can_undo_bulk",
    "cancel",
    "carry_out_erasure",
    "change_address",
    "change_priority",
    "change_requester",
    "change_service",
    "check_survey",
    "claim_bulk",
    "claim_training",
    "clear_bounced",
    "close_due",
    "comment",
    "correct_name",
    "dismiss_proposal",
    "draft_article",
    "drop_held_file",
    "drop_held_files",
    "drop_silent_trainings",
    "edit_article",
    "end_incident",
    "end_letter",
    "end_training",
    "expire_handoffs",
    "fold_figures",
    "follow_incident",
    "follow_ticket",
    "forward",
    "give_back_handoff",
    "go_back",
    "grade_chat",
    "has_attachment",
    "hear_live",
    "held_files",
    "hold_files",
    "hold_words",
    "incident_ends",
    "keep_bulk",
    "keep_conversation",
    "keep_held_words",
    "keep_letter",
    "keep_rest",
    "label_review_item",
    "leave_ticket",
    "letter_handled",
    "link_tickets",
    "locked",
    "mark_bounced",
    "mark_letter_handled",
    "mark_news_told",
    "mark_trained",
    "merge_duplicate",
    "news",
    "note_gap",
    "note_link_reading",
    "number_once_settled",
    "open_ticket",
    "pass_handoff_to",
    "pass_handoff_to_team",
    "place_held_files",
    "propose_incidents",
    "rate",
    "read_attachment",
    "read_live_file",
    "record_doubtful",
    "record_misunderstood",
    "release",
    "reopen",
    "request_handoff",
    "resolve",
    "retitle",
    "revoke_links",
    "say_live",
    "see_live",
    "send_copy",
    "send_live_file",
    "set_attending",
    "set_chat_notices",
    "set_optional_mail",
    "settle_activation",
    "settle_gap",
    "settle_letter",
    "skip_numbers",
    "snooze",
    "tag",
    "take",
    "take_handoff",
    "take_steps",
    "tell_progress",
    "throw_conversation",
    "tie_tickets",
    "touch_conversation",
    "trainer_seen",
    "undo",
    "undo_events",
    "undo_review",
    "unlink_tickets",
    "untie_ticket",
    "update_incident",
    "wake",
    "wake_due",
    "watch_deadlines",
    "what_became",
    "withdraw_erasure",
    "withdraw_handoff",
    "write_article",
]
