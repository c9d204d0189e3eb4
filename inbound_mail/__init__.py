"""The incoming worker: mailbox (IMAP) or LMTP/SMTP entry -> letter -> what it means -> ticket store."""
