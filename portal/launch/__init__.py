"""Launch: what `manage.py` does before Django exists.

What it is: set-up of a bare checkout, the embedded PostgreSQL and its three roles, the demonstration's processes.

What it promises: the standard library alone (`roles` and `catalogues` excepted, run apart once set up); one plain
French sentence and what to do next for whatever fails; a start that was cut short is repaired by the next one.
"""
