"""Columns of standardised records, encoded as codes into their distinct texts."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from .texts import Codes, Texts

FIELDS = ("email", "phone", "address", "city", "postcode", "birth_date", "national_id")
"""Fields that are compared only with the same field."""
ALONE = ("source", "full_name", "party_kind", "generation", "salutation", "legal_form", "country")
LONGEST = 200
"""Most characters of a value that are compared: extremely long texts would take minutes."""
MAILBOX, OWN_MAILBOX, MAILBOX_LETTERS = "mailbox", "own_mailbox", 5
MAILBOX_FORMS = ("first_last", "last_first", "initial_last", "last_initial", "first_initial")
"""The ways to build a mailbox from a person's names: annlee, leeann, alee, leea, annl."""
ROLE_MAILBOXES = frozenset(
    """
    abuse accounting accounts accueil admin administracion administration administrator
    amministrazione billing buchhaltung buero bureau careers commercial compras
    comptabilite contact contabilidad contacto contatto einkauf empfang enquiries facturacion
    finance hello help helpdesk hostmaster info informacion information infos inquiries invoice
    invoices jobs kontakt kundenservice mail mailbox management marketing newsletter noreply
    office orders personal postmaster presse press procurement purchasing reception rechnung
    reservations sales secretariat security sekretariat service shop support team ventas verkauf
    vertrieb verwaltung vendite webmaster zentrale
    """.split()
)
"""Mailboxes of a role, not of a person; the same list as in the macro role_mailboxes."""
COMPARED_COLUMNS = (
    *FIELDS, *ALONE, "first_name", "last_name", "first_root", "last_root", "org_name",
)  # fmt: skip
"""Columns of standardised records from which pairs are scored."""


@dataclass(frozen=True)
class Column:
    """A text column of n records: codes into its distinct texts; code -1 is missing."""

    codes: Codes
    texts: Texts

    @property
    def values(self) -> NDArray[np.object_]:
        """The distinct texts by code."""
        return self.texts.values


Columns = Mapping[str, Column]


def encode_records(records: pd.DataFrame | pa.Table) -> dict[str, Column]:
    """Encode the columns of standardised records; first and last names share their texts.

    So do their roots, the names that they are short for.
    """
    first, last = encode(records["first_name"], records["last_name"])
    first_root, last_root = encode(records["first_root"], records["last_root"])
    alone = (*FIELDS, *ALONE)
    return (
        {name: encode(records[name])[0] for name in alone}
        | {
            "first_name": first,
            "last_name": last,
            "first_root": first_root,
            "last_root": last_root,
            "joined_name": encode(_without_spaces(records["org_name"]))[0],
        }
        | _mailbox_names(records)
    )


def _mailbox_names(records: pd.DataFrame | pa.Table) -> dict[str, Column]:
    """Return the letters of each mailbox, and the mailboxes that each record's names can give.

    OWN_MAILBOX is missing unless a record's mailbox is built from its own names.
    MAILBOX has the letters before the @, if they are MAILBOX_LETTERS or more, not a role's, and not
    built from the record's own names. The columns of MAILBOX_FORMS share its texts; a form that is
    not the mailbox of another record is missing.
    """
    first, last = (text_column(records[name]) for name in ("first_name", "last_name"))
    given = pc.replace_substring_regex(first, r"^(\S+)\s.*$", r"\1")
    first, last = (pc.replace_substring(names, " ", "") for names in (first, last))
    initials = [pc.utf8_slice_codeunits(names, 0, 1) for names in (first, last)]
    forms = [
        ((first, last), (given, last)),
        ((last, first), (last, given)),
        ((initials[0], last),),
        ((last, initials[0]),),
        ((first, initials[1]),),
    ]
    local = pc.replace_substring_regex(text_column(records["email"]), "@.*$|[^a-z]", "")
    is_role = pc.is_in(local, pa.array(sorted(ROLE_MAILBOXES)))
    is_other = pc.or_(is_role, pc.less(pc.utf8_length(local), MAILBOX_LETTERS))
    letters = pc.if_else(is_other, None, pc.utf8_upper(local))
    built = [[pc.binary_join_element_wise(*names, "") for names in form] for form in forms]
    own = pa.scalar(False)
    for mailbox in (one for form in built for one in form):
        own = pc.or_(own, pc.fill_null(pc.equal(mailbox, letters), False))
    (named,) = encode(pc.if_else(own, "own", None))
    (mailbox,) = encode(pc.if_else(own, None, letters))
    known = pa.array(mailbox.values, pa.string())
    codes = [pc.coalesce(*[pc.index_in(one, value_set=known) for one in form]) for form in built]
    shown = [one.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32) for one in codes]
    columns = [Column(one, mailbox.texts) for one in shown]
    return {MAILBOX: mailbox, OWN_MAILBOX: named} | dict(zip(MAILBOX_FORMS, columns, strict=True))


def _without_spaces(names: pd.Series | pa.ChunkedArray) -> pa.ChunkedArray:
    return pc.replace_substring(text_column(names), " ", "")


def encode(*columns: pd.Series | pa.ChunkedArray) -> list[Column]:
    """Encode columns over one set of texts so that their codes compare; an empty one is missing."""
    parts = [chunk for column in columns for chunk in text_column(column).chunks]
    joined = pc.utf8_slice_codeunits(
        pa.chunked_array(parts, pa.string()).combine_chunks(), 0, LONGEST
    )
    found = pc.if_else(pc.equal(joined, ""), None, joined).dictionary_encode()
    codes = found.indices.fill_null(-1).to_numpy(zero_copy_only=False).astype(np.int32)
    texts = Texts(found.dictionary.to_numpy(zero_copy_only=False))
    ends = np.cumsum([len(column) for column in columns])[:-1]
    return [Column(part, texts) for part in np.split(codes, ends)]


def text_column(column: pd.Series | pa.ChunkedArray) -> pa.ChunkedArray:
    """Return a column as Arrow text, without a copy if it already is."""
    if isinstance(column, pa.ChunkedArray):
        return column.cast(pa.string())
    return pa.chunked_array([pa.array(column, pa.string(), from_pandas=True)])
