"""WSGI application of the pages (`granian --interface wsgi portal.wsgi:application`)."""

import os

from django.core.wsgi import get_wsgi_application
from django.utils.module_loading import import_string

from portal.environment import processes
from portal.environment.processes import Process

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
processes.declare(Process.PAGES)
application = get_wsgi_application()
# Wrong keys, no tables: the process ends here, with a sentence that says what to do.
import_string("portal.installation.starting.require")()
