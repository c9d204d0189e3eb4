"""The engine's door to the store and to Rasa, beside the forms until it takes over (docs/new-topic.md)."""
