"""A section of ours appears, or its registration fails: it never vanishes."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib import admin
from django.core.exceptions import ImproperlyConfigured

from portal.gestion.site import ManagementSite, SectionAdmin
from portal.votes.models import Vote
from portal.work_items.models import WorkItem


class VoteAdmin(admin.ModelAdmin):
    """As a newcomer writes it."""


@pytest.mark.parametrize("admin_class", [VoteAdmin, admin.ModelAdmin, None])
@pytest.mark.parametrize("models", [Vote, [WorkItem, Vote]], ids=["one", "several"])
def test_an_admin_class_that_is_no_section_is_refused(admin_class, models):
    with pytest.raises(ImproperlyConfigured, match="SectionAdmin"):
        ManagementSite().register(models, admin_class)


def test_the_tables_of_libraries_stay_out():
    site = ManagementSite()
    site.register(EmailAddress, admin.ModelAdmin)
    assert not site.is_registered(EmailAddress)


def test_a_section_is_registered():
    site = ManagementSite()
    site.register(Vote, type("VoteSection", (SectionAdmin,), {}))
    assert site.is_registered(Vote)
