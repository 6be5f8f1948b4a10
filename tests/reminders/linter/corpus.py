"""Good and bad texts, each with exactly what the linter must say of it."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Case:
    name: str
    text: str
    codes: set[str] = field(default_factory=set)
    language: str = "fr"
    style: str = "open"
    links: str = "none"
    before: bool = True
    reason: str = ""


def neutral(name: str, text: str, *codes: str, language: str = "fr") -> Case:
    return Case(name, text, set(codes), language=language, style="neutral")


END = " au plus tard le {date}. Marche à suivre : {where}"
LICENCE = "Rappel : permis de conduire à payer," + END

GOOD = [
    Case("open before", LICENCE),
    Case(
        "open with a consequence",
        "Permis à payer, au plus tard le {date}. En retard : plus de conduite. Voir : {where}",
    ),
    Case("open after", "La date du {date} est passée. Ce que vous pouvez encore faire : {where}", before=False),
    Case("after, without the date", "Il est encore temps d’agir. Marche à suivre : {where}", before=False),
    Case("English", "Reminder: licence payment, by {date}. How to: {where}", language="en"),
    Case("year and hour are no file numbers", "Bureau ouvert à 8 h 30 en 2026," + END),
    Case("telephone of ten digits", "Appelez au 418 555-0142," + END),
    Case("toll-free number", "Appelez au 1 877 555-0143," + END),
    Case("abbreviations are no address", "Rappel, p. ex. pour vos pneus d’hiver," + END),
    Case("bare address allowed by {where}", LICENCE, links="bare"),
    Case("ordinary words of an open subject", "Rappel : taxe scolaire," + END),
    Case("two sentences are no address", "Permis à payer. Ça évite des frais," + END),
    Case("a point of service", "Rappel : point de service, au 1er étage, 30 m²," + END),
    Case("small letters of typography", "Rappel : nº de téléphone à mettre à jour," + END),
    neutral("neutral reply", "Une réponse est attendue bientôt. Les choix possibles sont dans votre dossier."),
    neutral("neutral payment", "Un paiement arrive bientôt à échéance. Détails et marche à suivre dans votre dossier."),
    neutral(
        "neutral after", "Une date importante est passée. Voyez dans votre dossier comment limiter les conséquences."
    ),
    neutral("neutral appointment", "Vous avez un rendez-vous bientôt. Date et lieu dans votre dossier."),
    neutral("neutral English", "A payment is due soon. Details and steps are in your file.", language="en"),
    neutral("a word that begins like another", "Vous courez un risque si vous tardez. Détails dans votre dossier."),
]
BAD = [
    Case("NAM", "TREA 9252 0215 : carte à renouveler," + END, {"identifier"}),
    Case("NAM without spaces", "Carte TREA92520215 à renouveler," + END, {"identifier"}),
    Case("NAS", "Votre NAS 046 454 286 :" + END, {"identifier"}),
    Case("NAS with dashes", "046-454-286," + END, {"identifier"}),
    Case("payment card", "Carte 4111 1111 1111 1111," + END, {"identifier"}),
    Case("file number", "Dossier no 12345 à compléter," + END, {"identifier"}),
    Case("file number with a sign", "Demande #4521," + END, {"identifier"}),
    Case("reference", "Référence : AB-99812," + END, {"identifier"}),
    Case("long number", "Le 20260412345 attend," + END, {"identifier"}),
    Case("licence number", "Permis T1234-010190-05," + END, {"identifier"}),
    Case("name", "Bonjour Mme Tremblay, permis à payer," + END, {"identifier"}),
    Case("English name", "Dear Mr. Smith, licence payment by {date}: {where}", {"identifier"}, language="en"),
    Case("postal code", "Au G1R 4Y1, permis à payer," + END, {"identifier"}),
    Case("e-mail", "Écrivez à aide@saaq.example," + END, {"identifier", "link"}),
    Case("amount in an open text", "Frais de 200 $," + END, {"amount"}),
    Case("English amount", "A $25 fee, by {date}: {where}", {"amount"}, language="en"),
    neutral("amount in a neutral text", "Un paiement de 82,50 $ est attendu.", "amount"),
    neutral("amount in words", "Vous devez 300 dollars bientôt.", "amount"),
    neutral("health", "Votre dépistage est prévu bientôt.", "touchy"),
    neutral("health, accents missing", "Rendez-vous a l’hopital bientôt.", "touchy"),
    neutral("justice", "Le tribunal attend votre réponse.", "touchy"),
    neutral("fine", "Une amende arrive à échéance.", "touchy"),
    neutral("family", "La pension alimentaire change bientôt.", "touchy", "touchy"),
    neutral("income", "Votre prestation est prévue bientôt.", "touchy"),
    neutral("status", "Votre demande d’asile avance.", "touchy"),
    neutral("English health", "Your medical screening is soon.", "touchy", language="en"),
    neutral("organization named", "La Régie des exemples attend une réponse.", "organization"),
    neutral("acronym", "La RDE attend une réponse.", "organization"),
    Case("link", "Permis à payer, au plus tard le {date} : https://saaq.example/payer {where}", {"link"}),
    Case("link without a scheme", "Permis à payer, au plus tard le {date} : saaq.gouv.qc.ca {where}", {"link"}),
    Case("link although a bare address is allowed", "Voir www.relais.example,{date} {where}", {"link"}, links="bare"),
    Case("a diagnosis in an open text", "Votre cancer vous oblige à répondre," + END, {"grave"}),
    Case("a diagnosis under full-width letters", "Votre ｃａｎｃｅｒ vous oblige," + END, {"grave", "disguise"}),
    Case("a diagnosis cut by a sign that nobody sees", "Votre can\u200bcer vous oblige," + END, {"grave", "disguise"}),
    Case("justice in an open text", "Amende à payer," + END, {"grave"}),
    Case("status in an open text", "Visa à renouveler," + END, {"grave"}),
    Case("English health in an open text", "Your cancer screening, by {date}: {where}", {"grave"}, language="en"),
    Case("a bold tag", "Permis <b>à payer</b>," + END, {"markup"}),
    Case("an address spelled behind a tag", "Voir <b>exemple</b> point com," + END, {"markup", "link"}),
    Case("an entity", "Permis &agrave; payer," + END, {"markup"}),
    Case("a link of markdown", "[Permis](voir) à payer," + END, {"markup"}),
    Case("full-width letters", "Permis ｅｘｅｍｐｌｅ à payer," + END, {"disguise"}),
    Case("mathematical letters", "Permis \U0001d41a payer," + END, {"disguise"}),
    Case("a Cyrillic letter among ours", "Permis à p\u0430yer," + END, {"disguise"}),
    Case("a full-width address", "Voir ｅｘｅｍｐｌｅ．ｃｏｍ," + END, {"disguise", "link"}),
    Case("an address spelled out", "Allez à exemple point com," + END, {"link"}),
    Case("an address spelled in English", "Go to example dot com by {date}: {where}", {"link"}, language="en"),
    Case("an address in brackets", "Allez à exemple[.]ca," + END, {"link"}),
    Case("an e-mail spelled out", "Écrivez à aide arobase exemple," + END, {"link"}),
    Case("unknown variable", "Bonjour {prenom}, permis à payer," + END, {"variable"}),
    Case("French variable", "Permis à payer le {date} ou le {échéance} : {where}", {"variable"}),
    Case("stray brace", "Permis à payer } le {date} : {where}", {"variable"}),
    Case("asks to click", "Cliquez pour payer," + END, {"swindle"}),
    Case("asks for a code", "Préparez votre NIP," + END, {"swindle"}),
    Case("English click", "Click to pay by {date}: {where}", {"swindle"}, language="en"),
    Case("no date before it", "Permis de conduire à payer. Marche à suivre : {where}", {"no_date"}),
    Case("no way to act", "Permis de conduire à payer, au plus tard le {date}.", {"no_where"}),
    Case("shouting", "URGENT : permis à payer," + END, {"shouting"}),
    Case("exclamation", "Permis à payer! Le {date}. Voir {where}", {"shouting"}),
    Case(
        "a sentence that nobody finishes",
        "Nous vous rappelons que vous devez penser à faire ce qu’il faut pour que le dossier que vous avez ouvert chez "
        "nous puisse suivre son cours normal" + END,
        {"sentence"},
    ),
    Case(
        "words of specialists",
        "Réglementairement, l’immatriculation interprovinciale nécessite l’autorisation administrative préalable. "
        "Régularisation obligatoire, {date}, {where}",
        {"reading"},
    ),
]
