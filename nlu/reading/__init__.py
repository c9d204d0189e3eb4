"""Reading one message: its words, clauses, spans and references. Pure; knows no Rasa and no dialogue."""
