"""The requester's side of a ticket: by the signed link of his mails, or by number, e-mail and a code."""
