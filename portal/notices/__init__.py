"""The outbox: something happened that a person may want to know, written in the transaction of what caused it."""
