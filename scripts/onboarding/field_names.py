"""The names that sources give to customer fields, in English, German, French, Spanish, Dutch,
Polish, Italian, Portuguese, Czech, Danish, Swedish and Turkish, in snake case."""

from __future__ import annotations

from collections.abc import Mapping

# Customer attribute -> names of columns, as words joined by `_`. A name may have further words
# before or after it, such as `customer_email`.
NAMES: Mapping[str, str] = {
    "email": (
        "email e_mail mail email_address e_mail_address mail_address email_adresse emailadres "
        "e_mail_adresse emailadresse smtp_addr mailadresse e_mailadres courriel adresse_mail "
        "adresse_email adresse_e_mail correo correo_electronico adres_e_mail adres_email "
        "adres_poczty poczta_elektroniczna indirizzo_email indirizzo_e_mail indirizzo_mail "
        "posta_elettronica endereco_de_email endereco_de_e_mail endereco_email "
        "endereco_eletronico correio_eletronico e_mailova_adresa emailova_adresa epost e_post "
        "epostadress e_postadress epostadresse e_postadresse mejl eposta e_posta e_posta_adresi"
    ),
    "phone": (
        "phone phone_number telephone telephone_number telefon telefonnummer telefon_nr tel "
        "tel_nr mobile mobile_number mobile_phone mobil mobilnummer handy handynummer telefonnr "
        "rufnummer phone_no contact_number telf1 cell cell_phone handy_nr mobil_nr mobiltelefon "
        "numero_de_telephone numero_telephone portable telefono movil celular numero_de_telefono "
        "telefoon telefoonnummer gsm numer_telefonu nr_telefonu telefon_komorkowy komorka "
        "numer_komorki tel_kom cellulare telefono_cellulare numero_di_telefono "
        "recapito_telefonico telefone telemovel numero_de_telefone contacto_telefonico "
        "telefonni_cislo mobilni_telefon mobilni_cislo tlf tlf_nr telefon_numarasi cep_telefonu"
    ),
    "first_name": (
        "first_name firstname vorname given_name givenname forename prenom nombre voornaam imie "
        "imiona nome primo_nome primeiro_nome nome_proprio jmeno krestni_jmeno fornavn foernamn "
        "isim"
    ),
    "last_name": (
        "last_name lastname surname nachname family_name familyname familienname nom "
        "nom_de_famille apellido apellidos achternaam nazwisko cognome sobrenome apelido "
        "ultimo_nome nome_de_familia prijmeni efternavn etternavn efternamn soyad soyadi soyisim"
    ),
    "full_name": (
        "full_name fullname name customer_name kundenname kunde client_name company company_name "
        "firma firmenname organisation organization account_name vollstaendiger_name "
        "business_name legal_name member_name contact_name holder_name guest_name name1 "
        "nom_complet raison_sociale nombre_completo razon_social naam volledige_naam bedrijfsnaam "
        "imie_i_nazwisko imie_nazwisko nazwisko_i_imie nazwa_firmy nazwa_konta nazwa_klienta "
        "nazwa_kontrahenta nome_completo nome_e_cognome cognome_e_nome nome_cognome nominativo "
        "ragione_sociale azienda nome_azienda razao_social nome_fantasia empresa nome_da_empresa "
        "nome_do_cliente nome_cliente nombre_y_apellidos nombre_empresa jmeno_a_prijmeni "
        "nazev_firmy nazev_spolecnosti navn fulde_navn firmanavn virksomhed namn foeretag "
        "foeretagsnamn ad_soyad adi_soyadi isim_soyisim firma_adi sirket sirket_adi"
    ),
    "address": (
        "street strasse str address adresse anschrift street_address address_line address_line1 "
        "line1 strasse_hausnummer strasse_nr strasse_und_hausnummer street_name strasse_and_nr "
        "strasse_and_hausnummer street_and_number rue stras voie calle direccion domicilio straat "
        "straatnaam adres street1 strasse1 address1 ulica ulica_i_numer ulica_i_nr "
        "adres_zamieszkania indirizzo indirizzo1 via_e_numero rua endereco endereco1 logradouro "
        "morada ulice ulice_a_cislo adresa gade gadenavn vej vejnavn gateadresse gata gatuadress "
        "adress sokak cadde"
    ),
    "house_number": (
        "house_number house_no hausnummer haus_nr hausnr street_number huisnummer numero_de_rue "
        "numer_domu nr_domu numero_civico civico numero_da_casa cislo_popisne cislo_domu "
        "husnummer husnr kapi_no"
    ),
    "city": (
        "city ort town stadt wohnort municipality place ville ort01 commune ciudad localidad "
        "poblacion plaats woonplaats stad miasto miejscowosc citta comune cidade municipio "
        "localidade concelho mesto obec postort sehir"
    ),
    "postcode": (
        "postcode post_code zip zip_code zipcode postal_code postalcode plz postleitzahl pstlz "
        "code_postal cp codigo_postal zip_postal_code kod_pocztowy kod_korespondencyjny "
        "codice_postale cap cep psc postnummer postnr posta_kodu"
    ),
    "country": (
        "country country_code land laendercode land_code countrycode nation country_iso pays "
        "land1 iso_country pais land_region country_region pays_region pais_region pais_o_region "
        "land_regio kraj panstwo paese nazione zeme ulke"
    ),
    "birth_date": (
        "birth_date birthdate date_of_birth dob birthday geburtsdatum geburtstag geb_datum "
        "geboren geboren_am born born_on gebdat birth_day geb_dat geb_am date_de_naissance "
        "date_naissance naissance fecha_de_nacimiento fecha_nacimiento nacimiento geboortedatum "
        "data_urodzenia data_di_nascita data_nascita nascita data_de_nascimento data_nascimento "
        "dt_nascimento nascimento datum_narozeni narozeni foedselsdato foedselsdag foedelsedatum "
        "dogum_tarihi"
    ),
    "national_id": (
        "national_id tax_id taxid tax_number vat vat_id vat_number vatid ust_id ustid ust_id_nr "
        "ustidnr umsatzsteuer_id steuernummer steuer_nr steuer_id ssn social_security_number "
        "passport_number passport_no stceg ausweisnummer nif dni cif bsn siret siren numero_tva "
        "numero_de_tva tva btw_nummer cpf pesel numer_pesel nip numer_nip regon codice_fiscale "
        "cod_fiscale partita_iva p_iva piva cnpj cpf_cnpj contribuinte rodne_cislo ico dic cpr "
        "cpr_nummer cvr personnummer organisationsnummer orgnr tc_kimlik_no vergi_no "
        "vergi_numarasi"
    ),
    "segment": "segment customer_segment kundensegment segmento segment_klienta",
    "industry": "industry branche sector branza settore setor sektor",
    "created_date": (
        "created_at created created_on creation_date registered_at registration_date signup_date "
        "sign_up_date customer_since since kunde_seit angelegt_am angelegt erstellt_am "
        "member_since mitglied_seit registered_on registriert_am joined joined_at join_date "
        "erfasst_am date_de_creation date_creation date_inscription fecha_alta fecha_de_alta "
        "aangemaakt aangemaakt_op created_date kundenseit data_utworzenia data_rejestracji "
        "data_di_creazione data_creazione data_registrazione data_iscrizione criado_em "
        "data_de_criacao data_criacao data_de_cadastro data_cadastro datum_vytvoreni vytvoreno "
        "oprettet skapad olusturma_tarihi kayit_tarihi created_time creation_time"
    ),
}
# Words before or after the name of a field that name its owner but do not change its meaning.
OWNERS = set(
    "customer kunden kunde client member mitglied contact kontakt person buyer account "
    "billing home main primary private user guest gast holder wohn haupt adherent cliente "
    "klant lid mailing default other postal permanent correspondence korespondencyjny "
    "korespondencyjna korespondencyjne zamieszkania zameldowania residenza residencia "
    "klient klienta kontaktowy zakaznik musteri".split()
)
# Words before or after the name of a phone number or e-mail address that say which one it is.
KINDS = set(
    "geschaeftlich geschaeftl privat priv dienstlich mobil buero arbeit firma zentrale "
    "business home work office private mobile other main primary secondary personal "
    "landline bureau domicile professionnel professionnelle personnel personnelle prive "
    "travail fixe del de trabajo particular oficina casa movil fijo zakelijk zakelijke werk "
    "thuis mobiel vast vaste kantoor domowy dodatkowy sluzbowy prywatny komorkowy ufficio "
    "lavoro cellulare personale secondario escritorio trabalho pessoal residencial "
    "comercial domaci pracovni soukromy arbejde arbete hem ev is dodatkowe".split()
)
