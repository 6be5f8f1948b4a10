"""Documents that a command writes are those that it would write now."""

from portal.management.commands import data_model


def test_the_data_model_is_that_of_the_models():
    assert data_model.DOCUMENT.read_text(encoding="utf-8") == data_model.as_markdown(), (
        "run: python3 manage.py data_model --write"
    )
