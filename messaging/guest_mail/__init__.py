"""Secure mail to a person who has no account: a reference by e-mail, and a code or an agreed secret."""
