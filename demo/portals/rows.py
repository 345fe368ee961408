"""Registry rows for practice portals."""

from __future__ import annotations

from demo.portals.portal import FamilyPortal
from registry.portals import Portal


def portal_row(
    portal: FamilyPortal,
    address: str,
    region: str,
    *,
    family: str = "",
    level: str = "",
    expected_total: int | None = None,
) -> Portal:
    """The row of a practice portal that is served at `address`; `family` may be "auto"."""
    return Portal(
        id=portal.name,
        name=portal.frame.site,
        region=region,
        url=address + portal.listing,
        family=family or portal.family,
        level=level,
        practice=portal.frame.practice,
        expected_total=expected_total,
    )
