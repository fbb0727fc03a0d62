"""What the cells of a delivery say: counts, percentages and area codes, read from texts."""

from functools import lru_cache

import polars as pl

NOT_KNOWN = "ukendt"

WHOLE_NUMBER = "a whole number of 0 or more"

DECIMALS = r"^[0-9][0-9. ]*,[0-9]+$|^[0-9]+\.[0-9]{1,2}$"

PERCENTAGE = "a percentage from 0 to 100, such as 99 or 98,5"


def whole_number(text: pl.Expr) -> pl.Expr:
    """Text → Int64: `1034`, `1.034` (Danish point) and `1 034` are 1034; else, such as `1,5`, is null."""
    plain = text.str.contains(r"^[0-9]{1,15}$")
    grouped = text.str.contains(r"^[1-9][0-9]{0,2}((\.[0-9]{3}){1,4}|( [0-9]{3}){1,4})$")
    return pl.when(plain | grouped).then(text.str.replace_all("[. ]", "")).str.to_integer(strict=False)


def says_not_known(text: pl.Expr) -> pl.Expr:
    """Whether a cell says that its number is not known: it is empty, or the word for it stands there."""
    return text.is_null() | (text.str.to_lowercase() == NOT_KNOWN)


def percentage(text: pl.Expr) -> pl.Expr:
    """Text → Float64 from 0 to 100, decimals after comma or point; anything else is null."""
    number = (
        pl.when(text.str.contains(r"^[0-9]{1,3}([.,][0-9]{1,10})?$"))
        .then(text.str.replace(",", ".", literal=True))
        .cast(pl.Float64, strict=False)
    )
    return pl.when(number <= 100).then(number)


def area_code(text: pl.Expr) -> pl.Expr:
    """Text → area code as used here: `DK`, `000` → `dk`; StatBank's `081` → `1081`; `0101` → `101`."""
    lower = text.str.to_lowercase()
    return (
        pl.when(lower.is_in(["000", "0"]))
        .then(pl.lit("dk"))
        .when(lower.str.contains(r"^0?8[1-5]$"))
        .then("10" + lower.str.tail(2))
        .otherwise(lower.str.replace(r"^0([0-9]{3})$", "$1"))
    )


@lru_cache(maxsize=1000)
def code_of(text: str) -> str:
    """The area code that a text is, as `area_code` reads it."""
    return str(pl.select(area_code(pl.lit(text))).item())


def half_of_last_decimal(text: pl.Expr) -> pl.Expr:
    """Text of a number → half of the unit it was rounded to: `16` → 0.5, `98,5` → 0.05."""
    return 0.5 / pl.lit(10.0).pow(text.str.extract(r"[.,]([0-9]+)$").str.len_chars().fill_null(0))
