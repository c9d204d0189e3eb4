"""The two tables, and how the conversations of Rasa's own table move into them.

Events are numbered within their conversation: who appends needs no count, and two servers that append the
same number find it out. `base` and `state` are the checkpoint: what the events up to `base` left behind.
"""

_EVENTS = """
CREATE TABLE IF NOT EXISTS conversation_events (
    conversation_id TEXT NOT NULL, number INTEGER NOT NULL, type TEXT NOT NULL,
    at DOUBLE PRECISION NOT NULL, data TEXT NOT NULL, PRIMARY KEY (conversation_id, number))
"""
_CONVERSATIONS = """
CREATE TABLE IF NOT EXISTS conversation_checkpoints (
    id TEXT NOT NULL PRIMARY KEY, base INTEGER NOT NULL, state TEXT NOT NULL,
    last_at DOUBLE PRECISION NOT NULL)
"""
_LAST_AT = "CREATE INDEX IF NOT EXISTS conversation_checkpoints_last_at ON conversation_checkpoints (last_at)"

# Without rowid, the events of a conversation lie side by side in the file.
SQLITE = (_EVENTS + " WITHOUT ROWID", _CONVERSATIONS, _LAST_AT)
POSTGRES = (_EVENTS, _CONVERSATIONS, _LAST_AT)

HAS_STOCK_TABLE = "SELECT 1 FROM pragma_table_info('events') WHERE name = 'sender_id'"
ADOPT_STOCK_TABLE = (
    """
    INSERT INTO conversation_events
    SELECT sender_id, ROW_NUMBER() OVER (PARTITION BY sender_id ORDER BY id), type_name, timestamp, data
    FROM events
    """,
    """
    INSERT INTO conversation_checkpoints
    SELECT conversation_id, COALESCE(MAX(CASE type WHEN 'session_started' THEN number - 1 END), 0), '[]',
        MAX(at)
    FROM conversation_events GROUP BY conversation_id
    """,
    "DROP TABLE events",
)
