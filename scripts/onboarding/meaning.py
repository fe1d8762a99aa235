"""Detects customer fields and personal data by the name and values of a column."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

from onboarding.personal_data import EMAIL, MOSTLY, class_of_name, class_of_values, share

# Customer attribute -> names of columns in English, German, French, Spanish and Dutch, as words
# joined by `_`. A name may have further words before it, such as `customer_email`.
NAMES: Mapping[str, str] = {
    "email": (
        "email e_mail mail email_address e_mail_address mail_address email_adresse emailadres "
        "e_mail_adresse emailadresse smtp_addr mailadresse e_mailadres courriel adresse_mail "
        "adresse_email adresse_e_mail correo correo_electronico"
    ),
    "phone": (
        "phone phone_number telephone telephone_number telefon telefonnummer telefon_nr tel "
        "tel_nr mobile mobile_number mobile_phone mobil mobilnummer handy handynummer telefonnr "
        "rufnummer phone_no contact_number telf1 cell cell_phone handy_nr mobil_nr mobiltelefon "
        "numero_de_telephone numero_telephone portable telefono movil celular numero_de_telefono "
        "telefoon telefoonnummer gsm"
    ),
    "first_name": (
        "first_name firstname vorname given_name givenname forename prenom nombre voornaam"
    ),
    "last_name": (
        "last_name lastname surname nachname family_name familyname familienname nom "
        "nom_de_famille apellido apellidos achternaam"
    ),
    "full_name": (
        "full_name fullname name customer_name kundenname kunde client_name company "
        "company_name firma firmenname organisation organization account_name "
        "vollstaendiger_name business_name legal_name member_name contact_name holder_name "
        "guest_name name1 nom_complet raison_sociale nombre_completo razon_social naam "
        "volledige_naam bedrijfsnaam"
    ),
    "address": (
        "street strasse str address adresse anschrift street_address address_line "
        "address_line1 line1 strasse_hausnummer strasse_nr strasse_und_hausnummer street_name "
        "strasse_and_nr strasse_and_hausnummer street_and_number rue stras voie calle direccion "
        "domicilio straat straatnaam adres street1 strasse1 address1"
    ),
    "house_number": (
        "house_number house_no hausnummer haus_nr hausnr street_number huisnummer numero_de_rue"
    ),
    "city": (
        "city ort town stadt wohnort municipality place ville ort01 commune ciudad localidad "
        "poblacion plaats woonplaats stad"
    ),
    "postcode": (
        "postcode post_code zip zip_code zipcode postal_code postalcode plz postleitzahl "
        "pstlz code_postal cp codigo_postal zip_postal_code"
    ),
    "country": (
        "country country_code land laendercode land_code countrycode nation country_iso pays "
        "land1 iso_country pais land_region country_region pays_region pais_region pais_o_region "
        "land_regio"
    ),
    "birth_date": (
        "birth_date birthdate date_of_birth dob birthday geburtsdatum geburtstag geb_datum "
        "geboren geboren_am born born_on gebdat birth_day geb_dat geb_am date_de_naissance "
        "date_naissance naissance fecha_de_nacimiento fecha_nacimiento nacimiento geboortedatum"
    ),
    "national_id": (
        "national_id tax_id taxid tax_number vat vat_id vat_number vatid ust_id ustid "
        "ust_id_nr ustidnr umsatzsteuer_id steuernummer steuer_nr steuer_id ssn "
        "social_security_number passport_number passport_no stceg ausweisnummer nif dni cif bsn "
        "siret siren numero_tva numero_de_tva tva btw_nummer cpf"
    ),
    "segment": "segment customer_segment kundensegment",
    "industry": "industry branche sector",
    "created_date": (
        "created_at created created_on creation_date registered_at registration_date "
        "signup_date sign_up_date customer_since since kunde_seit angelegt_am angelegt erstellt_am "
        "member_since mitglied_seit registered_on registriert_am joined joined_at join_date "
        "erfasst_am date_de_creation date_creation date_inscription fecha_alta fecha_de_alta "
        "aangemaakt aangemaakt_op created_date kundenseit"
    ),
}
# Customer attributes that matching does not read.
OTHER_ATTRIBUTES = ("segment", "industry", "created_date")
FIELD_OF_NAME = {name: field for field, names in NAMES.items() for name in names.split()}
# Words before the name of a field that name its owner but do not change its meaning.
OWNERS = set(
    "customer kunden kunde client member mitglied contact kontakt person buyer account billing home"
    " main primary private user guest gast holder wohn haupt adherent cliente klant lid".split()
)
# Words before or after the name of a phone number or e-mail address that say which one it is.
KINDS = set(
    "geschaeftlich geschaeftl privat priv dienstlich mobil buero arbeit firma zentrale business"
    " home work office private mobile other main primary secondary personal landline bureau"
    " domicile professionnel professionnelle personnel personnelle prive travail fixe del de"
    " trabajo particular oficina casa movil fijo zakelijk zakelijke werk thuis mobiel vast vaste"
    " kantoor".split()
)
OF_SEVERAL_KINDS = ("email", "phone")
# A part of an address, such as `adresse1_strasse1`.
PART = re.compile(r"(?P<address>(?:address|adresse|anschrift|adres|direccion)\d*)_(?P<part>.+)")
# Fields that a record has only once, those of an address last.
ADDRESS = ("address", "house_number", "postcode", "city", "country")
ONE_PER_RECORD = ("full_name", "first_name", "last_name", "birth_date", "national_id", *ADDRESS)
# Fields by which records of the same customer are found.
NAMED = {"full_name", "last_name"}
FOUND_BY = {"email", "phone", "address", "postcode", "birth_date", "national_id"}


def split_name(name: str) -> tuple[str, str]:
    """(words before the name of a field, customer field) of a name in snake case; two empty strings
    if it has no field."""
    if name in FIELD_OF_NAME:
        return "", FIELD_OF_NAME[name]
    words = name.split("_")
    for start in range(1, len(words)):
        field = FIELD_OF_NAME.get("_".join(words[start:]))
        if field and set(words[:start]) <= OWNERS:
            return "_".join(words[:start]), field
    found = PART.fullmatch(name)
    for part in (found["part"], found["part"].removesuffix("1")) if found else ():
        if (field := FIELD_OF_NAME.get(part, "")) in ADDRESS:
            return found["address"], field
    return "", field_of_kind(name.rstrip("0123456789").split("_"))


def field_of_kind(words: Sequence[str]) -> str:
    """email or phone, if the words are one of its names and its kind, such as `home_phone` and
    `telefon_privat`; empty otherwise."""
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            field = FIELD_OF_NAME.get("_".join(words[start:end]), "")
            kinds = {*words[:start], *words[end:]}
            if field in OF_SEVERAL_KINDS and kinds <= KINDS | OWNERS:
                return field
    return ""


def field_of(name: str, values: Sequence[str]) -> str:
    """The customer field of a column; empty if it has none.

    name: in snake case. values: some of its values.
    """
    field = split_name(name)[1]
    return field or ("email" if share(values, EMAIL) > MOSTLY else "")


def one_per_field(columns: Sequence[tuple[str, str]]) -> list[str]:
    """The fields, each for one column only: a record has one name and one address. Of several
    columns, one with an unqualified name wins, otherwise the first; all parts of an address are
    taken from the same one.

    columns: (name in snake case, field) of each column.
    """
    owners = [split_name(name)[0] for name, _ in columns]
    chosen: dict[str, int] = {}
    home = ""
    for field in ONE_PER_RECORD:
        places = [place for place, (_, found) in enumerate(columns) if found == field]
        if not places:
            continue
        wanted = (home, "") if field in ADDRESS and home else ("",)
        chosen[field] = min(places, key=lambda place: (owners[place] not in wanted, place))
        if field in ADDRESS and not home:
            home = owners[chosen[field]]
    return [
        field if field not in chosen or chosen[field] == place else ""
        for place, (_, field) in enumerate(columns)
    ]


def classification_of(
    name: str, field: str, values: Sequence[str], is_text: bool, is_birth: bool = False
) -> str:
    """The class of personal data of a column that is not a key. is_birth: whether its values are
    probably dates of birth."""
    by_values = class_of_values(values, is_text=is_text) if values else "none"
    if field in ("birth_date", "national_id") or is_birth or "sensitive" in (
        by_values, class_of_name(name)
    ):  # fmt: skip
        return "sensitive"
    # Access to customer rows is restricted by country, so the country is not masked.
    if field in ("country", "segment", "industry", "created_date"):
        return "none"
    return "personal" if field else by_values if by_values != "none" else class_of_name(name)


def is_customer_source(fields: Iterable[str]) -> bool:
    """Whether columns with these fields describe customers: a name and a field to match by."""
    found = set(fields)
    has_name = bool(found & NAMED)
    return (
        has_name
        and bool(found & FOUND_BY)
        or {"email", "phone"} <= found
        and bool(found & {"postcode", "birth_date", "first_name"})
    )
