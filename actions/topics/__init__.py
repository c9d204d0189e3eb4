"""One file a topic: what the store is asked and what is answered. The steps are declared in data/flows/."""
