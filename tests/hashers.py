"""Passwords of the tests: Argon2 as in service, but quick. It is slow on purpose, and the tests sign in hundreds of
times."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class QuickArgon2(Argon2PasswordHasher):
    time_cost, memory_cost, parallelism = 1, 64, 1
