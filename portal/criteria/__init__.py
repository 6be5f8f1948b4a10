"""Criteria: a tree of conditions over the facts of a vocabulary, which its caller gives. No tables, no clock, no I/O.

A tree of `all` / `any` / `not` over leaves {fact, op, value}. Kleene's logic: a leaf whose fact is not given is
unknown, `all` is false as soon as one part is false, `any` true as soon as one part is true. The form is described at
the top of `programs/reference/programs.yaml`.

A vocabulary is two mappings by code: of `vocabulary.FactKind`, what each fact may hold, for `checking`,
`contradictions` and `sql`; of `wording.Worded`, how each is said. `judging` needs neither: a fact that is absent is
unknown.
"""
