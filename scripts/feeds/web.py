"""Web analytics: events of visitors, some of whom log in sooner or later."""

from collections.abc import Iterator
from hashlib import sha256
from typing import NamedTuple

from feeds import addresses
from feeds.delivery import Change, Delivered, Feed, Flaw, changed, deliver, missing_keys
from feeds.places import COUNTRY_SHARES
from feeds.seasons import campaign_on
from feeds.streams import Stream, running_totals
from feeds.times import DAY, LAST_CHANGE, stamp
from feeds.visits import first_visit, next_visit, walk
from feeds.words import listed
from feeds.world import World

FEED = Feed(
    "clickstream",
    "WEB.CLICKSTREAM",
    (
        "EVENT_ID",
        "SESSION_ID",
        "VISITOR_ID",
        "EMAIL_SHA256",
        "EVENT_TIME",
        "PAGE",
        "EVENT_TYPE",
        "DEVICE",
        "BROWSER",
        "REFERRER",
        "SESSION_SECONDS",
        "PAGE_LOAD_MS",
        "UTM_CAMPAIGN",
        "COUNTRY",
    ),
    ("EVENT_ID",),
    (
        *missing_keys(("EVENT_ID",)),
        Flaw("EVENT_TIME", ("2025-13-45 00:00:00", "00000000"), "invalid_timestamp"),
        Flaw("EVENT_TYPE", ("teleport", "?"), "unknown_code"),
        Flaw("DEVICE", ("toaster", "?"), "unknown_code"),
        Flaw("PAGE_LOAD_MS", ("12,5O", "abc"), "invalid_number"),
        Flaw("SESSION_SECONDS", ("1O", "abc"), "invalid_number"),
    ),
)
BROWSERS = {
    "desktop": ("Chrome", "Chrome", "Edge", "Firefox", "Safari"),
    "mobile": ("Chrome Mobile", "Safari Mobile", "Safari Mobile", "Samsung Internet"),
    "tablet": ("Safari Mobile", "Chrome Mobile"),
}
DEVICES = ("desktop",) * 11 + ("mobile",) * 7 + ("tablet",) * 2
REFERRERS = listed("""direct, google, direct, google, google, direct, bing, duckduckgo, linkedin,
    youtube, facebook, x.com, newsletter, partner""")
PAID_REFERRERS = listed("google, linkedin, newsletter, facebook, bing, partner")
OTHER_CAMPAIGNS = listed("brand_search, retargeting, newsletter_weekly, partner_portal")
REFERRER_OF = {"newsletter_weekly": "newsletter", "partner_portal": "partner"}
COUNTRIES, COUNTRY_TOTALS = tuple(COUNTRY_SHARES), running_totals(list(COUNTRY_SHARES.values()))
ANONYMOUS, HOUSEHOLD, FIRST_SESSION = 0.30, 0.03, 0.55
REMEMBERED, LOGS_IN_AGAIN, TRAVELS = 0.65, 0.5, 0.02
CAMPAIGN, OTHER_CAMPAIGN, ECHO = 0.4, 0.15, 7
DAY_OR_TWO, MOST_SESSIONS = 11.7, 40


class Visitor(NamedTuple):
    """A returning browser: hashes of the people who log in there, and from which session on."""

    cookie: str
    hashes: tuple[str, ...]
    known_from: int
    device: str
    browser: str
    country: str


class Session(NamedTuple):
    """A session: start, visitor, its number for the visitor, and number of events."""

    start: int
    visitor: Visitor
    ordinal: int
    size: int


def email_hash(email: str) -> str:
    """Lower-case hex SHA-256 of the trimmed lower-case address."""
    return sha256(email.strip().lower().encode()).hexdigest()


def visitor(stream: Stream, people: list[tuple[str, str]], sessions: int) -> Visitor:
    """A visitor with a number of sessions; two people of a household may share the device."""
    device = stream.pick(DEVICES)
    email, country = stream.pick(people)
    hashes: tuple[str, ...] = ()
    known_from = sessions
    if stream.chance(ANONYMOUS):
        country = stream.weighted(COUNTRIES, COUNTRY_TOTALS)
    else:
        later = sessions > 1 and not stream.chance(FIRST_SESSION)
        known_from = stream.integer(1, sessions - 1) if later else 0
        hashes = (email_hash(email),)
        if stream.chance(HOUSEHOLD):
            hashes += (email_hash(stream.pick(people)[0]),)
    browser = stream.pick(BROWSERS[device])
    return Visitor(stream.uuid(), hashes, known_from, device, browser, country)


def sessions(world: World, stream: Stream) -> list[Session]:
    """All sessions by start time; together they have as many events as the feed has keys."""
    people = addresses.shown(world)
    requested, drawn = world.count(FEED.name), 0
    drafts: list[Session] = []
    while drawn < requested:
        starts = [first_visit(stream)]
        while len(starts) < MOST_SESSIONS and stream.chance(0.68):
            starts.append(next_visit(stream, starts[-1], int(stream.lognormal(DAY_OR_TWO, 1.3))))
        starts = [start for start in starts if start <= LAST_CHANGE]
        who = visitor(stream, people, len(starts))
        for ordinal, start in enumerate(starts):
            size = min(1 + int(stream.lognormal(1.4, 0.8)), requested - drawn)
            drawn += size
            if size:
                drafts.append(Session(start, who, ordinal, size))
    return sorted(drafts, key=lambda one: (one.start, one.visitor.cookie))


def source_of(stream: Stream, start: int) -> tuple[str, str]:
    """Referrer and campaign of a session; a campaign is clicked while it runs and soon after."""
    theme = campaign_on(start // DAY, ECHO)
    if theme and stream.chance(CAMPAIGN):
        return stream.pick(PAID_REFERRERS), theme
    if stream.chance(OTHER_CAMPAIGN):
        campaign = stream.pick(OTHER_CAMPAIGNS)
        return REFERRER_OF.get(campaign) or stream.pick(PAID_REFERRERS), campaign
    return stream.pick(REFERRERS), ""


def login_of(stream: Stream, session: Session) -> tuple[str, str]:
    """Hash of the user, and how the session identifies them: `remembered` (from the start), `login`
    or `anonymous`."""
    known_from, hashes = session.visitor.known_from, session.visitor.hashes
    if session.ordinal < known_from or not hashes:
        return "", "anonymous"
    who = stream.pick(hashes)
    if session.ordinal == known_from:
        return who, "login"
    if stream.chance(REMEMBERED):
        return who, "remembered"
    return (who, "login") if stream.chance(LOGS_IN_AGAIN) else ("", "anonymous")


def changes(world: World, stream: Stream) -> Iterator[Change]:
    """Every event, session by session; sessions are cut off at the last delivery."""
    event = 0
    for number, session in enumerate(sessions(world, stream), 1):
        visitor = session.visitor
        referrer, campaign = source_of(stream, session.start)
        country = visitor.country
        if stream.chance(TRAVELS):
            country = stream.weighted(COUNTRIES, COUNTRY_TOTALS)
        who, mode = login_of(stream, session)
        known = who if mode == "remembered" else ""
        for step in walk(stream, session.size, mode):
            moment = min(session.start + step.seconds, LAST_CHANGE)
            if step.event == "login":
                known = who
            event += 1
            cells = (
                f"EVT-{event:06d}",
                f"SES-{number:06d}",
                visitor.cookie,
                known,
                stamp(moment),
                step.page,
                step.event,
                visitor.device,
                visitor.browser,
                referrer,
                str(moment - session.start),
                step.load_ms,
                campaign,
                country,
            )
            yield changed(cells[0], moment, cells)


def build(world: World) -> Delivered:
    """The clickstream, an append-only feed."""
    stream = world.stream(FEED.name)
    return deliver(stream, FEED, changes(world, stream))
