"""Personal data is recognised by names in several languages, and by values."""

from __future__ import annotations

import pytest

from onboarding.meaning import classification_of, field_of, one_per_field
from onboarding.naming import snake_case

PERSONAL = (
    "NAME2|Name 2|Address Line 2|street2|Straße 2|Adresszusatz|Telefon privat|Tel. geschäftl."
    "|Handy-Nr.|PLZ/Ort"
    "|geo.lat|lng|Age|customerEmail|EMail2|E-Mail privat|emailAddressWork|contactPerson"
    "|Ansprechpartner|Sachbearbeiter|ShipTo Name|shipping_address|delivery_city|IP|MAC|Unterschrift"
    "|Nachname (Ehepartner)|vorname2|initials|PhoneHome|Familienstand|marital status|Geschlecht"
    "|numéro de téléphone|courriel|code postal|ville|correo electrónico|apellidos|código postal"
    "|teléfono móvil|voornaam|achternaam|woonplaats|huisnummer|e-mailadres|adresse de livraison"
    "|Imię|Nazwisko|Ulica korespondencyjna|Kod pocztowy|Uwagi|Właściciel kontaktu|cognome|indirizzo"
    "|città|sobrenome|endereco.logradouro|endereco.cep|telefones|Příjmení|PSČ|Fornavn|Efternamn"
    "|Postnummer|Soyadı|Şehir|氏名|フリガナ|性別|電話番号|メールアドレス|郵便番号|住所|created_by"
).split("|")
SENSITIVE = (
    "Geburtsort|Geburtsname|Mädchenname|Geb.-Dat.|birthYear|Konto-Nr.|Kontonummer|IBAN|Kreditkarte"
    "|cardNumber|CVV|Personalausweisnr|SV-Nummer|Steuer-ID|VAT-ID|nationality|Staatsangehörigkeit"
    "|Gehalt|date de naissance|fecha de nacimiento|geboortedatum|numéro de compte|pasaporte|BSN|DNI"
    "|PESEL|Data urodzenia|codice fiscale|data di nascita|data de nascimento|CNPJ|rodné číslo"
    "|fødselsdato|personnummer|doğum tarihi|生年月日"
    "|rekeningnummer|Reisepass-Nr.|driver's licence|Religion|Blutgruppe|social security number"
).split("|")
NEITHER = (
    "Preis|Menge|order status|Artikelgruppe|quantity|country|warehouse|validFrom|SKU|colour|pass"
    "|product_name|tariff name|Nazwa produktu|都道府県|商品名|Data modyfikacji|stato"
    "|discount|currency|Lagerbestand|produit|cantidad|land|Kennzeichen|weight_kg|created_at"
).split("|")


@pytest.mark.parametrize("name", PERSONAL)
def test_a_column_name_shows_personal_data(name: str) -> None:
    words = snake_case(name)
    assert classification_of(words, field_of(words, []), ["abc"], is_text=True) == "personal"


@pytest.mark.parametrize("name", SENSITIVE)
def test_a_column_name_shows_sensitive_data(name: str) -> None:
    words = snake_case(name)
    assert classification_of(words, field_of(words, []), ["abc"], is_text=True) == "sensitive"


@pytest.mark.parametrize("name", NEITHER)
def test_names_of_other_things_are_not_personal(name: str) -> None:
    words = snake_case(name)
    assert classification_of(words, field_of(words, []), ["abc"], is_text=True) == "none"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["ann@example.com", "bob@example.org"], "personal"),
        (["call ann@example.com", "", "none"], "personal"),
        (["+49 221 123456", "0170/1234567"], "personal"),
        (["(212) 555-0100", "212-555-0101"], "personal"),
        (["192.168.0.1", "10.0.0.7"], "personal"),
        (["DE89 3704 0044 0532 0130 00", "FR1420041010050500013M02606"], "sensitive"),
        (["4111111111111111", "5500-0000-0000-0004"], "sensitive"),
        (["DE89 3704 0044 0532 0130 01"], "none"),
        (["4111111111111112"], "none"),
        (['["+49 221 123456", "0170/1234567"]', "[]"], "personal"),
        (['["a", "b"]'], "none"),
        (["01.02.2024", "03.04.2024"], "none"),
        (["A-1001", "A-1002"], "none"),
    ],
)
def test_values_show_the_category_whatever_the_name(values: list[str], expected: str) -> None:
    assert classification_of("x", "", values, is_text=True) == expected


@pytest.mark.parametrize("name", ["customer_id", "Kunden-Nr.", "patientNo", "user.id"])
def test_an_id_of_a_person_is_classified_as_pseudonymous(name: str) -> None:
    assert classification_of(snake_case(name), "", ["7"], is_text=True) == "pseudonymous"


def test_a_record_has_one_name_and_one_address() -> None:
    columns = [
        ("account_name", "full_name"), ("contact_name", "full_name"), ("phone", "phone"),
        ("mobile", "phone"), ("home_city", "city"), ("billing_street", "address"),
        ("billing_city", "city"), ("city_of_birth", ""),
    ]  # fmt: skip
    assert one_per_field(columns) == [
        "full_name", "", "phone", "phone", "", "address", "city", "",
    ]  # fmt: skip


# Label of a column of a customer relationship system -> its field.
LABELS = {
    "Adresse 1: Straße 1": "address",
    "Adresse 1: Postleitzahl": "postcode",
    "Adresse 1: Ort": "city",
    "Adresse 1: Land/Region": "country",
    "Telefon (geschäftlich)": "phone",
    "Telefon (privat)": "phone",
    "Telefon 2": "phone",
    "E-Mail-Adresse 2": "email",
    "Address 1: Street 1": "address",
    "Address 1: ZIP/Postal Code": "postcode",
    "address1_line1": "address",
    "Business Phone": "phone",
    "Adresse 1 : Rue 1": "address",
    "Adresse 1 : Code postal": "postcode",
    "Adresse 1 : Ville": "city",
    "Adresse 1 : Pays/région": "country",
    "Téléphone (bureau)": "phone",
    "Dirección 1: Calle 1": "address",
    "Dirección 1: País o región": "country",
    "Teléfono del trabajo": "phone",
    "Adres 1: Straat 1": "address",
    "Adres 1: Plaats": "city",
    "Telefoon (zakelijk)": "phone",
    "Mailing Street": "address",
    "MailingPostalCode": "postcode",
    "Default Address Address1": "address",
    "Default Address Country Code": "country",
    "Default Address Phone": "phone",
    "Default Address Company": "",
    "Ulica korespondencyjna": "address",
    "Telefon komórkowy": "phone",
    "Nazwa konta": "full_name",
    "endereco.numero": "house_number",
    "endereco.cidade": "city",
    "携帯電話番号": "phone",
    "会社名": "full_name",
    "商品名": "",
    "Adresse 1: Straße 2": "",
    "Adresse 1: Name": "",
    "Telefonanrufe": "",
    "Phone company": "",
    "Massen-E-Mails": "",
}


@pytest.mark.parametrize("label", LABELS)
def test_labels_of_addresses_and_phones_have_their_field(label: str) -> None:
    assert field_of(snake_case(label), []) == LABELS[label]


@pytest.mark.parametrize("values", [["20%", "5%", "0%"], ["19.0", "7"]])
def test_a_tax_rate_is_not_the_number_of_a_tax_payer(values: list[str]) -> None:
    assert field_of("vat", values) == ""
    assert field_of("vat", ["DE123456789"]) == "national_id"


def test_a_list_is_not_compared_with_single_values() -> None:
    assert field_of("telefones", ['["+55 11 96138", "+55 11 41313"]']) == ""
