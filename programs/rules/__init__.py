"""Rules: pure three-valued evaluation of structured criteria. No Django, no clock, no I/O.

A tree of `all` / `any` / `not` over leaves {fact, op, value}. Kleene's logic: a leaf whose fact is not given is
unknown, `all` is false as soon as one part is false, `any` true as soon as one part is true. The form is described
at the top of `programs/reference/programs.yaml`.
"""
