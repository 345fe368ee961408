"""One column of a Parquet file: its field with both descriptions, and its values as an Arrow array.

A value that is not what the declaration says (a day that does not exist) is null there and is told; in CSV it stands
as it is. A column that may hold anything is text, exactly as in CSV, and beside it stands `NAME_number` with the
numbers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from functools import cache
from typing import Any

import pyarrow as pa

from archive.export.types import type_of
from archive.schema import Column

Values = Sequence[Any]
Told = Callable[[str, Any], None]
"""Told the name of a column and a value in it that is not what is declared."""


@cache
def _types() -> dict[str, pa.DataType]:
    known = (pa.int64(), pa.float64(), pa.string(), pa.date32(), pa.timestamp("us", "UTC"), pa.bool_())
    return {str(each): each for each in known}


def fields(column: Column) -> list[pa.Field]:
    """Return the field of a column, and that of its numbers where it may hold anything."""
    told = {"zh": column.zh, "en": column.en} | ({"references": column.ref} if column.ref else {})
    out = [pa.field(column.name, _types()[type_of(column, "parquet")], metadata=told)]
    if column.type == "any":
        number = {"zh": f"{column.zh}：数值（非数值为空）", "en": f"{column.en}, where it is a number"}
        out.append(pa.field(f"{column.name}_number", pa.float64(), metadata=number))
    return out


def arrays(column: Column, values: Values, told: Told) -> Iterator[pa.Array]:
    """Yield the arrays for the fields of a column."""
    kind = _types()[type_of(column, "parquet")]
    if column.type == "any":
        yield pa.array([None if value is None else _written(value) for value in values], pa.string())
        yield pa.array([_exact(value) for value in values], pa.float64())
    elif column.kind in _READ:
        yield pa.array([_read(column, value, told) for value in values], kind)
    else:
        yield pa.array(values, kind)


def _written(value: Any) -> str:
    return value if isinstance(value, str) else repr(value)


def _exact(value: Any) -> float | None:
    """Return a number as a double if there is one that is equal to it, else None."""
    if isinstance(value, float):
        return value
    return float(value) if isinstance(value, int) and float(value) == value else None


def _read(column: Column, value: Any, told: Told) -> Any:
    if value is None:
        return None
    try:
        return _READ[column.kind](value)
    except ValueError:
        told(column.name, value)
        return None


def _time(text: str) -> datetime:
    """Return a time of the ledger, which is UTC. Raises ValueError for one that does not say so."""
    time = datetime.fromisoformat(text)
    if time.tzinfo is None:
        raise ValueError(text)
    return time


def _flag(value: int) -> bool:
    if value not in (0, 1):
        raise ValueError(value)
    return bool(value)


_READ: dict[str, Callable[[Any], Any]] = {"date": date.fromisoformat, "time": _time, "flag": _flag}
