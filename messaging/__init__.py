"""Messaging: every conversation between a citizen and an agent.

What it is: secure mail today, tied to a dossier or to a service; later chat, call-back and appointments.

What it promises: bodies, subjects, file names and contents are sealed at rest; only the citizen, who acts for them and
the team in charge read a conversation, and each reading is journaled; a message sent twice by mistake is one message;
what leaves the portal says nothing of its content.
"""
