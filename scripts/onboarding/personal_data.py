"""Detects columns with personal data by their names in the languages of `field_names`, and by their
values."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence


def any_of(patterns: str) -> re.Pattern[str]:
    """The regular expression that matches any of the patterns, which are separated by spaces."""
    return re.compile("|".join(patterns.split()))


# Words and stems of column names: a word without its number is in WORDS, or contains a stem.
SENSITIVE_WORDS = set(
    """
    iban bic bankverbindung konto kontonr kontonummer pan cvv cvc ssn nss bsn dni nie nif cpf curp
    insee passnr passport passeport pasaporte paspoort ausweis ausweisnr ethnicity race rasse
    income password passwort kennwort pin dob geb gebdat geboren birth birthdate birthday born
    nationality salaire sueldo salario loon lohn svnr steuernr tin pesel nip cnpj cpr personnummer
    kimlik urodzenia urodzony nascita nascimento narozeni dogum dowod paszport passaporto
    pensja wynagrodzenie stipendio ordenado loen loenn haslo senha parola""".split()
)
SENSITIVE_STEMS = any_of(
    """
    kontonummer kontonr accountnumber kreditkarte creditcard cardnumber kartennummer kartennr
    ausweis reisepass passport passeport pasaporte paspoort fuehrerschein sozialversicherung
    steuernummer identifikationsnummer geburt birth naissance nacimiento geboorte nascita gehalt
    salary einkommen verguetung gesundheit health krankheit diagnos blutgruppe behinderung
    disability religio konfession ethni staatsangehoerig staatsbuerger nationalit nacionalidad
    maedchenname urodz nascim narozen foedsel foedels rodnecislo codicefiscale personnumm zdrowi
    salute saude obcanstv obywatelstw cittadinanz religi"""
)
# Consecutive words of a name.
SENSITIVE_NAMES = any_of(
    """
    account_(number|no|nr) konto_(nummer|nr|no) credit_card card_(number|no|nr) karten_(nummer|nr)
    driv(er|ing)_?s?_licen[cs]e (sv|rv|kv)_(nummer|nr) social_security tax_(id|number|no)
    steuer_(id|nr) numero_de_(compte|cuenta|tarjeta|securite) rekening_?(nummer|nr) carte_bancaire
    permis_de_conduire codice_fiscale partita_iva rodne_cislo numer_(konta|karty)
    numero_(conto|carta) tc_kimlik"""
)
PERSONAL_WORDS = set(
    """
    name names nom nombre naam prenom apellido apellidos voornaam achternaam initials initialen
    mail email courriel correo phone telephone telefon telefono telefoon tel tlf handy mobile
    mobil movil portable celular cell gsm fax msisdn whatsapp street str strasse rue voie calle
    straat adresse address adres addr direccion domicilio anschrift plz zip zipcode postcode cp
    city town ort stadt ville ciudad localidad plaats woonplaats wohnort contact contacto kontakt
    person user username login nickname ip ipaddress mac gender geschlecht sex sexe sexo geslacht
    salutation anrede civilite tratamiento aanhef title titel comment comments note notes notiz
    notizen bemerkung bemerkungen kommentar message nachricht remarks remarques observaciones
    opmerking opmerkingen subject betreff cookie linkedin twitter instagram facebook lat lng lon
    latitude longitude author agent operator driver fahrer patient owner inhaber titular spouse
    ehepartner conjoint signature unterschrift handtekening age alter edad leeftijd photo foto
    avatar imei plate familienstand bearbeiter imie imiona nazwisko nome cognome sobrenome apelido
    jmeno prijmeni navn fornavn efternavn etternavn namn foernamn efternamn soyad soyadi isim kana
    furigana komorka cellulare telefone telefones telefoni phones emails telemovel eposta epost
    mejl ulica ulice ulicy rua morada endereco indirizzo logradouro gata gade vej sokak cadde
    adresa adress miasto miejscowosc citta cidade localidade mesto obec sehir pocztowy cep psc
    postnummer postnr plec sesso pohlavi cinsiyet uwagi notatka notatki komentarz osservazioni
    observacoes comentario comentarios comentarios poznamka poznamky bemaerkning bemaerkninger
    anmaerkning anteckning wlasciciel proprietario proprietaria vlastnik caller""".split()
)
PERSONAL_STEMS = any_of(
    """vorname nachname familienname firstname lastname surname fullname username telefon telephon
    telefoon handynum handynr mobilnum mobilnr mobilfunk rufnummer strasse hausnummer hausnr
    huisnummer anschrift adress postleitzahl wohnort wohnung ansprechpartner sachbearbeiter
    kontaktperson kontoinhaber emailad unterschrift familienstand personalnummer"""
)
PERSONAL_NAMES = any_of(
    """
    device_id marital etat_civil estado_civil burgerlijke license_plate kfz_kennzeichen user_agent
    code_postal codigo_postal postal_code house_(no|number) haus_nr kod_pocztowy codice_postale
    posta_kodu (created|updated|modified|changed|entered|approved|edited)_by"""
)
# A key identifies a person if its name ends with a key word and has a person word before it.
KEY_WORDS = {"id", "nr", "no", "number", "nummer", "key", "code", "uuid"}
PERSON_WORDS = set(
    "customer kunde kunden client cliente klant member mitglied user patient guest gast employee "
    "mitarbeiter person contact kontakt buyer visitor".split()
)
# Words for a name, and words for a thing: `product_name` is not the name of a person.
NAME_WORDS = {"name", "names", "nom", "nombre", "naam", "nome", "navn", "namn", "nazwa"}
THINGS = set(
    """tariff tarif product produkt produit producto prodotto produto item article artikel articulo
    plan campaign kampagne category kategorie categorie categoria group gruppe brand marke model
    file event page screen table field column queue department abteilung role rolle status type typ
    report project projekt task currency state region province warehouse plant material process
    job server host metric sensor device segment template channel kanal feature""".split()
)
# Share of the values of a column that must look like personal data.
MOSTLY, OFTEN, SOMETIMES = 0.7, 0.5, 0.2
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[A-Za-z]{2,}")
EMAIL_INSIDE = re.compile(r".*\b[\w.+-]+@[\w-]+\.[A-Za-z]{2,}.*")
PHONE = re.compile(
    r"(?!\d{1,2}[./-]\d{1,2}[./-]\d{2,4}$)"  # a date
    r"(?:\+\d[\d ()/.-]{6,}|00[1-9][\d ()/.-]{7,}|0[1-9][\d ()/.-]{6,}|\(\d{2,5}\)[\d ()/.-]{5,}"
    r"|\d{3}[-. ]\d{3}[-. ]\d{4})"
)
IP = re.compile(r"(?:\d{1,3}[.]){3}\d{1,3}")
IBAN = re.compile(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}")
CARD = re.compile(r"\d{15,16}")


def share(values: Sequence[str], pattern: re.Pattern[str]) -> float:
    """The share of values that a pattern matches completely; 0 if there are no values."""
    return share_of(values, lambda value: bool(pattern.fullmatch(value)))


def share_of(values: Sequence[str], is_one: Callable[[str], bool]) -> float:
    """The share of values for which `is_one` is true; 0 if there are no values."""
    return sum(map(is_one, values)) / len(values) if values else 0.0


def is_iban(text: str) -> bool:
    """Whether a string is an IBAN with a correct check number (ISO 13616)."""
    plain = text.replace(" ", "").upper()
    if not IBAN.fullmatch(plain):
        return False
    return int("".join(str(int(one, 36)) for one in plain[4:] + plain[:4])) % 97 == 1


def is_card(text: str) -> bool:
    """Whether a string is a payment card number with a correct check digit (ISO/IEC 7812)."""
    plain = re.sub("[ -]", "", text)
    if not CARD.fullmatch(plain):
        return False
    doubled = [int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(plain))]
    return sum(number - 9 * (number > 9) for number in doubled) % 10 == 0


def class_of_name(name: str) -> str:
    """The class of personal data by a column name in snake case."""
    words = [word.rstrip("0123456789") for word in name.split("_")]
    if len(words) > 1 and words[-1] in NAME_WORDS and set(words[:-1]) <= THINGS:
        return "none"
    if len(words) > 1 and words[-1] in KEY_WORDS and PERSON_WORDS & set(words[:-1]):
        return "pseudonymous"
    joined = "_".join(words)
    if (
        SENSITIVE_WORDS & set(words)
        or any(SENSITIVE_STEMS.search(word) for word in words)
        or SENSITIVE_NAMES.search(joined)
    ):
        return "sensitive"
    if (
        PERSONAL_WORDS & set(words)
        or any(PERSONAL_STEMS.search(word) for word in words)
        or PERSONAL_NAMES.search(joined)
    ):
        return "personal"
    return "none"


def class_of_values(values: Sequence[str], *, is_text: bool) -> str:
    """The class of personal data by a column's values. is_text: whether they are strings."""
    if share_of(values, is_iban) > OFTEN or share_of(values, is_card) > MOSTLY:
        return "sensitive"
    if is_text and (
        share(values, EMAIL_INSIDE) > SOMETIMES
        or share(values, PHONE) > OFTEN
        or share(values, IP) > MOSTLY
    ):
        return "personal"
    return "none"
