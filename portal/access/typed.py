"""What a person typed in a form that is refused for good: given back on the page that says so."""

from django.http import HttpRequest


def typed_texts(request: HttpRequest) -> list[str]:
    """Return each text of more than a word that the form held, in its order; never a password."""
    fields = (values for name, values in request.POST.lists() if "password" not in name)
    return [text for values in fields for value in values if len((text := value.strip()).split()) > 1]
