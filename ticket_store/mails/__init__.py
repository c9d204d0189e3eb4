"""What our mails say: templates, the names that they know and their words; notifications sends them."""
