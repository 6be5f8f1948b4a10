"""What an operator may set: one list (`declared`), read and checked (`reading`); `guide` makes two documents of it.

A setting is honoured or refused, never dropped in silence.
"""
