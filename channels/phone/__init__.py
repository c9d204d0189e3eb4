"""The telephone as a Rasa channel (`channels.phone.PhoneInput`): Rasa's `twilio_voice`, made safe."""

from channels.phone.channel import PhoneInput

__all__ = ["PhoneInput"]
