"""The development inbox: a real SMTP server on loopback that keeps every mail on disk."""
