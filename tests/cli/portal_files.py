"""Portal files for tests: generated ones with their truth, and small ones written cell by cell."""
import csv
import functools
import gc
import io
import json
import os
import sys

from ledger import ROOT

sys.path.insert(0, os.path.join(ROOT, "tests", "tools"))
import make_portal_csv as generator  # noqa: E402

# The postal code file is read once, not once per generated file.
generator.load_postal = functools.lru_cache(generator.load_postal)

CHOICE_HEADER = generator.H["choice"]
GENERIC_HEADER = generator.H["generic"]
PURPOSE_LABELS = {code: label for code, label, _ in generator.PURPOSES}


def generate(folder, name, portal, rows, seed=1, **options):
    """Writes folder/name.csv; gives its path and its truth. Options as of make_portal_csv.py, with _ for -."""
    path, truth = os.path.join(folder, name + ".csv"), os.path.join(folder, name + ".json")
    arguments = ["--portal", portal, "--rows", rows, "--seed", seed, "--out", path, "--truth", truth]
    for option, value in options.items():
        arguments += ["--" + option.replace("_", "-"), value]
    try:
        generator.main([str(argument) for argument in arguments])
    finally:
        gc.enable()  # the generator turns it off for itself
    with open(truth, encoding="utf-8") as stream:
        return path, json.load(stream)


def choice_row(number, **changes):
    """One row of a choice file that any import takes; changes by header name."""
    row = dict.fromkeys(CHOICE_HEADER, "")
    row.update({
        "申込番号": number, "枝番": "1", "申込日時": "2026-05-10 10:20:30", "申込状況": "受付完了", "入金状況": "入金済", "入金日": "2026-05-10",
        "寄附者区分": "個人", "氏名": "検査　花子", "フリガナ": "ケンサ　ハナコ", "郵便番号": "745-0015", "都道府県": "山口県", "市区町村": "周南市",
        "番地": "平和通一丁目1-1", "電話番号": "090-0000-0000", "メールアドレス": "hanako@mail.example.jp", "寄附金額": "10000",
        "申込合計金額": "10000", "支払方法": "クレジットカード決済", "使い道番号": "1", "使い道": "市長におまかせ", "お礼の品番号": "SN011",
        "お礼の品名": "徳山ふぐ刺身セット", "数量": "1", "ワンストップ特例申請": "希望しない",
    })
    unknown = set(changes) - set(row)
    if unknown:
        raise KeyError(unknown)
    row.update(changes)
    return row


def csv_bytes(rows, encoding="cp932", header=None):
    """The rows (dicts by header) as a portal would send them."""
    header = header or CHOICE_HEADER
    text = io.StringIO()
    writer = csv.DictWriter(text, header, quoting=csv.QUOTE_ALL, lineterminator="\r\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode(encoding)


def read_rows(path, encoding="cp932"):
    with open(path, encoding=encoding, newline="") as stream:
        return list(csv.DictReader(stream))


def personal_texts(path, encoding="cp932"):
    """Names, kana, mail addresses and telephone numbers of a choice file, as written and without blanks."""
    found = set()
    for row in read_rows(path, encoding):
        for column in ("氏名", "フリガナ", "メールアドレス", "電話番号"):
            cell = row.get(column) or ""
            if len(cell) >= 4:
                found |= {cell, cell.replace("　", "").replace(" ", "")}
    return found


def individual_number(first_eleven):
    """Eleven digits with their check digit (番号法施行規則: weights 6 5 4 3 2 7 6 5 4 3 2)."""
    rest = sum(int(digit) * weight for digit, weight in zip(first_eleven, (6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2))) % 11
    return first_eleven + str(0 if rest <= 1 else 11 - rest)
