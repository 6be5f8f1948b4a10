"""Imported deadlines: deadlines that an organization sends, by file or by its system, each under its own reference."""
