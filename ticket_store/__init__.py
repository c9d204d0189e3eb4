"""The core: tickets, who may read them, and what must be sent. It imports none of our other rooms."""
