"""Figures are read in groups of three; a year, a number to copy and what a machine reads are not figures."""

import re

import pytest
from django.template import Context, Template
from django.urls import reverse

from programs.programs.models import Program

N = "\N{NO-BREAK SPACE}"


def rendered(source: str, **context) -> str:
    return Template("{% load i18n l10n %}" + source).render(Context(context))


def test_a_figure_is_grouped_wherever_a_template_prints_it():
    assert rendered("{{ count }}", count=20_000) == f"20{N}000"
    assert rendered("{{ share }}", share=1234.5) == f"1{N}234,5"
    plural = "{% blocktranslate count count=n %}{{ count }} échéance ouverte{% plural %}{{ count }} échéances ouvertes"
    assert rendered(plural + "{% endblocktranslate %}", n=20_000) == f"20{N}000 échéances ouvertes"


def test_small_numbers_and_words_stay():
    assert rendered("{{ count }} {{ words }}", count=999, words="20000") == "999 20000"
    assert rendered("{{ year|unlocalize }}", year=2026) == "2026"


@pytest.mark.django_db
def test_the_year_of_an_amount_is_a_year(client, people):
    for program in Program.objects.published().order_by("code")[:10]:
        page = client.get(reverse("programs:program", args=[program.code])).content.decode()
        assert not re.search(rf"\((1|2){N}\d{{3}}\)", page), program.code
