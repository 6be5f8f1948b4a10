"""Types of document that people have and that programs ask for («bail», «preuve de naissance»…)."""
