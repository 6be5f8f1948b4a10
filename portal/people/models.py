"""`User`, a login; `Visit`, when it was last here; `Citizen`, a person served, with or without a login."""

import unicodedata
import uuid
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from phonenumber_field.modelfields import PhoneNumberField

from portal import clock
from portal.foundation.retention import CLOSED_FOR, Empty, KeepUntil, KeepWith, once_closed
from portal.foundation.words.names import LONGEST_NAME
from portal.foundation.words.ordering import ordered_by
from portal.people import phones
from portal.people.births import Birth, birth_of
from portal.people.querysets import CitizenQuerySet, UserManager
from portal.people.searchable import folded_person, trigrams


class User(AbstractBaseUser):
    """An account: a citizen's, an agent's, or both. What it may do comes from its citizen, mandates and memberships."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("adresse courriel"))
    display_name = models.CharField(_("nom affiché"), max_length=220, blank=True)
    is_active = models.BooleanField(_("compte actif"), default=True)
    is_staff = models.BooleanField(_("membre d’un organisme"), default=False)
    created_at = models.DateTimeField(_("créé le"), default=clock.now, editable=False)
    sessions_ended_at = models.DateTimeField(null=True, editable=False)
    """Every session begun before is void (`actions.end_sessions`)."""
    # Closed by its holder: for thirty days only the page that opens it again answers, then it is erased
    # (`portal.account_closing`). What an operator closes is `is_active`.
    closed_at = models.DateTimeField(_("fermé par sa personne le"), null=True, editable=False)
    erased_at = models.DateTimeField(_("effacé le"), null=True, editable=False)
    search_text = folded_person("email", "display_name")
    name_order = ordered_by("display_name")

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    is_superuser = False  # nobody is above the roles
    acts_as_citizen = False
    """For one request: its roles do not count (`access.middleware`)."""

    objects = UserManager()

    class Meta:
        verbose_name = _("compte")
        verbose_name_plural = _("comptes")
        constraints = [
            models.UniqueConstraint(
                Lower("email"), name="user_email_once", violation_error_message=_("Cette adresse a déjà un compte.")
            ),
            models.CheckConstraint(
                condition=models.Q(erased_at=None) | models.Q(closed_at__isnull=False), name="user_erased_once_closed"
            ),
        ]
        indexes = [
            trigrams("search_text", "user_search_text"),
            models.Index(fields=["closed_at"], condition=models.Q(closed_at__isnull=False), name="user_closed_at"),
        ]

    class Privacy:
        personal = {
            "email": "clear",
            "display_name": "clear",
            "password": "clear",
            "last_login": "clear",
            "search_text": "clear",
            "name_order": "clear",
        }
        retention = [
            KeepUntil("two years without sign-in, then two notices and erasure"),
            Empty(
                fields=("email", "password"),
                days=CLOSED_FOR,
                after="closed_at",
                by="portal.account_closing.erasing.erase_due",
            ),
            once_closed(account="", because="the empty row waits for what names it"),
        ]

    def __str__(self) -> str:
        return self.display_name or self.email

    def get_full_name(self) -> str:
        return str(self)

    def set_password(self, raw_password: str | None) -> None:
        super().set_password(normalized(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        return super().check_password(normalized(raw_password))

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """Bind sessions to the password and to the last time when all of them were ended, on the server."""
        bound = f"{self.password}:{self.sessions_ended_at.isoformat()}" if self.sessions_ended_at else self.password
        return salted_hmac("portal.people.User.session", bound, secret=secret, algorithm="sha256").hexdigest()

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        """Rights come from roles (`access.reach`, `admin_site.SectionAdmin`), never from permission tables."""
        return False

    def has_perms(self, perm_list: list[str], obj: Any = None) -> bool:
        return False

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_staff


class Visit(models.Model):
    """The last visit of an account, by the minute: sessions are erased, and what moved after it is to be said."""

    user = models.OneToOneField(User, models.PROTECT, primary_key=True, related_name="+", verbose_name=_("compte"))
    seen_at = models.DateTimeField(_("vu pour la dernière fois le"), default=clock.now)

    class Meta:
        verbose_name = _("dernière visite")
        verbose_name_plural = _("dernières visites")

    class Privacy:
        personal = {"user": "clear", "seen_at": "clear"}
        retention = [KeepWith("user")]

    def __str__(self) -> str:
        return f"{self.seen_at:%Y-%m-%d %H:%M}"


class Citizen(models.Model):
    """A person served. Name and contact points are in clear: the service sorts, searches and writes by them."""

    class Language(models.TextChoices):
        FRENCH = "fr", _("français")
        ENGLISH = "en", _("anglais")

    class Zone(models.TextChoices):
        """The three clocks of Québec, and any other by its IANA name."""

        TORONTO = "America/Toronto", _("Heure de l’Est (presque tout le Québec)")
        HALIFAX = "America/Halifax", _("Heure de l’Atlantique (Îles-de-la-Madeleine)")
        BLANC_SABLON = "America/Blanc-Sablon", _("Basse-Côte-Nord, à l’est de Natashquan (sans heure d’été)")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(User, models.PROTECT, null=True, blank=True, related_name="citizen")
    given_name = models.CharField(_("prénom"), max_length=LONGEST_NAME, blank=True)
    family_name = models.CharField(_("nom"), max_length=LONGEST_NAME)
    """The whole name of a person who has only one."""
    birth_date = models.DateField(_("date de naissance"), null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("année de naissance, sans le jour"), null=True, blank=True)
    """With `birth_month`, what is known when the day is not: whoever reads `birth_date` finds it unknown."""
    birth_month = models.PositiveSmallIntegerField(_("mois de naissance, sans le jour"), null=True, blank=True)
    # From then on nothing leaves to or about this person, and their mandates are no longer in force.
    died_on = models.DateField(_("date du décès"), null=True, blank=True, editable=False)
    language = models.CharField(_("langue"), max_length=2, choices=Language, default=Language.FRENCH)
    time_zone = models.CharField(_("fuseau horaire"), max_length=40, default=Zone.TORONTO)
    email = models.EmailField(_("adresse courriel"), blank=True)
    email_verified_at = models.DateTimeField(null=True, blank=True, editable=False)
    phone = PhoneNumberField(_("numéro de téléphone"), blank=True)
    # Of an office or a residence: dialled for calls; such a number receives no text message.
    phone_extension = models.CharField(
        _("poste"), max_length=phones.MOST_EXTENSION_DIGITS, blank=True, default="", db_default=""
    )
    phone_verified_at = models.DateTimeField(null=True, blank=True, editable=False)
    postal_address = models.TextField(_("adresse postale"), blank=True)
    created_at = models.DateTimeField(default=clock.now, editable=False)
    search_text = folded_person(
        "email", "family_name", "given_name", "phone", "postal_address", "birth_date", "birth_year", "birth_month"
    )
    name_order = ordered_by("family_name", "given_name")

    objects = CitizenQuerySet.as_manager()

    class Meta:
        verbose_name = _("citoyenne ou citoyen")
        verbose_name_plural = _("citoyennes et citoyens")
        ordering = ["name_order", "pk"]
        indexes = [
            models.Index(fields=["name_order", "id"], name="citizen_name"),
            trigrams("search_text", "citizen_search_text"),
        ]
        constraints = [
            models.UniqueConstraint(
                "phone",
                condition=models.Q(phone_verified_at__isnull=False),
                name="citizen_verified_phone_once",
                violation_error_message=_("Ce numéro est déjà confirmé pour un autre compte."),
            ),
            models.CheckConstraint(
                condition=models.Q(died_on=None)
                | models.Q(birth_date=None)
                | models.Q(died_on__gte=models.F("birth_date")),
                name="citizen_dies_after_birth",
                violation_error_message=_("La date du décès ne peut pas précéder la naissance."),
            ),
            models.CheckConstraint(
                condition=models.Q(phone_verified_at=None) | ~models.Q(phone=""), name="citizen_verified_phone_exists"
            ),
            models.CheckConstraint(
                condition=models.Q(birth_year=None, birth_month=None)
                | models.Q(birth_date=None, birth_year__isnull=False, birth_year__range=(1850, 2200))
                & (models.Q(birth_month=None) | models.Q(birth_month__range=(1, 12))),
                name="citizen_birth_known_in_one_way",
            ),
            models.CheckConstraint(
                condition=models.Q(phone_extension="") | models.Q(phone_verified_at=None) & ~models.Q(phone=""),
                name="citizen_extension_of_a_number_for_calls",
            ),
        ]

    class Privacy:
        personal = {
            "user": "clear",
            "given_name": "clear",
            "family_name": "clear",
            "birth_date": "clear",
            "birth_year": "clear",
            "birth_month": "clear",
            "died_on": "clear",
            "language": "clear",
            "time_zone": "clear",
            "email": "clear",
            "email_verified_at": "clear",
            "phone": "clear",
            "phone_extension": "clear",
            "phone_verified_at": "clear",
            "postal_address": "clear",
            "search_text": "clear",
            "name_order": "clear",
        }
        retention = [
            KeepUntil("no dossier is open and no account exists, by the calendar of each organization"),
            Empty(
                fields=("given_name", "birth_date", "email", "phone", "postal_address"),
                days=CLOSED_FOR,
                after="user__closed_at",
                by="portal.account_closing.erasing.erase_due",
            ),
            once_closed(account="user"),
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    @property
    def birth(self) -> Birth | None:
        """What is known of it, in full or in part: for people to read. Rules read `birth_date`."""
        return birth_of(self.birth_date, self.birth_year, self.birth_month)

    @property
    def telephone(self) -> str:
        """The number with its extension, in the form that `portal.people.phones` keeps; "" when there is none."""
        return phones.joined(self.phone.as_e164, self.phone_extension) if self.phone else ""

    @property
    def has_verified_phone(self) -> bool:
        return bool(self.phone and self.phone_verified_at)


def normalized(password: str | None) -> str | None:
    """The same password typed on two keyboards (composed or decomposed accents) is one.

    NFKC, as NIST SP 800-63B-4 §3.1.1.2 asks."""
    return unicodedata.normalize("NFKC", password) if password else password
