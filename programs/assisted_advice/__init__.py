"""The questionnaire on the telephone: the agent reads each question aloud.

The same rules answer, the same words explain. Nothing is stored unless the person says so and has a file."""
