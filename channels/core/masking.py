"""CPF and payment card numbers never reach Rasa, its tracker or a log: the rule is everybody's (ground)."""

from ground.masking import CARD_MASK, CPF_MASK, is_card, is_cpf, mask

__all__ = ["CARD_MASK", "CPF_MASK", "is_card", "is_cpf", "mask"]
