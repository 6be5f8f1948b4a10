"""What a file is that is neither CSV nor XLSX, by its first bytes, and what to do with it. Pure."""

from django.utils.translation import gettext as _

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_ODF = b"application/vnd.oasis.opendocument"


def is_book(content: bytes) -> bool:
    return content.startswith(b"PK")


def other_kind(content: bytes) -> str:
    """Return what the file is and how to save it, for a kind that people take for a sheet; nothing for the others."""
    start = content[:1024].lstrip(b"\xef\xbb\xbf \r\n\t")
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            return _(
                "Ce fichier Excel est protégé par un mot de passe\u00a0: enregistrez-en une copie sans mot de passe."
            )
        return _("C’est un fichier XLS, l’ancien format d’Excel\u00a0: enregistrez-le en XLSX ou en CSV UTF-8.")
    if start.startswith(b"%PDF"):
        return _("C’est un PDF\u00a0: déposez le fichier du tableur, en XLSX ou en CSV.")
    if start.startswith(b"<"):
        return _(
            "C’est une page web ou du XML, malgré son nom\u00a0: ouvrez-la dans le tableur, enregistrez-la en XLSX."
        )
    if is_book(content):
        return _kind_of_zip(content)
    return ""


def _kind_of_zip(content: bytes) -> str:
    if _ODF in content[:4096]:
        return _("C’est un fichier ODS (LibreOffice)\u00a0: enregistrez-le en XLSX ou en CSV UTF-8.")
    if b"xl/workbook.bin" in content:
        return _("C’est un fichier XLSB (Excel binaire)\u00a0: enregistrez-le en XLSX ou en CSV UTF-8.")
    if b"Index/Document.iwa" in content:
        return _("C’est un fichier Numbers\u00a0: exportez-le en XLSX ou en CSV UTF-8.")
    if b"word/document.xml" in content:
        return _("C’est un document Word\u00a0: déposez le fichier du tableur, en XLSX ou en CSV.")
    return ""
