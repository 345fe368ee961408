"""The account of a portal when its crawl has ended: its row in the ledger, the alarms, and its next date."""

from __future__ import annotations

import sqlite3
from dataclasses import replace

from captures.monitors import alarms
from captures.records import PortalRun
from captures.schedule import Ending, appoint
from captures.session import PortalResult, Session
from captures.store import CaptureStore, now
from registry.portals import AUTO


def close_account(session: Session, result: PortalResult, seconds: float) -> None:
    """Write what the run saw of a portal, and when it comes back to it; a dry run writes nothing.

    A crawl that the user broke off sets no date. What makes writing impossible becomes the fault of the session.
    """
    if session.store is None or session.fault is not None:
        return
    try:
        _close(session, session.store, result, seconds)
    except (OSError, sqlite3.Error) as error:
        session.fault = error


def _close(session: Session, store: CaptureStore, result: PortalResult, seconds: float) -> None:
    partial = result.tally.limited or result.tally.spent or bool(result.tally.older)
    row = _row(session, result, seconds, partial)
    result.alarms = (
        []
        if result.tally.spent
        else alarms(row, store.last_complete(row.portal_id), result.portal.expected_total, partial)
    )
    row = replace(row, alarms="\n".join(result.alarms))
    appointment = None
    if not session.stopping:
        last = store.appointment(row.portal_id)
        changed = bool(row.new or row.changed)
        appointment = appoint(row.portal_id, last, _ending(result), changed, session.today, session.rules)
    store.close_portal(row, appointment)


def _ending(result: PortalResult) -> Ending:
    if result.tally.limited or result.tally.spent:
        return "limited"
    if result.complete:
        return "complete"
    return "partly" if result.tally.reports else "failed"


def _row(session: Session, result: PortalResult, seconds: float, partial: bool) -> PortalRun:
    outcomes = result.outcomes
    return PortalRun(
        id=0,
        run_id=session.run_id,
        portal_id=result.portal.id,
        ended_at=now(),
        family="" if result.tally.family == AUTO else result.tally.family,
        listings=result.listings,
        reports=len(result.tally.reports),
        new=result.new - result.changed,
        changed=result.changed,
        unchanged=result.unchanged,
        resting=len(result.tally.reports & result.tally.resting),
        gone=outcomes.get("gone", 0),
        blocked=outcomes.get("blocked", 0),
        failed=outcomes.get("failed", 0),
        requests=result.requests,
        complete=result.complete and not partial,
        reasons="\n".join(result.reasons),
        alarms="",
        seconds=round(seconds, 1),
    )
