"""What this room writes into a ticket; what it says to people is worded in ticket_store/mails/templates."""

BOUNCED = (
    "O e-mail enviado ao solicitante voltou sem ser entregue (código {status}). "
    "Confira o endereço ou fale com a pessoa por outro meio."
)
WHOLE_MESSAGE = "mensagem-completa.txt"
