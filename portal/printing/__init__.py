"""The print room: what goes on paper, in batches that are made, downloaded, printed and, for some, posted.

The mechanism is here once. Each noun that is printed has an adapter (`printables.py`), registered by its own app.
"""
