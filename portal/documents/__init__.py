"""Documents: sealed while they arrive, checked before anybody can open them, downloaded as attachments only."""
