"""Becoming staff and ceasing to be: invitations that their person accepts, roles ended, accounts closed."""
