"""Opening a ticket on the page, without the chat and without JavaScript."""
