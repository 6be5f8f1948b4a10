"""The result of the questionnaire by post, for somebody without account, e-mail or printer.

Name and address are asked for this letter only, sealed, and emptied when it is printed."""
