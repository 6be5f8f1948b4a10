"""What the holder of an account is told by e-mail and in their account: a role given or ended, the account closed."""
