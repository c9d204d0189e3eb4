"""`/api/v1`: tickets and webhooks for other systems, behind tokens with scopes."""
