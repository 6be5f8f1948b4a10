"""Papers: the kinds of paper that people have and that programs ask for («bail», «preuve de naissance»…)."""
