"""What few processes use is imported where it is used: a command starts without it."""

import os
import subprocess
import sys

from django.conf import settings

from portal.foundation.lazily import Lazily

LISTED = "import django, sys; django.setup(); print(*{name.split('.')[0] for name in sys.modules})"
NOT_AT_THE_START = {"requests", "anymail", "ninja", "aiohttp", "openpyxl"}


def test_a_command_starts_without_them():
    """Before system checks, which import the addresses and so the API."""
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "portal.settings"}
    command = [sys.executable, "-c", LISTED]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, check=True, capture_output=True, text=True)
    assert not NOT_AT_THE_START & set(done.stdout.split())


def test_a_name_is_looked_up_where_it_is_used():
    assert Lazily("json").loads("[1]") == [1]
    try:
        raise KeyError
    except Lazily("builtins").LookupError as error:
        assert isinstance(error, KeyError)
