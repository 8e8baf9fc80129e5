"""Reads a SIE 4I file from standard input and tells it as JSON. Strict: whatever the standard does not allow is an error.

Standard library only. It shares nothing with the writer: a fault of the one is not a fault of the other.
"""

import json
import sys
from decimal import Decimal


class Refused(Exception):
    pass


def fields(line):
    """The fields of a record: bare words, quoted texts, and lists in braces."""
    found, at = [], 0
    while at < len(line):
        if line[at] in " \t":
            at += 1
        elif line[at] == "{":
            end, inside = at + 1, False
            while end < len(line) and (inside or line[end] != "}"):
                if line[end] == "\\" and inside:
                    end += 1
                elif line[end] == '"':
                    inside = not inside
                end += 1
            if end >= len(line):
                raise Refused(f"a list is not closed: {line!r}")
            found.append(fields(line[at + 1 : end]))
            at = end + 1
        elif line[at] == '"':
            text, at = "", at + 1
            while True:
                if at >= len(line):
                    raise Refused(f"a quote is not closed: {line!r}")
                if line[at] == "\\" and line[at + 1 : at + 2] == '"':
                    text, at = text + '"', at + 2
                elif line[at] == '"':
                    at += 1
                    break
                else:
                    if ord(line[at]) < 32 or ord(line[at]) == 127:
                        raise Refused(f"a control character in a text: {line!r}")
                    text, at = text + line[at], at + 1
            if at < len(line) and line[at] not in " \t}":
                raise Refused(f"something follows a quote: {line!r}")
            found.append(text)
        else:
            end = at
            while end < len(line) and line[end] not in " \t":
                end += 1
            found.append(line[at:end])
            at = end
    return found


def hundredths(text):
    amount = Decimal(text)
    if "," in text or -amount.as_tuple().exponent > 2:
        raise Refused(f"no amount of at most two decimals: {text!r}")
    return int(amount * 100)


def day(text):
    if len(text) != 8 or not text.isdigit() or not 1 <= int(text[4:6]) <= 12 or not 1 <= int(text[6:]) <= 31:
        raise Refused(f"no day: {text!r}")
    return text


def read(text):
    lines = [line for line in text.replace("\r\n", "\n").split("\n") if line.strip()]
    records = [[line.strip()] if line.strip() in "{}" else fields(line) for line in lines]
    if not records or records[0][:2] != ["#FLAGGA", "0"]:
        raise Refused("#FLAGGA 0 is not first")
    told = {"company": None, "accounts": {}, "objects": {}, "vouchers": []}
    seen, dimensions, inside, last = [], {}, None, None
    for record in records:
        mark = record[0]
        if mark == "{":
            if last != "#VER" or inside is not None:
                raise Refused("a brace where none belongs")
            inside = []
        elif mark == "}":
            if inside is None:
                raise Refused("a brace where none belongs")
            if sum(row[2] for row in inside) != 0:
                raise Refused(f"a voucher does not balance: {inside!r}")
            told["vouchers"][-1]["rows"], inside = inside, None
        elif mark == "#TRANS":
            if inside is None:
                raise Refused("a posting outside a voucher")
            objects = dict(zip(record[2][::2], record[2][1::2]))
            for dimension, name in objects.items():
                if name not in dimensions.get(dimension, []):
                    raise Refused(f"an object that was not named: {dimension} {name!r}")
            inside.append((record[1], objects, hundredths(record[3])))
        elif inside is not None:
            raise Refused(f"{mark} inside a voucher")
        elif mark == "#VER":
            if record[2] != "":
                raise Refused("the ledger numbers vouchers itself")
            told["vouchers"].append({"date": day(record[3]), "text": record[4], "rows": []})
        elif mark == "#FNAMN":
            told["company"] = record[1]
        elif mark == "#KONTO":
            told["accounts"][record[1]] = record[2]
        elif mark == "#DIM":
            dimensions[record[1]] = []
        elif mark == "#OBJEKT":
            dimensions[record[1]].append(record[2])
        elif mark == "#SIETYP" and record[1] != "4":
            raise Refused("not of type 4")
        elif mark == "#FORMAT" and record[1] != "PC8":
            raise Refused("an unknown format")
        elif mark == "#GEN":
            day(record[1])
        if mark.startswith("#"):
            seen.append(mark)
        last = mark
    if inside is not None:
        raise Refused("the last voucher is not closed")
    missing = {"#FLAGGA", "#PROGRAM", "#FORMAT", "#GEN", "#SIETYP", "#FNAMN"} - set(seen)
    if missing:
        raise Refused(f"missing: {sorted(missing)}")
    order = ["#FLAGGA", "#PROGRAM", "#FORMAT", "#GEN", "#SIETYP", "#ORGNR", "#FNAMN", "#VALUTA", "#KONTO", "#DIM", "#OBJEKT"]
    places = [order.index(mark) for mark in seen if mark in order]
    if places != sorted(places):
        raise Refused(f"records out of order: {seen[:20]}")
    told["objects"] = dimensions
    return told


if __name__ == "__main__":
    try:
        answer = read(sys.stdin.buffer.read().decode(sys.argv[1]))
    except Refused as refused:
        sys.exit(f"not SIE 4I: {refused}")
    json.dump(answer, sys.stdout)
