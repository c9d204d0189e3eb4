"""`/atendimento`: the attendants' desk, one topic a file; only who signed in gets past the door."""
