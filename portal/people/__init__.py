"""Accounts (`User`) and people served (`Citizen`): a person may be served without an account."""
