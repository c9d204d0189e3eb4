"""WhatsApp (Meta's Cloud API) as a Rasa channel (`channels.whatsapp.WhatsAppInput`): Rasa brings none."""

from channels.whatsapp.channel import WhatsAppInput

__all__ = ["WhatsAppInput"]
