"""What runs inside the Rasa server: one small class a channel, and the core that all share."""
