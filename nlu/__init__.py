"""Our Rasa components: normaliser, intent classifier, entity extractor (docs/nlu.md has the measurements)."""
