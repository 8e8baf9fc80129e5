"""Leases and what their books must come to, worked out apart from the engine: other language, other arithmetic.

Decimals of forty digits and present values summed payment by payment, so that nothing is shared with what is tested.
Prints a list of {"name", "request", "closings": [[liability, asset], ...], "gain", "tolerance"}: the request is one of
POST /calculations, and the closings are those of its periods in turn. The first argument seeds the choice of cases.
"""

import calendar
import datetime
import json
import random
import sys
from decimal import ROUND_HALF_UP, Decimal, getcontext

getcontext().prec = 40
CASES = 24
ONE_DAY = datetime.timedelta(days=1)


def rounded(amount):
    return amount.quantize(Decimal("0.01"), ROUND_HALF_UP)


def month(index):
    """The first day of a month, counted from January 2024."""
    return datetime.date(2024 + index // 12, index % 12 + 1, 1)


def month_end(index):
    return month(index + 1) - ONE_DAY


def in_advance(fee, count, rate):
    """Worth of monthly fees just before the first of them is paid."""
    return sum((fee / (1 + rate) ** k for k in range(count)), Decimal(0))


def any_rate():
    """In per cent a year, and by month."""
    percent = Decimal(random.randint(100, 1200)) / 100
    return percent, (1 + percent / 100) ** (Decimal(1) / 12) - 1


def any_fee(of=None):
    if of is None:
        return Decimal(random.randint(1000, 50000))
    return rounded(of * random.randint(60, 140) / 100)


def series(first, fee, count):
    return [{"due_on": str(first), "amount": str(fee), "count": count, "every_months": 1, "timing": "advance"}]


def asked(fee, count, percent, framework, as_of, **more):
    accounting = {"commencement_on": str(month(0)), "end_on": str(month_end(count - 1))}
    accounting["discount_rate"] = {"percent": str(percent)}
    accounting.update(more.pop("accounting", {}))
    request = {"contract": {"payments": series(month(0), fee, count)}, "accounting": accounting}
    request.update(book={"framework": framework}, as_of=str(as_of), period_months=1, **more)
    return request


def told(figure):
    return None if figure is None else str(figure)


def answer(name, request, closings, gain=Decimal(0), tolerance="0.03"):
    """A figure that is None has not been worked out."""
    pairs = [[told(liability), told(asset)] for liability, asset in closings]
    return {"name": name, "request": request, "closings": pairs, "gain": told(gain), "tolerance": tolerance}


# What an event does to the rate, and how its terms end beside those before.
EVENTS = {
    "index": ("index", "kept_rate", 0),
    "in substance fixed": ("became_fixed", "kept_rate", 0),
    "floating rate": ("floating_rate", "new_rate", 0),
    "option to extend": ("term_reassessed", "new_rate", 1),
    "other consideration": ("modification", "new_rate", 0),
    "longer": ("modification", "new_rate", 1),
    "less leased": ("modification", "new_rate", 0),
    "shorter": ("modification", "new_rate", -1),
}


def changed(name):
    """IFRS 16.40, 42, 43, 45 and 46: a lease with costs and an incentive, and one event."""
    kind, rate_rule, longer = EVENTS[name]
    count, fee, (percent, rate) = random.randint(12, 84), any_fee(), any_rate()
    new_percent, new_rate = any_rate()
    at = random.randint(2, count - 3)
    ends = {0: count, 1: count + random.randint(1, 36), -1: random.randint(at + 1, count - 1)}[longer]
    new_fee = any_fee(fee)
    costs, incentive = Decimal(random.choice([0, 5000])), Decimal(random.choice([0, 3000]))
    left = Decimal(random.randint(1, 9)) / 10

    event = {"on": str(month(at)), "position": "before_payment", "kind": kind}
    event["terms"] = {"end_on": str(month_end(ends - 1)), "payments": series(month(at), new_fee, ends - at)}
    if rate_rule == "new_rate":
        event["discount_rate"] = {"percent": str(new_percent)}
    if kind == "modification":
        event["scope"] = {"less leased": "reduced", "shorter": "shortened"}.get(name, "kept")
    if name == "less leased":
        event["remaining"] = {"part": int(left * 10), "of": 10}
    facts = {"initial_direct_costs": str(costs), "incentives_received": str(incentive)}
    request = asked(fee, count, percent, "ifrs16", month_end(at), accounting=facts, events=[event])

    asset = rounded(in_advance(fee, count, rate) - fee) + fee + costs - incentive
    closings = []
    for k in range(at):
        closings.append((in_advance(fee, count - k - 1, rate), asset * (count - k - 1) / count))
    owed, carried = in_advance(fee, count - at, rate), asset * (count - at) / count
    rate_after = new_rate if rate_rule == "new_rate" else rate
    owed_after, gain = in_advance(new_fee, ends - at, rate_after), Decimal(0)
    if name == "less leased":
        gain = (1 - left) * owed - (1 - left) * carried
        owed, carried = left * owed, left * carried
    if name == "shorter":
        kept = in_advance(fee, ends - at, rate)
        gone = carried * (1 - Decimal(ends - at) / (count - at))
        gain = owed - kept - gone
        owed, carried = kept, carried - gone
    carried += owed_after - owed
    if carried < 0:
        gain, carried = gain - carried, Decimal(0)
    for k in range(at, ends):
        closings.append((in_advance(new_fee, ends - k - 1, rate_after), carried * (ends - k - 1) / (ends - at)))
    return answer(name, request, closings, gain)


def operating():
    """ASC 842-20-35: one even cost, of which interest is a part; again after the fee has been changed."""
    count, fee, (percent, rate) = random.randint(12, 60), any_fee(), any_rate()
    new_percent, new_rate = any_rate()
    at, new_fee, costs = random.randint(2, count - 3), any_fee(fee), Decimal(7000)
    event = {"on": str(month(at)), "kind": "modification", "scope": "kept", "position": "before_payment"}
    event["terms"] = {"end_on": str(month_end(count - 1)), "payments": series(month(at), new_fee, count - at)}
    event["discount_rate"] = {"percent": str(new_percent)}
    facts = {"classification": "operating", "initial_direct_costs": str(costs)}
    request = asked(fee, count, percent, "asc842", month_end(at), accounting=facts, events=[event])
    asset = rounded(in_advance(fee, count, rate) - fee) + fee + costs
    even = (fee * count + costs) / count
    paid, by, closings = fee, rate, []
    for k in range(count):
        if k == at:
            owed = in_advance(new_fee, count - at, new_rate)
            asset += owed - in_advance(fee, count - at, rate)
            even = (new_fee * (count - at) + asset - owed) / (count - at)
            paid, by = new_fee, new_rate
        closing = in_advance(paid, count - k - 1, by)
        accretion = closing - (in_advance(paid, count - k, by) - paid)
        asset -= even - accretion
        closings.append((closing, asset))
    return answer("operating, ASC 842", request, closings)


def foreign(scope):
    """IAS 21: the liability at each closing rate, every layer of the asset at the rate of its day."""
    count, fee, (percent, rate) = random.randint(12, 60), any_fee(), any_rate()
    new_percent, new_rate = any_rate()
    at = random.randint(2, count - 3)
    new_fee = rounded(fee * random.randint(90, 140) / 100)
    left = Decimal("0.6")

    def exchange():
        return Decimal(random.randint(90000, 120000)) / 10000

    days = [(exchange(), exchange()) for _ in range(count)]
    rates = []
    for k, (first, last) in enumerate(days):
        rates += [{"on": str(month(k)), "rate": str(first)}, {"on": str(month_end(k)), "rate": str(last)}]
    event = {"on": str(month(at)), "position": "before_payment", "kind": "index"}
    event["terms"] = {"end_on": str(month_end(count - 1)), "payments": series(month(at), new_fee, count - at)}
    if scope == "less":
        event.update(kind="modification", scope="reduced", remaining={"part": 6, "of": 10})
        event["discount_rate"] = {"percent": str(new_percent)}
    request = asked(fee, count, percent, "ifrs16", month_end(at), events=[event], market={"exchange_rates": rates})
    asset = (rounded(in_advance(fee, count, rate) - fee) + fee) * days[0][0]
    rate_after = new_rate if scope == "less" else rate
    closings = []
    for k, (first, last) in enumerate(days):
        if k < at:
            closings.append((in_advance(fee, count - k - 1, rate) * last, asset * (count - k - 1) / count))
            continue
        if k == at:
            kept = left if scope == "less" else Decimal(1)
            owed = kept * in_advance(fee, count - at, rate)
            layer = (in_advance(new_fee, count - at, rate_after) - owed) * first
            carried = asset * (count - at) / count * kept + layer
            if carried < 0:
                return foreign(scope)
        owed = in_advance(new_fee, count - k - 1, rate_after)
        closings.append((owed * last, carried * (count - k - 1) / (count - at)))
    # What is rounded in the contract's currency is worth up to twelve times as much in the own one.
    return answer(f"foreign currency, {scope}", request, closings, None, "0.60")


def guaranteed(framework):
    """Under K3 the whole guaranteed residual value is owed, under IFRS 16.27(c) what is expected to be paid of it."""
    count, fee, (percent, rate) = random.randint(12, 60), any_fee(), any_rate()
    full = Decimal(random.randint(10000, 200000))
    expected = rounded(full * random.randint(0, 100) / 100)
    facts = {"classification": "finance", "guarantee": {"expected": str(expected), "full": str(full)}}
    request = asked(fee, count, percent, framework, month_end(0), accounting=facts)
    owed = full if framework == "k3" else expected
    closings = []
    for k in range(count - 1):
        closings.append((in_advance(fee, count - k - 1, rate) + owed / (1 + rate) ** (count - k - 1), None))
    return answer(f"guaranteed, {framework}", request, closings)


def years(day_count, start, end):
    if day_count == "act_365f":
        return Decimal((end - start).days) / 365
    if day_count == "act_360":
        return Decimal((end - start).days) / 360
    if day_count == "30e_360":
        months = 12 * (end.year - start.year) + end.month - start.month
        return Decimal(30 * months + min(end.day, 30) - min(start.day, 30)) / 360
    total, day = Decimal(0), start
    while day < end:
        until = min(end, datetime.date(day.year + 1, 1, 1))
        total += Decimal((until - day).days) / (366 if calendar.isleap(day.year) else 365)
        day = until
    return total


def later(day, months):
    index = day.year * 12 + day.month - 1 + months
    year, month_of_year = index // 12, index % 12 + 1
    return datetime.date(year, month_of_year, min(day.day, calendar.monthrange(year, month_of_year)[1]))


def dated(day_count):
    """Each payment discounted by the years from commencement, as the day count has them; written off by days."""
    percent, fee = Decimal(random.randint(100, 1200)) / 100, any_fee()
    start = datetime.date(random.randint(2019, 2025), random.randint(1, 12), random.randint(1, 28))
    every, count, timing = random.choice([1, 3, 6, 12]), random.randint(3, 24), random.choice(["advance", "arrears"])
    end = later(start, every * count) - ONE_DAY
    # What is paid in advance is paid as its day begins, in arrears as it ends: the beginning of the next.
    instants = [later(start, every * k) for k in range(count)]
    if timing == "arrears":
        instants = [later(start, every * (k + 1)) for k in range(count)]
    due = [instant if timing == "advance" else instant - ONE_DAY for instant in instants]
    payments = [{"due_on": str(day), "amount": str(fee), "timing": timing} for day in due]
    request = {"contract": {"payments": payments}, "as_of": str(end), "period_months": 1}
    request["accounting"] = {"commencement_on": str(start), "end_on": str(end)}
    request["accounting"]["discount_rate"] = {"percent": str(percent)}
    policy = {"discounting": "dated", "day_count": day_count, "depreciation": "by_days"}
    request["book"] = {"framework": "ifrs16", "policy": policy}

    def factor(instant):
        return ((1 + percent / 100).ln() * -years(day_count, start, instant)).exp()

    def owed(at, with_that_of_the_day):
        counted = [day for day in instants if day > at or day == at and with_that_of_the_day]
        return sum((fee * factor(day) for day in counted), Decimal(0)) / factor(at)

    asset = rounded(owed(start, False)) + (fee if timing == "advance" else 0)
    closings, closing = [], datetime.date(start.year, start.month, 1)
    while later(closing, 1) <= end + ONE_DAY:
        closing = later(closing, 1)
        spent = min((closing - start).days, (end - start).days + 1)
        left = 1 - Decimal(spent) / ((end - start).days + 1)
        closings.append((owed(closing, timing == "advance"), asset * left))
    return answer(f"dated, {day_count}", request, closings)


def main():
    random.seed(sys.argv[1])
    cases = []
    for _ in range(CASES):
        cases += [changed(name) for name in EVENTS]
        cases += [operating(), foreign("same"), foreign("less"), guaranteed("k3"), guaranteed("ifrs16")]
        cases += [dated(day_count) for day_count in ("act_365f", "act_360", "act_act_isda", "30e_360")]
    json.dump(cases, sys.stdout)


main()
