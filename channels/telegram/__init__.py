"""Telegram as a Rasa channel (`channels.telegram.TelegramInput`): Rasa's own cannot answer with the library
versions that it resolves to, and takes messages from anybody."""

from channels.telegram.channel import TelegramInput

__all__ = ["TelegramInput"]
