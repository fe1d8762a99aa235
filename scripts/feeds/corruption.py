"""Typical data errors: each function takes a clean string and returns a corrupted one."""

import re
import unicodedata

from feeds.names import NICKNAMES
from feeds.streams import Stream

PLACEHOLDER_EMAILS = ("test@test.com", "none@none.com", "N/A", "noreply@example.com")
PLACEHOLDER_PHONES = ("000-000-0000", "0000000000", "999-999-9999", "N/A", "123456789")
NEIGHBOURS = dict(
    zip(
        "abcdefghijklmnopqrstuvwxyz",
        "sq vn xv sf wr dg fh gj uo hk jl k n bm ip o wa et ad ry yi cb qe zc tu xa".split(),
        strict=True,
    )
)
GERMAN = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
)
STREET_SHORT = (
    ("straße", "str."),
    ("Straße", "Str."),
    ("strasse", "str."),
    ("platz", "pl."),
    ("allee", "al."),
    ("Street", "St"),
    ("Avenue", "Ave"),
    ("Road", "Rd"),
    ("Drive", "Dr"),
    ("Boulevard", "Blvd"),
    ("boulevard", "bd"),
    ("avenue", "av."),
    ("Lane", "Ln"),
    ("Parkway", "Pkwy"),
    ("place", "pl."),
    ("chemin", "ch."),
    ("Saint", "St"),
)
LEGAL_VARIANTS = {
    "GmbH": ("GmbH", "GmbH", "G.m.b.H.", "Gesellschaft mbH", "gmbh", ""),
    "AG": ("AG", "AG", "Aktiengesellschaft", ""),
    "KG": ("KG", "KG", "K.G.", ""),
    "GmbH & Co. KG": ("GmbH & Co. KG", "GmbH & Co KG", "GmbH u. Co. KG", "GmbH", ""),
    "e.K.": ("e.K.", "eK", ""),
    "Inc.": ("Inc.", "Inc", ", Inc.", "Incorporated", ""),
    "LLC": ("LLC", "L.L.C.", "LLC", ""),
    "Corp.": ("Corp.", "Corporation", "Corp", ""),
    "Co.": ("Co.", "Company", "Co", ""),
    "Ltd": ("Ltd", "Ltd.", "Limited", "LTD", ""),
    "PLC": ("PLC", "plc", "P.L.C.", ""),
    "LLP": ("LLP", "LLP", "L.L.P.", ""),
    "SARL": ("SARL", "S.A.R.L.", "Sarl", ""),
    "SA": ("SA", "S.A.", ""),
    "SAS": ("SAS", "S.A.S.", ""),
    "Pvt Ltd": ("Pvt Ltd", "Pvt. Ltd.", "Private Limited", "(P) Ltd", ""),
    "K.K.": ("K.K.", "KK", "Kabushiki Kaisha", ""),
    "Co., Ltd.": ("Co., Ltd.", "Co Ltd", "Company Limited", ""),
    "": ("",),
}


def typo(stream: Stream, text: str) -> str:
    """One typo after the first letter: a swapped, dropped, doubled or neighbouring key."""
    if len(text) < 4:
        return text
    place = stream.integer(1, len(text) - 2)
    kind = stream.random()
    if kind < 0.3:
        return text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    if kind < 0.55:
        return text[:place] + text[place + 1 :]
    if kind < 0.75:
        return text[:place] + text[place] + text[place:]
    near = NEIGHBOURS.get(text[place].lower(), "e")
    return text[:place] + stream.pick(near) + text[place + 1 :]


def swap_digits(stream: Stream, text: str) -> str:
    """The string with two adjacent different digits swapped, if there are any."""
    places = [
        at
        for at in range(len(text) - 1)
        if text[at].isdigit() and text[at + 1].isdigit() and text[at] != text[at + 1]
    ]
    if not places:
        return text
    place = stream.pick(places)
    return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def without_marks(text: str) -> str:
    """The string without accents and umlauts (é -> e, ü -> u, ß -> ss)."""
    if text.isascii():
        return text
    parts = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    return "".join(letter for letter in parts if not unicodedata.combining(letter))


def german_ascii(text: str) -> str:
    """The string with umlauts as AE, OE, UE and without other accents."""
    return text if text.isascii() else without_marks(text.translate(GERMAN))


def spelling(stream: Stream, text: str, kept: float, german: bool) -> str:
    """The string with diacritics (probability `kept`), or folded in one of two ways."""
    if text.isascii() or stream.chance(kept):
        return text
    return german_ascii(text) if german and stream.chance(0.75) else without_marks(text)


def nickname(stream: Stream, first: str) -> str:
    """A common nickname for a first name, or the name itself."""
    forms = NICKNAMES.get(first)
    return stream.pick(forms) if forms else first


def short_street(street: str) -> str:
    """The street with its type abbreviated."""
    for long, short in STREET_SHORT:
        if long in street:
            return street.replace(long, short)
    return street


def legal_form(stream: Stream, form: str) -> str:
    """A spelling of the legal form, which may be empty."""
    return stream.pick(LEGAL_VARIANTS[form])


def mail_variant(stream: Stream, email: str) -> str:
    """Another spelling of the same mailbox: a plus tag, or other dots at Gmail."""
    local, _, host = email.partition("@")
    if host == "gmail.com" and stream.chance(0.5):
        return (local.replace(".", "") if "." in local else f"{local[:3]}.{local[3:]}") + "@" + host
    tag = stream.pick(("shop", "orders", "news", "info", "web", "service", "c360", "promo"))
    return f"{local}+{tag}{stream.pick(('', '', '24', '25', '1', '2'))}@{host}"


def mail_typo(stream: Stream, email: str) -> str:
    """The e-mail address with a typo in its local part."""
    local, _, host = email.partition("@")
    return f"{typo(stream, local)}@{host}"


def slug(text: str) -> str:
    """The letters and digits of a name, as used in internet addresses."""
    return re.sub(r"[^a-z0-9]+", "", german_ascii(text).lower())
