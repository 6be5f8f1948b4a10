"""Limits of a deposit, told to people before they choose a file."""

MEGABYTE = 1024 * 1024
FILE_MEGABYTES = 25
FILE_BYTES = FILE_MEGABYTES * MEGABYTE
"""Below clamd's own limit (StreamMaxLength, 25 MB by default): what it cannot scan whole, it would call clean."""
FILES_A_DEPOSIT = 10
BODY_BYTES = 1024 * MEGABYTE
"""Beyond this a request is cut: no honest deposit comes near."""
PERSON_BYTES = 1024 * MEGABYTE
