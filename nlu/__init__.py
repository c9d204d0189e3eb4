"""Our Rasa components: normaliser, intent classifier, entity extractor. See docs/nlu.md for what was measured."""
