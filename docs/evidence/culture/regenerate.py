"""Second opinion on the culture arithmetic: exact fractions of Python's standard library.

Writes volumes.csv beside this file. Shares no code and no formula text with core/dose.
"""

import csv
import random
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from pathlib import Path

draw = random.Random(128)


def half_up(number: Fraction, places: int) -> str:
    scaled = number * 10**places
    whole = (2 * scaled.numerator + scaled.denominator) // (2 * scaled.denominator)
    return f"{Decimal(whole).scaleb(-places):.{places}f}"


def settable(millilitres: Fraction) -> str:
    if millilitres < 1:
        return f"{half_up(millilitres * 1000, 1)} uL"
    return f"{half_up(millilitres, 2)} mL"


def rows():
    for _ in range(40):
        target = Fraction(draw.choice([50, 300, 500, 1000, 2000]))
        volume = Fraction(draw.randint(1, 20_000), 10)
        stock = Fraction(draw.choice([50_000, 100_000, 999_999, 1_000_000, 18_000_000]))
        # Mixing x of the stock with the volume: stock * x = target * (volume + x).
        counted = target * volume / (stock - target)
        neglected = target * volume / stock
        asked = [f"{target} [iU]/mL", f"{float(volume)} mL", f"{stock} [iU]/mL"]
        yield ["addition-counts", *asked, settable(counted)]
        yield ["addition-neglected", *asked, settable(neglected)]
    for _ in range(40):
        cells = draw.randint(1_000_000, 20_000_000_000)
        volume = Fraction(draw.randint(10, 40_000), 10)
        density = Fraction(draw.choice([5, 7, 10, 15, 30]), 10)
        whole = Fraction(cells) / (density * 1_000_000)
        asked = [f"{cells} {{viable}}", f"{float(volume)} mL", f"{float(density)} 10*6{{viable}}/mL"]
        yield ["seeding", *asked, settable(whole)]
        more = whole - volume
        yield ["feed", *asked, settable(more) if more > 0 else "0 mL"]
        each = (whole - volume) / 3
        medium = settable(each) if each > 0 else "0 mL"
        parts = [half_up(Fraction(cells, 3), 0) + " {viable}", settable(volume / 3), medium]
        yield ["split-3", *asked, "; ".join(parts)]


with (Path(__file__).parent / "volumes.csv").open("w", newline="") as out:
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(["rule", "first", "volume", "second", "expected"])
    writer.writerows(rows())
