"""Portal: the project and its ground floor.

What it is: settings, addresses, schedule; people, organizations, mandates, consents, notices, work items, dossiers,
documents, and the pages that compose what the upper apps offer.

What it promises: it knows nobody above it (`messaging`, `programs`, `reminders` are named by string only); what a
person may see is decided in one place (`portal.access`); every action leaves a row in the journal (`portal.audit`).

This module imports nothing, so that `portal.launch` runs on a bare Python.
"""
