"""Countries, cities and streets, the most populous first, because they are drawn by rank."""

from dataclasses import dataclass

from feeds.words import listed


@dataclass(frozen=True, slots=True)
class Country:
    """Country-specific data: phone format, legal forms, currency and e-mail providers."""

    code: str
    dial: str
    trunk: str
    region: str
    currency: str
    legal_forms: tuple[str, ...]
    top_level: str
    mail_hosts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class City:
    """A city: region, postcode pattern (# is a digit, @ a letter), area code."""

    name: str
    region: str
    postcode: str
    area: str


COUNTRIES = {
    "DE": Country(
        "DE",
        "49",
        "0",
        "EMEA",
        "EUR",
        ("GmbH", "GmbH", "AG", "KG", "GmbH & Co. KG", "e.K."),
        "de",
        ("gmail.com", "web.de", "gmx.de", "t-online.de", "outlook.de"),
    ),
    "US": Country(
        "US",
        "1",
        "",
        "AMER",
        "USD",
        ("Inc.", "LLC", "Corp.", "Co."),
        "com",
        ("gmail.com", "yahoo.com", "outlook.com", "icloud.com", "aol.com"),
    ),
    "GB": Country(
        "GB",
        "44",
        "0",
        "EMEA",
        "GBP",
        ("Ltd", "Ltd", "PLC", "LLP"),
        "co.uk",
        ("gmail.com", "hotmail.co.uk", "btinternet.com", "outlook.com"),
    ),
    "FR": Country(
        "FR",
        "33",
        "0",
        "EMEA",
        "EUR",
        ("SARL", "SA", "SAS"),
        "fr",
        ("gmail.com", "orange.fr", "free.fr", "laposte.net"),
    ),
    "IN": Country(
        "IN",
        "91",
        "0",
        "APAC",
        "INR",
        ("Pvt Ltd", "Ltd", "LLP"),
        "in",
        ("gmail.com", "yahoo.co.in", "rediffmail.com"),
    ),
    "JP": Country(
        "JP",
        "81",
        "0",
        "APAC",
        "JPY",
        ("K.K.", "Co., Ltd."),
        "co.jp",
        ("gmail.com", "yahoo.co.jp", "docomo.ne.jp"),
    ),
}
COUNTRY_SHARES = {"DE": 0.35, "US": 0.25, "GB": 0.15, "FR": 0.10, "IN": 0.09, "JP": 0.06}


def _cities(text: str) -> tuple[City, ...]:
    return tuple(City(*line.strip().split("|")) for line in text.strip().splitlines())


CITIES = {
    "DE": _cities("""
        Berlin|BE|10###|30
        Hamburg|HH|20###|40
        München|BY|80###|89
        Köln|NW|50###|221
        Frankfurt am Main|HE|60###|69
        Düsseldorf|NW|40###|211
        Stuttgart|BW|70###|711
        Leipzig|SN|04###|341
        Dresden|SN|010##|351
        Nürnberg|BY|904##|911
        Münster|NW|481##|251
        Würzburg|BY|970##|931
        Lübeck|SH|235##|451
        Göttingen|NI|370##|551
        Saarbrücken|SL|661##|681"""),
    "US": _cities("""
        New York|NY|100##|212
        Los Angeles|CA|900##|213
        Chicago|IL|606##|312
        Houston|TX|770##|713
        Boston|MA|021##|617
        San Francisco|CA|941##|415
        Seattle|WA|981##|206
        Denver|CO|802##|303
        Atlanta|GA|303##|404
        Saint Louis|MO|631##|314
        Springfield|IL|627##|217
        Portland|OR|972##|503"""),
    "GB": _cities("""
        London|England|SW# #@@|20
        Manchester|England|M# #@@|161
        Birmingham|England|B# #@@|121
        Leeds|England|LS# #@@|113
        Glasgow|Scotland|G# #@@|141
        Bristol|England|BS# #@@|117
        Edinburgh|Scotland|EH# #@@|131
        Cardiff|Wales|CF# #@@|292"""),
    "FR": _cities("""
        Paris|Île-de-France|750##|1
        Lyon|Auvergne-Rhône-Alpes|690##|4
        Marseille|Provence-Alpes-Côte d'Azur|130##|4
        Toulouse|Occitanie|310##|5
        Saint-Étienne|Auvergne-Rhône-Alpes|420##|4
        Besançon|Bourgogne-Franche-Comté|250##|3
        Orléans|Centre-Val de Loire|450##|2"""),
    "IN": _cities("""
        Mumbai|Maharashtra|4000##|22
        Bengaluru|Karnataka|5600##|80
        New Delhi|Delhi|1100##|11
        Chennai|Tamil Nadu|6000##|44
        Hyderabad|Telangana|5000##|40
        Pune|Maharashtra|4110##|20"""),
    "JP": _cities("""
        Tokyo|Tokyo|150-0###|3
        Osaka|Osaka|530-0###|6
        Yokohama|Kanagawa|220-0###|45
        Nagoya|Aichi|460-0###|52
        Kyoto|Kyoto|600-8###|75
        Fukuoka|Fukuoka|810-0###|92"""),
}


STREETS = {
    "DE": listed("""Hauptstraße, Bahnhofstraße, Schulstraße, Gartenstraße, Dorfstraße, Bergstraße,
        Lindenstraße, Kirchstraße, Goethestraße, Schillerstraße, Friedrichstraße, Mühlenweg,
        Rosenweg, Ringstraße, Berliner Straße, Kölner Straße, Am Markt, Königsallee, Jägerstraße,
        Beethovenstraße, Mozartstraße, Blumenstraße, Parkstraße, Industriestraße, Hafenstraße,
        Alte Landstraße, Theodor-Heuss-Allee, Karl-Marx-Platz, Bürgermeister-Smidt-Straße"""),
    "US": listed("""Main Street, Oak Avenue, Maple Avenue, Park Avenue, Washington Street,
        Cedar Lane, Elm Street, Lake Drive, Hill Road, Pine Street, Sunset Boulevard,
        Lincoln Avenue, Jefferson Street, Madison Avenue, River Road, Highland Avenue,
        Church Street, Walnut Street, Mill Road, Franklin Street, Chestnut Street, Broadway,
        Martin Luther King Boulevard, Forest Drive, Spring Street, Industrial Parkway"""),
    "GB": listed("""High Street, Station Road, Church Road, Victoria Road, London Road, Park Road,
        Mill Lane, Queens Road, Kings Avenue, Green Lane, Manor Road, The Crescent, York Street,
        Albert Road, Grove Road, Chapel Street, Windsor Drive, Springfield Road, West Street"""),
    "FR": listed("""rue de la République, rue Victor Hugo, avenue Jean Jaurès, rue Pasteur,
        boulevard Gambetta, rue de l'Église, place de la Mairie, avenue du Général de Gaulle,
        rue des Écoles, rue Émile Zola, chemin des Vignes, rue du Château, rue Molière,
        boulevard Saint-Michel, allée des Tilleuls, rue Voltaire"""),
    "IN": listed("""MG Road, Nehru Road, Station Road, Gandhi Road, Park Street, Brigade Road,
        Linking Road, Temple Street, Anna Salai, Residency Road, Lake View Road, Church Street,
        Tilak Road, Rajaji Street, Civil Lines, Hill Road"""),
    "JP": listed("""Shibuya, Ginza, Honmachi, Sakae, Umeda, Naka-dori, Aoyama, Kitahama, Hakata,
        Tenjin, Minato, Sakura-dori, Ebisu, Nihonbashi, Motomachi"""),
}
