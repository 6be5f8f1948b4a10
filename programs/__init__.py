"""The advisor: the public catalogue of programs, a person's situation, and which programs they could be entitled to.

What it promises:
- Programs are data that organizations own; the same structured criteria answer for everyone, and say why.
- Three-valued: an unknown fact never becomes a no, and never becomes a suggestion.
- It asks only what can still change an answer; without an account, answers live in a sealed short-lived cookie.
- It informs, the organization decides (Access Act, chapter A-2.1, s. 65.2); a figure carries its year and confidence.
- A situation is sealed; a finding is seen by its citizen (and their representatives), by nobody else.

Floors: facts, rules (pure) → programs, life events → situations → findings.
"""
