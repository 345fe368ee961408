"""Registry rows for practice portals."""

from __future__ import annotations

from demo.portals.jpage import JpagePortal
from demo.portals.trs import TrsPortal
from registry.portals import Portal


def portal_row(
    portal: TrsPortal | JpagePortal,
    address: str,
    region: str,
    *,
    family: str = "",
    level: str = "",
    expected_total: int | None = None,
) -> Portal:
    """The row of a practice portal that is served at `address`; `family` may be "auto"."""
    own = "trs" if isinstance(portal, TrsPortal) else "jpage"
    return Portal(
        id=portal.name,
        name=portal.frame.site,
        region=region,
        url=address + portal.listing,
        family=family or own,
        level=level,
        practice=portal.frame.practice,
        expected_total=expected_total,
    )
