"""What the search reads: FTS5 on SQLite, full text and trigrams on PostgreSQL. Filled by database.migrate"""

import sqlalchemy as sa
from alembic import op

from ticket_store.model.base import UtcDateTime

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

# The words come folded and parted by spaces: "ascii" cuts there and nowhere else. No phrase is asked for.
SQLITE = """
CREATE VIRTUAL TABLE search_documents_index USING fts5(
  words, content='search_documents', content_rowid='ticket_id', tokenize='ascii', detail=none, columnsize=0);
CREATE TRIGGER search_documents_added AFTER INSERT ON search_documents BEGIN
  INSERT INTO search_documents_index(rowid, words) VALUES (new.ticket_id, new.words); END;
CREATE TRIGGER search_documents_gone AFTER DELETE ON search_documents BEGIN
  INSERT INTO search_documents_index(search_documents_index, rowid, words)
  VALUES ('delete', old.ticket_id, old.words); END;
CREATE TRIGGER search_documents_changed AFTER UPDATE OF words ON search_documents
  WHEN old.words <> new.words BEGIN
  INSERT INTO search_documents_index(search_documents_index, rowid, words)
  VALUES ('delete', old.ticket_id, old.words);
  INSERT INTO search_documents_index(rowid, words) VALUES (new.ticket_id, new.words); END;
CREATE VIRTUAL TABLE search_words_index USING fts5(
  word, content='search_words', content_rowid='id', tokenize='trigram', detail=none, columnsize=0);
CREATE TRIGGER search_words_added AFTER INSERT ON search_words BEGIN
  INSERT INTO search_words_index(rowid, word) VALUES (new.id, new.word); END;
CREATE TRIGGER search_words_gone AFTER DELETE ON search_words BEGIN
  INSERT INTO search_words_index(search_words_index, rowid, word) VALUES ('delete', old.id, old.word); END;
"""


def upgrade() -> None:
    op.create_table(
        "search_documents",
        sa.Column("ticket_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("as_of", UtcDateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["ticket_id"], ["tickets.id"], name=op.f("fk_search_documents_ticket_id_tickets")
        ),
        sa.PrimaryKeyConstraint("ticket_id", name=op.f("pk_search_documents")),
    )
    op.create_table(
        "search_words",
        sa.Column("id", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("word", sa.String(64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_search_words")),
        sa.UniqueConstraint("word", name=op.f("uq_search_words_word")),
    )
    if op.get_bind().dialect.name == "postgresql":
        _postgresql_indexes()
    else:
        for statement in SQLITE.split(";\nCREATE "):
            op.execute(statement if statement.lstrip().startswith("CREATE") else f"CREATE {statement}")


def _postgresql_indexes() -> None:
    # One at a time: two schemas of one database that are made at once share the extension.
    op.execute("SELECT pg_advisory_xact_lock(hashtext('pg_trgm'))")
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm WITH SCHEMA public")
    where = sa.text("SELECT extnamespace::regnamespace::text FROM pg_extension WHERE extname = 'pg_trgm'")
    schema = op.get_bind().scalar(where)
    op.execute(
        "CREATE INDEX search_documents_words ON search_documents"
        " USING gin (array_to_tsvector(string_to_array(words, ' ')))"
    )
    op.execute(f"CREATE INDEX search_words_part ON search_words USING gin (word {schema}.gin_trgm_ops)")
    op.execute("CREATE INDEX search_words_start ON search_words (word text_pattern_ops)")


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        op.execute("DROP TABLE search_words_index")
        op.execute("DROP TABLE search_documents_index")
    op.drop_table("search_words")
    op.drop_table("search_documents")
