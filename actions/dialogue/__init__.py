"""The engine of the conversation: commands over declared flows. Knows no topic, no store and no word of a
language."""
