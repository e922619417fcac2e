#!/usr/bin/env python3
"""Writes the demo city's portal files and their expected figures (Python 3.11+, standard library only).

    make_demo_files.py                 writes etc/demo/portal/*.csv and etc/demo/truth.json
    make_demo_files.py --check         writes nothing, exit 1 when the stored files differ from what it would write

The orders come from make_portal_csv.py; here its calendar year becomes 2023-04-01 … 2024-02-29, every applied and paid date
included, and larger gifts are chosen more often, so that the files together look like one year of a city of this size.
"""
import argparse
import collections
import contextlib
import csv
import datetime
import hashlib
import json
import os
import sys
import tempfile

sys.dont_write_bytecode = True
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, HERE)
import check_portal_csv  # noqa: E402
import make_portal_csv as generator  # noqa: E402

ETC = os.path.normpath(os.path.join(HERE, "..", "..", "etc"))
DEMO = os.path.join(ETC, "demo")
POSTAL = os.path.join(ETC, "reference", "postal_codes.csv")
FIRST = datetime.date(2023, 4, 1)
LAST = datetime.date(2024, 2, 29)

# file, portal, encoding, records, seed, records that no import may accept
FILES = [
    ("choice_2023.csv", "choice", "cp932", 1370, 2301, 2),
    ("rakuten_2023.csv", "rakuten", "cp932", 1120, 2302, 0),
    ("ana_2023.csv", "ana", "utf-8-sig", 620, 2303, 0),
]
# weights of the gifts that only the demo city has
OWN_GIFT_WEIGHTS = {"SN018": 24, "SN025": 12, "SN055": 10, "SN064": 14}
LARGE_GIFT_FACTOR = 5  # a gift is chosen as often again as its required donation in units of 10,000 yen says, at most this often


def read_gifts():
    """code -> row of etc/demo/gifts.csv, checked against the generator's list and the three-tenths rule"""
    with open(os.path.join(DEMO, "gifts.csv"), encoding="utf-8", newline="") as f:
        gifts = {row["返礼品コード"]: row for row in csv.DictReader(f)}
    for code, name, amount in [(g[0], g[1], g[2]) for g in generator.GIFTS]:
        assert (gifts[code]["返礼品名"], int(gifts[code]["必要寄附金額"])) == (name, amount), code
    for code, row in gifts.items():
        assert int(row["調達費(税込)"]) * 10 <= int(row["必要寄附金額"]) * 3, code
    assert len(gifts) == 40 and generator.NO_GIFT[0] in gifts
    return gifts


def weigh_gifts(gifts):
    own = [(code, gifts[code]["返礼品名"], int(gifts[code]["必要寄附金額"]), weight, "常温", 0) for code, weight in OWN_GIFT_WEIGHTS.items()]
    return [g[:3] + (max(1, round(g[3] * 10 * min(g[2] / 10000, LARGE_GIFT_FACTOR))),) + g[4:] for g in generator.GIFTS + own]


def make_times(count, year, seed, portal):
    """the generator's season, from FIRST to LAST instead of a calendar year"""
    by_year = [make_times.original(0, y, seed, portal)[0] for y in (FIRST.year, LAST.year)]
    days = [d for year_days in by_year for d in year_days if str(FIRST) <= d <= str(LAST)]
    index = {day: i for i, day in enumerate(days)}
    # more draws than needed from both years, of which those outside the period fall away, keep the season
    drawn = []
    for y in (FIRST.year, LAST.year):
        year_days, times = make_times.original(count * 3, y, seed + y, portal)
        drawn += [index[year_days[t // 86400]] * 86400 + t % 86400 for t in times if year_days[t // 86400] in index]
    rnd = generator.random.Random(seed)
    return days, sorted(rnd.sample(drawn, count))


def add_days(day_index, days, year):
    return str(min(FIRST + datetime.timedelta(days=day_index + days), LAST))


def recorded(portal, lines_of_orders):
    """the generator's row builder, which also notes every received line"""
    build = generator.ROWS[portal]

    def rows(order, lines):
        if order[6] == 0:
            lines_of_orders.append((order[0], order[3], [(gift[0], amount * quantity) for gift, amount, quantity in lines]))
        return build(order, lines)

    return rows


def campaign_of(campaigns, gift_code, day):
    """interfaces.md: the link that started last counts, ties go to the lower number"""
    best = None
    for campaign in campaigns:
        for link in campaign["gifts"]:
            inside = max(link["starts_on"], campaign["starts_on"]) <= day <= min(link["ends_on"], campaign["ends_on"])
            if link["gift_code"] == gift_code and inside and (best is None or link["starts_on"] > best[0]):
                best = (link["starts_on"], campaign["code"])
    return best[1] if best else "none"


def dates_of(path, portal, encoding, broken):
    """every applied and paid date of a file"""
    applied, paid = check_portal_csv.APPLIED[portal], check_portal_csv.MAP[portal][2]
    with open(path, encoding=encoding, newline="") as f:
        for number, row in enumerate(csv.DictReader(f), 1):
            for text in (row[applied], row[paid]):
                if text and number not in broken:
                    yield check_portal_csv.ymd(text), text


def write_files(folder):
    gifts = read_gifts()
    with open(os.path.join(DEMO, "campaigns.json"), encoding="utf-8") as f:
        campaigns = json.load(f)["campaigns"]
    generator.GIFTS = weigh_gifts(gifts)
    make_times.original = generator.make_times
    generator.make_times, generator.add_days = make_times, add_days

    files, numbers = {}, set()
    totals = collections.Counter()
    months, by_gift, by_campaign = collections.Counter(), collections.Counter(), collections.Counter()
    by_portal, by_purpose, by_prefecture = collections.Counter(), collections.Counter(), collections.Counter()
    os.makedirs(folder, exist_ok=True)
    for name, portal, encoding, records, seed, broken in FILES:
        path, truth_path = os.path.join(folder, name), os.path.join(folder, name + ".json")
        lines_of_orders = []
        generator.ROWS[portal] = recorded(portal, lines_of_orders)
        generator.main(["--portal", portal, "--rows", str(records), "--seed", str(seed), "--year", str(FIRST.year), "--encoding", encoding,
                        "--dirty", "0.1", "--broken", str(broken), "--company-rate", "0.012", "--postal", POSTAL,
                        "--out", path, "--truth", truth_path])
        with contextlib.redirect_stdout(sys.stderr):
            if check_portal_csv.main(path, truth_path):
                sys.exit("%s: the independent reader disagrees" % name)
        with open(truth_path, encoding="utf-8") as f:
            truth = json.load(f)
        os.remove(truth_path)
        for month, text in dates_of(path, portal, encoding, {b["record"] for b in truth["broken"]}):
            assert FIRST.strftime("%Y-%m") <= month <= LAST.strftime("%Y-%m"), text
        assert numbers.isdisjoint(order[0] for order in lines_of_orders)
        numbers.update(order[0] for order in lines_of_orders)
        assert len(lines_of_orders) == truth["valid_donations"]
        for _, day, lines in lines_of_orders:
            for code, yen in lines:
                by_gift[code] += yen
                by_campaign[campaign_of(campaigns, code, day)] += yen
        for key in ("rows", "broken_rows", "orders", "lines", "duplicate_orders", "duplicate_rows", "valid_donations", "valid_yen", "cancelled_orders",
                    "cancelled_yen", "pending_orders", "pending_yen", "one_stop_requests"):
            totals[key] += truth[key]
        by_portal[portal] = truth["valid_yen"]
        for table, source in ((months, "by_donation_month"), (by_purpose, "by_purpose"), (by_prefecture, "by_prefecture")):
            table.update({"overseas" if key == "海外" else key: value["yen"] for key, value in truth[source].items()})
        with open(path, "rb") as f:
            truth["sha256"] = hashlib.sha256(f.read()).hexdigest()
        truth["first_date"], truth["last_date"] = str(FIRST), str(LAST)
        for key in ("notes", "moved_repeat_donors", "generator_version"):
            truth.pop(key)
        files[name] = truth

    truth = {
        "notice": "架空データ。tests/tools/make_demo_files.py が作る、見本のポータルファイルの正解。",
        "total": dict(totals),
        "received_yen_by_month": dict(sorted(months.items())),
        "received_yen_by_portal": dict(sorted(by_portal.items())),
        "received_yen_by_campaign": dict(sorted(by_campaign.items())),
        "received_yen_by_gift": dict(sorted(by_gift.items())),
        "received_yen_by_purpose": dict(sorted(by_purpose.items())),
        "received_yen_by_prefecture": dict(sorted(by_prefecture.items())),
        "files": files,
    }
    for key in ("month", "portal", "campaign", "gift", "purpose", "prefecture"):
        assert sum(truth["received_yen_by_" + key].values()) == totals["valid_yen"], key
    return truth


def as_text(truth):
    return json.dumps(truth, ensure_ascii=False, indent=1) + "\n"


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--check", action="store_true", help="compare with the stored files, write nothing")
    options = parser.parse_args()
    truth_path = os.path.join(DEMO, "truth.json")
    if not options.check:
        truth = write_files(os.path.join(DEMO, "portal"))
        with open(truth_path, "w", encoding="utf-8") as f:
            f.write(as_text(truth))
        json.dump(truth["total"], sys.stdout, indent=1)
        print()
        return 0
    with tempfile.TemporaryDirectory() as folder:
        truth = write_files(folder)
        same = True
        for name in truth["files"]:
            with open(os.path.join(folder, name), "rb") as made, open(os.path.join(DEMO, "portal", name), "rb") as stored:
                same = same and made.read() == stored.read()
    with open(truth_path, encoding="utf-8") as f:
        same = same and f.read() == as_text(truth)
    print("the demo files are what the generator writes" if same else "the demo files differ: run make_demo_files.py")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
