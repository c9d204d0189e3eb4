"""The tables, one file a topic.

Status changes go through lifecycle, writes through operations: nobody else assigns here.
"""

from ticket_store.model.agents import (
    Agent,
    AgentIdentity,
    AgentSession,
    AuditEntry,
    LoginFailure,
    PasswordReset,
    RecoveryCode,
    SecondFactor,
    SpentState,
    TicketViewer,
)
from ticket_store.model.articles import Article, ArticleVersion, KnowledgeGap
from ticket_store.model.automations import AutomationRun
from ticket_store.model.base import Base, UtcDateTime, written
from ticket_store.model.catalogue import CannedSolution, Service, Team
from ticket_store.model.clock import ClockMark
from ticket_store.model.conversations import ChatGrade, Conversation, Handoff, LiveMessage, ReviewItem
from ticket_store.model.desk import (
    AnswerDraft,
    BulkAction,
    CannedText,
    DeskNotice,
    Macro,
    RequesterNote,
    SavedView,
    Shelved,
    TicketFollower,
    TicketLink,
    TicketRead,
)
from ticket_store.model.drafts import Draft
from ticket_store.model.erasures import Erasure
from ticket_store.model.figures import HourlyFigure
from ticket_store.model.identity import IdentityProof, OneTimeCode
from ticket_store.model.incidents import Incident, IncidentFollower, IncidentProposal, IncidentTicket
from ticket_store.model.integration import ApiToken, IdempotencyKey, InboundLetter, Webhook
from ticket_store.model.letters import BouncedAddress, HeldFile, KeptLetter
from ticket_store.model.outbox import OutboxRow
from ticket_store.model.push import PushSubscription
from ticket_store.model.reports import MailedReport
from ticket_store.model.search import SearchDocument, SearchWord
from ticket_store.model.settings import SettingFailure, SettingVersion
from ticket_store.model.tickets import (
    Attachment,
    Deadline,
    Event,
    LinkReading,
    NumberCounter,
    Rating,
    Requester,
    Ticket,
    TicketTag,
)
from ticket_store.model.training import ConversationTest, ModelActivation, Trainer, TrainingRun

__all__ = [
    "Agent",
    "AgentIdentity",
    "AgentSession",
    "AnswerDraft",
    "ApiToken",
    "Article",
    "ArticleVersion",
    "Attachment",
    "AuditEntry",
    "AutomationRun",
    "Base",
    "BouncedAddress",
    "BulkAction",
    "CannedSolution",
    "CannedText",
    "ChatGrade",
    "ClockMark",
    "Conversation",
    "ConversationTest",
    "Deadline",
    "DeskNotice",
    "Draft",
    "Erasure",
    "Event",
    "Handoff",
    "HeldFile",
    "HourlyFigure",
    "IdempotencyKey",
    "IdentityProof",
    "InboundLetter",
    "Incident",
    "IncidentFollower",
    "IncidentProposal",
    "IncidentTicket",
    "KeptLetter",
    "KnowledgeGap",
    "LinkReading",
    "LiveMessage",
    "LoginFailure",
    "Macro",
    "MailedReport",
    "ModelActivation",
    "NumberCounter",
    "OneTimeCode",
    "OutboxRow",
    "PasswordReset",
    "PushSubscription",
    "Rating",
    "RecoveryCode",
    "Requester",
    "RequesterNote",
    "ReviewItem",
    "SavedView",
    "SearchDocument",
    "SearchWord",
    "SecondFactor",
    "Service",
    "SettingFailure",
    "SettingVersion",
    "Shelved",
    "SpentState",
    "Team",
    "Ticket",
    "TicketFollower",
    "TicketLink",
    "TicketRead",
    "TicketTag",
    "TicketViewer",
    "Trainer",
    "TrainingRun",
    "UtcDateTime",
    "Webhook",
    "written",
]
