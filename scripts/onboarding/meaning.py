"""What a column means, by its name and values: customer fields, and personal data."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

# Customer attribute -> names of columns, as words in German and English joined by `_`. A name may
# have further words before it, such as `customer_email` or `billing_city`.
NAMES: Mapping[str, str] = {
    "email": (
        "email e_mail mail email_address e_mail_address mail_address email_adresse "
        "e_mail_adresse emailadresse smtp_addr mailadresse"
    ),
    "phone": (
        "phone phone_number telephone telephone_number telefon telefonnummer telefon_nr tel "
        "tel_nr mobile mobile_number mobile_phone mobil mobilnummer handy handynummer "
        "rufnummer phone_no contact_number telf1 cell cell_phone"
    ),
    "first_name": "first_name firstname vorname given_name givenname forename prenom",
    "last_name": "last_name lastname surname nachname family_name familyname familienname nom",
    "full_name": (
        "full_name fullname name customer_name kundenname kunde client_name company "
        "company_name firma firmenname organisation organization account_name "
        "vollstaendiger_name business_name legal_name member_name contact_name holder_name "
        "guest_name name1"
    ),
    "address": (
        "street strasse str address adresse anschrift street_address address_line "
        "address_line1 line1 strasse_hausnummer strasse_nr strasse_und_hausnummer street_name "
        "strasse_and_nr strasse_and_hausnummer street_and_number rue stras"
    ),
    "house_number": "house_number house_no hausnummer haus_nr hausnr street_number",
    "city": "city ort town stadt wohnort municipality place ville ort01",
    "postcode": (
        "postcode post_code zip zip_code zipcode postal_code postalcode plz postleitzahl "
        "pstlz code_postal"
    ),
    "country": (
        "country country_code land laendercode land_code countrycode nation country_iso pays "
        "land1 iso_country"
    ),
    "birth_date": (
        "birth_date birthdate date_of_birth dob birthday geburtsdatum geburtstag geb_datum "
        "geboren geboren_am born born_on gebdat birth_day"
    ),
    "national_id": (
        "national_id tax_id taxid tax_number vat vat_id vat_number vatid ust_id ustid "
        "ust_id_nr ustidnr umsatzsteuer_id steuernummer steuer_nr steuer_id ssn "
        "social_security_number passport_number passport_no stceg ausweisnummer"
    ),
    "segment": "segment customer_segment kundensegment",
    "industry": "industry branche sector",
    "created_date": (
        "created_at created created_on creation_date registered_at registration_date "
        "signup_date sign_up_date customer_since since kunde_seit angelegt_am angelegt erstellt_am "
        "member_since mitglied_seit registered_on registriert_am joined joined_at join_date "
        "erfasst_am"
    ),
}
MATCHING = (
    "full_name", "first_name", "last_name", "email", "phone", "address", "city", "postcode",
    "country", "birth_date", "national_id",
)  # fmt: skip
FIELD_OF_NAME = {name: field for field, names in NAMES.items() for name in names.split()}
# Words before the name of a field that say who has it, and leave its meaning unchanged.
OWNERS = set(
    "customer kunden kunde client member mitglied contact kontakt person buyer account billing home"
    " main primary private user guest gast holder wohn haupt".split()
)
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
PHONE = re.compile(r"(\+|00|0|\()[\d ()/.-]{7,}")
SENSITIVE = re.compile(
    r"iban|account_number|konto_?nummer|kontonr|credit_card|card_number|passport|ssn|salary|gehalt|health|religion"
)
PERSONAL = re.compile(
    r"(^|_)(name|contact|ansprechpartner|user|username|login|ip|ip_address|gender|geschlecht|sex|"
    r"salutation|anrede|title|titel|comment|comments|note|notes|notiz|notizen|bemerkung|bemerkungen|"
    r"kommentar|message|nachricht|remarks|subject|betreff|iban|bic|device_id|cookie|nickname|"
    r"fax|linkedin|twitter|latitude|longitude|author|agent|operator|bearbeiter)(_|$)"
)
# Fields by which records are found to be the same customer.
NAMED = {"full_name", "last_name"}
FOUND_BY = {"email", "phone", "address", "postcode", "birth_date", "national_id"}


def field_of(name: str, values: Sequence[str]) -> str:
    """The customer field of a column; empty if it has none.

    name: in snake case. values: some of its values.
    """
    words = name.split("_")
    for start in range(len(words)):
        if set(words[:start]) <= OWNERS and (found := FIELD_OF_NAME.get("_".join(words[start:]))):
            return found
    if name in FIELD_OF_NAME:
        return FIELD_OF_NAME[name]
    if values and share(values, EMAIL) > 0.7:
        return "email"
    return ""


def share(values: Sequence[str], pattern: re.Pattern[str]) -> float:
    """The share of values that a pattern matches as a whole."""
    return sum(bool(pattern.fullmatch(value)) for value in values) / len(values)


def classification_of(name: str, field: str, values: Sequence[str], is_text: bool) -> str:
    """The class of personal data of a column that is not a key."""
    if field in ("birth_date", "national_id") or SENSITIVE.search(name):
        return "sensitive"
    # Rows of customers are restricted by country, so that is not masked.
    if field == "country" or field in ("segment", "industry", "created_date"):
        return "none"
    if field or PERSONAL.search(name):
        return "personal"
    if is_text and values and (share(values, EMAIL) > 0.2 or share(values, PHONE) > 0.5):
        return "personal"
    return "none"


def is_customer_source(fields: Iterable[str]) -> bool:
    """Whether columns with these fields describe customers: a name, and something to find them."""
    found = set(fields)
    has_name = bool(found & NAMED)
    return (
        has_name
        and bool(found & FOUND_BY)
        or {"email", "phone"} <= found
        and bool(found & {"postcode", "birth_date", "first_name"})
    )
