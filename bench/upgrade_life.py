"""What people do at one installation, by whichever version PYTHONPATH names; bench/upgrade.py runs it.

Only what every version has is used. `open WORD…`: a ticket each, complemented; "resolved…" is resolved too.
Either way, at the end, all that is read of every ticket, as JSON.
"""

import json
import os
import sys
from datetime import UTC, datetime

from ticket_store import operations, queries
from ticket_store.authors import Author
from ticket_store.database import connect, reading, transaction

WHO = {f"{n}@fazenda.gov.br" for n in range(10)}  # several: one person may not open many in an hour


def main(words: list[str]) -> None:
    engine = connect(os.environ["DATABASE_URL"])
    for word in words:
        now = datetime.now(UTC)
        with transaction(engine) as session:
            number = operations.open_ticket(
                session,
                email=f"{sum(word.encode()) % 10}@fazenda.gov.br",
                service_code="siafi",
                description=f"O SIAFI não abre: {word}",
                channel="web",
                submission_key=word,
                now=now,
            ).number
            operations.comment(
                session, ticket_number=number, text=f"mais: {word}", author=Author.requester("Ana"), now=now
            )
            if word.startswith("resolved"):
                operations.resolve(
                    session, ticket_number=number, solution="Feito.", author=Author("agent", "Bruno"), now=now
                )
    told = {}
    with reading(engine) as session:
        for ticket in queries.list_tickets(session, emails=WHO):
            history = queries.history(session, ticket_number=ticket.number, internal=True)
            told[ticket.number] = [
                ticket.status,
                ticket.description,
                str(ticket.due_at),
                [[one.kind, one.text] for one in history],
            ]
    print(json.dumps(told))


if __name__ == "__main__":
    main(sys.argv[1:])
