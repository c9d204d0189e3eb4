"""Rocket.Chat, through its outgoing webhooks and its REST API."""

from channels.rocketchat.channel import RocketChatInput

__all__ = ["RocketChatInput"]
