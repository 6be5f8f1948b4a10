"""What words for people must not hold: those of kinds, prompts, programs, frequent questions. Pure rules."""
