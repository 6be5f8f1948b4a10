"""What somebody began to write and did not send: sealed, found on any of their devices."""
