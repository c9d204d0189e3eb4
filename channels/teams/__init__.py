"""Microsoft Teams, through the Bot Connector (`channels.teams.TeamsInput`)."""

from channels.teams.channel import TeamsInput

__all__ = ["TeamsInput"]
