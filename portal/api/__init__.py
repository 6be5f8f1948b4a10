"""The API of organizations: their systems are let in, to what each app offers."""
