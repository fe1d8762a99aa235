"""Charts with readable labels, and with one colour per meaning."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill, wrap

import altair as alt
import pandas as pd

from dashboard.colours import MEANINGS, PALETTE, colour_of
from dashboard.units import COUNT, DAYS, EURO, SHARE

# Longer than any label, so that none is cut.
LONGEST_LABEL = 400
MOST_POINTS = 60
ROW, AXIS_AND_PADDING = 30, 70
# Characters and pixels of a line of a label next to its bar: on a phone, room for the bar remains.
LABEL_WIDTH, LABEL_LINE = 24, 14
# A label's first line is centred in its row, or moved up if there is a second line.
TWO_LINES = {"test": "indexof(datum.label, '\\n') >= 0", "value": "line-bottom"}
# Pixels from the end of a time axis; a label that is nearer stays within the chart.
NEAR_THE_END = 45
WIDEST_SINGLE_BAR = 80
# Vega writes G for billions.
FORMATS = {
    EURO: "replace(format(datum.value, '$,.3~s'), 'G', 'B')",
    SHARE: "format(datum.value, '.1~%')",
}
NUMBER = "format(datum.value, ',.10~f')"
PRECISE = {EURO: "$,.0f", SHARE: ".1%", COUNT: ",.0f", DAYS: ",.1f"}
MONTHS, DATES, HOURS = "%b %Y", "%d %b %Y", "%d %b %H:%M"
EUROS = alt.NumberLocale(currency=["\u20ac", ""], decimal=".", thousands=",", grouping=[3])


def finished(chart: alt.Chart | alt.LayerChart, height: int) -> alt.Chart | alt.LayerChart:
    """A chart with its height, euro symbols, and without links to websites."""
    shown = chart.properties(height=height, usermeta={"embedOptions": {"actions": False}})
    return shown.configure(locale=alt.Locale(number=EUROS))


def amount_axis(unit: str, title: str) -> alt.Axis:
    """The axis of a measure."""
    return alt.Axis(
        labelExpr=FORMATS.get(unit, NUMBER), title=title, tickCount=5, labelLimit=LONGEST_LABEL
    )


def wrapped(label: str) -> str:
    """A label in one or two lines, short enough to leave room for the bars on a phone."""
    width = LABEL_WIDTH
    while len(wrap(label, width, break_long_words=False, break_on_hyphens=False)) > 2:
        width += 1
    return fill(label, width, break_long_words=False, break_on_hyphens=False)


def label_axis() -> alt.Axis:
    """The axis of categories with wrapped labels, none of which is cut or left out."""
    return alt.Axis(
        title=None, labelLimit=LONGEST_LABEL, labelOverlap=False, labelLineHeight=LABEL_LINE,
        labelExpr="split(datum.label, '\\n')",
        labelBaseline={"condition": TWO_LINES, "value": "middle"},
    )  # fmt: skip


def rows_height(labels: Sequence[str]) -> int:
    """The height of a chart with a row per label."""
    row = ROW + LABEL_LINE // 2 if any("\n" in label for label in labels) else ROW
    return row * max(len(labels), 1) + AXIS_AND_PADDING


def bars(
    data: pd.DataFrame,
    category: str,
    value: str,
    measure: str,
    unit: str,
    title: str,
    order: Sequence[str] | None = None,
) -> alt.Chart:
    """Horizontal bars, one per category; the largest first unless an order is given."""
    named = data.assign(**{category: data[category].fillna("(none)").astype(str)})
    colours = [colour_of(name, measure) for name in named[category]]
    labels = [wrapped(name) for name in named[category]]
    chart = (
        alt.Chart(named.assign(colour=colours, label=labels), description=title)
        .mark_bar(cornerRadiusEnd=3)
        .encode(
            x=alt.X(f"{value}:Q", axis=amount_axis(unit, title)),
            y=alt.Y(
                "label:N",
                sort=[wrapped(name) for name in order] if order else "-x",
                axis=label_axis(),
            ),
            color=alt.Color("colour:N", scale=None),
            tooltip=tooltips(named, unit, value),
        )
    )
    return finished(chart, rows_height(labels))


def lines(
    data: pd.DataFrame, moment: str, value: str, measure: str, unit: str, title: str,
    form: str = MONTHS, from_zero: bool = True,
) -> alt.Chart:  # fmt: skip
    """A line over time; without `from_zero`, the axis shows only the range of the values."""
    tip = [
        alt.Tooltip(f"{moment}:T", format=form, title="time"),
        alt.Tooltip(f"{value}:Q", format=PRECISE.get(unit, ",.0f"), title=title),
    ]
    chart = alt.Chart(data, description=title).encode(
        x=alt.X(f"{moment}:T", title=None, axis=time_axis(form)),
        y=alt.Y(f"{value}:Q", axis=amount_axis(unit, title), scale=alt.Scale(zero=from_zero)),
        tooltip=tip,
    )
    colour = PALETTE[measure]
    points = alt.OverlayMarkDef(color=colour) if len(data) <= MOST_POINTS else False
    return finished(chart.mark_line(color=colour, point=points, strokeWidth=2), 280)


def columns(
    data: pd.DataFrame, moment: str, value: str, measure: str, unit: str, title: str,
    series: str = "", stack: str | bool = "zero",
) -> alt.Chart:  # fmt: skip
    """Vertical bars per month, stacked by the values of `series` if given."""
    # On a time axis, the bar of a single month would fill the whole width.
    is_single = data[moment].nunique() == 1
    months, axis = f"yearmonth({moment}):T", time_axis(MONTHS, flush=True)
    if is_single:
        months = f"yearmonth({moment}):O"
        axis = alt.Axis(format=MONTHS, labelAngle=0, labelLimit=LONGEST_LABEL)
    chart = alt.Chart(data, description=title).encode(
        x=alt.X(months, title=None, axis=axis),
        y=alt.Y(f"{value}:Q", stack=stack, axis=amount_axis(unit, title)),
        tooltip=[
            alt.Tooltip(f"{moment}:T", format=MONTHS, title="month"),
            alt.Tooltip(f"{value}:Q", format=PRECISE.get(unit, ",.0f"), title=value),
            *([series] if series else []),
        ],
    )
    size = {"size": WIDEST_SINGLE_BAR} if is_single else {}
    if series:
        chart = chart.encode(color=by_value(data, series, measure))
        return finished(chart.mark_bar(**size), 280)
    return finished(chart.mark_bar(color=PALETTE[measure], **size), 280)


def events(data: pd.DataFrame, moment: str, kind: str, words: str) -> alt.Chart:
    """A mark per event, one row per kind."""
    chart = (
        alt.Chart(data, description="Events over time")
        .mark_circle(size=90, opacity=0.75, color=PALETTE["customers"])
        .encode(
            x=alt.X(f"{moment}:T", title=None, axis=time_axis(DATES)),
            y=alt.Y(f"{kind}:N", axis=label_axis()),
            tooltip=[alt.Tooltip(f"{moment}:T", format=f"{DATES} %H:%M"), kind, words],
        )
    )
    return finished(chart, ROW * max(data[kind].nunique(), 1) + AXIS_AND_PADDING)


def time_axis(form: str, flush: float | bool = NEAR_THE_END) -> alt.Axis:
    """An axis of days or months, whose labels neither overlap nor are cut at its ends.

    flush: the distance from an end from which a label is moved; a label of a bar stays at its bar.
    """
    return alt.Axis(
        format=form, labelOverlap=True, labelFlush=flush, labelLimit=LONGEST_LABEL, tickCount=6
    )


def by_value(data: pd.DataFrame, series: str, measure: str) -> alt.Color:
    """Colours by the values of a column, in the order in which colours are declared."""
    known = [name for name in MEANINGS if name in set(data[series])]
    others = sorted(set(data[series].dropna().astype(str)) - set(known))
    names = [*known, *others]
    return alt.Color(
        f"{series}:N",
        title=None,
        scale=alt.Scale(domain=names, range=[colour_of(name, measure) for name in names]),
        legend=alt.Legend(orient="top", labelLimit=LONGEST_LABEL, columns=3),
    )


def tooltips(data: pd.DataFrame, unit: str, value: str) -> list[alt.Tooltip | str]:
    """Tooltips with all columns of a table."""
    return [
        alt.Tooltip(f"{name}:Q", format=PRECISE.get(unit, ",.0f") if name == value else ",.4~f")
        if pd.api.types.is_numeric_dtype(data[name])
        else alt.Tooltip(f"{name}:N")
        for name in data.columns
    ]
