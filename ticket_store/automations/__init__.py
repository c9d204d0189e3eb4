"""What the desk does by itself: when something happens to a ticket that fits, some of its own verbs."""
