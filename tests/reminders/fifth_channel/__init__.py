"""A fifth outside channel, whole in this folder: a push to a webhook of the person's choice.

An app registers it as any installation could: its description (`apps.py`), its contact point in a table of its own, its
sentences, its adapter. `test_fifth_channel.py` then has the product plan, choose, send, retry, fall back and count it.
"""
