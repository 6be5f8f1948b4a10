"""What `/healthz` says: for how many people something fails that is done for the others."""

from portal.isolation.models import SetAside


def set_aside() -> str:
    """«ok», or «3 set aside»."""
    count = SetAside.objects.values("citizen").distinct().count()
    return f"{count} set aside" if count else "ok"
