#!/usr/bin/env python3
"""Receipts: every received donation once, with consecutive numbers, on sheets that say what the ledger says.

    test_receipts.py --full       20 kills of a run of 2,500 receipts instead of 5 of 650
    FURUSATO_KILL_SEED=n          repeats the moments of a run; the seed is printed
"""
import collections
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import unicodedata
import unittest

from ledger import CONFLICT, DONE, INVALID, NEEDS_ATTENTION, NOT_FOUND, ROOT, LedgerTest, Ledger, Result, checked
from portal_files import choice_row, csv_bytes, generate
from kill_moments import KillMoments, print_seed
from private_mounts import PrivateMounts

FULL = "--full" in sys.argv
KILLS = 20 if FULL else 5
ROWS = 3000 if FULL else 800
AS_OF = "2024-02-29"
DEMO = os.path.join(ROOT, "etc", "demo")
TAX_YEARS = {"R5": 2023, "R6": 2024}


def joined(text):
    """Without blanks and line breaks: a name may be broken over lines."""
    return re.sub(r"\s", "", text)


def demo_truth():
    with open(os.path.join(DEMO, "truth.json"), encoding="utf-8") as stream:
        return json.load(stream)


class ReceiptTest(LedgerTest):
    _filled = None  # the demo city with its three files, made once and copied

    def demo_ledger(self, name="data"):
        if ReceiptTest._filled is None:
            folder = tempfile.TemporaryDirectory(prefix="furusato-demo-")
            ledger = Ledger.fresh(os.path.join(folder.name, "data"), AS_OF, demo=True)
            files = [os.path.join(DEMO, "portal", file) for file in sorted(os.listdir(os.path.join(DEMO, "portal")))]
            result = ledger.run("import", "--json", *files)
            self.assertEqual(result.code, NEEDS_ATTENTION, result)
            ReceiptTest._filled = (folder, ledger.data, result.objects)
        shutil.copytree(ReceiptTest._filled[1], self.path(name))
        return Ledger(self.path(name), AS_OF)

    def issue(self, ledger, *options, out="receipts.pdf", code=(DONE, NEEDS_ATTENTION)):
        return ledger.json("receipt", "issue", "--out", self.path(out), *options, code=code)

    def receipts(self, ledger, *options):
        return ledger.json("receipt", "list", *options)["items"]

    def assert_numbers_consecutive(self, receipts):
        """R5-0000001, R5-0000002, … for each tax year, and no donation twice."""
        by_year = collections.defaultdict(list)
        for receipt in receipts:
            era, running = receipt["number"].split("-")
            self.assertEqual(TAX_YEARS[era], receipt["tax_year"])
            self.assertEqual(receipt["received_on"][:4], str(receipt["tax_year"]))
            by_year[era].append(int(running))
        for era, numbers in by_year.items():
            self.assertEqual(sorted(numbers), list(range(1, len(numbers) + 1)), era)
        donations = [receipt["donation"] for receipt in receipts]
        self.assertEqual(len(set(donations)), len(donations))

    def pages(self, file):
        text = subprocess.run(["pdftotext", "-enc", "UTF-8", file, "-"], capture_output=True, check=True).stdout.decode("utf-8")
        return text.split("\f")[:-1]

    def assert_sheets_are_sound(self, file, receipts):
        """The PDF is valid, carries its fonts, and each sheet names donor, amount, number and donation of its receipt."""
        check = subprocess.run(["qpdf", "--check", file], capture_output=True, text=True)
        self.assertEqual(check.returncode, 0, check.stdout + check.stderr)
        fonts = subprocess.run(["pdffonts", file], capture_output=True, check=True, text=True).stdout.splitlines()[2:]
        self.assertGreater(len(fonts), 0)
        for line in fonts:
            embedded, subset = line.split()[-5:-3]
            self.assertEqual((embedded, subset), ("yes", "yes"), line)
        info = subprocess.run(["pdfinfo", file], capture_output=True, check=True, text=True).stdout
        self.assertEqual(int(re.search(r"^Pages: +(\d+)$", info, re.M)[1]), len(receipts))
        self.assertIn("A4", info)
        pages = {}
        for page in self.pages(file):
            text = joined(page)
            number = re.search(r"令和(\d+)年分第(\d{7})号", text)
            self.assertIsNotNone(number, page)
            pages["R%s-%s" % number.groups()] = text
        self.assertEqual(sorted(pages), sorted(receipt["number"] for receipt in receipts))
        for receipt in receipts:
            text = pages[receipt["number"]]
            for what in (joined(receipt["name"]), "{:,}円".format(receipt["amount_yen"]), receipt["donation"], wareki(receipt["received_on"])):
                self.assertIn(what, text, receipt["number"])


def wareki(iso):
    year, month, day = map(int, iso.split("-"))
    return "令和%d年%d月%d日" % (year - 2018, month, day)


class DemoCity(ReceiptTest):
    def test_imports_equal_the_truth(self):
        ledger = self.demo_ledger()
        truth = demo_truth()
        summaries = ReceiptTest._filled[2]
        total = truth["total"]
        self.assertEqual(sum(s["donations"]["received"] for s in summaries), total["valid_donations"])
        self.assertEqual(sum(s["donations"]["received_yen"] for s in summaries), total["valid_yen"])
        self.assertEqual(sum(s["orders"]["cancelled"] for s in summaries), total["cancelled_orders"])
        self.assertEqual(sum(s["orders"]["awaiting_payment"] for s in summaries), total["pending_orders"])
        self.assertEqual(sum(s["one_stop_requested"] for s in summaries), total["one_stop_requests"])
        self.assertEqual(sum(s["rows"]["error"] for s in summaries), total["broken_rows"])
        self.assertEqual(sum(s["rows"]["skipped"] for s in summaries), total["duplicate_rows"])
        self.assertEqual(sum(s["rows"]["held"] for s in summaries), 0)
        self.assertEqual([s["unmatched"] for s in summaries], [{"gifts": [], "purposes": []}] * 3)
        report = ledger.revenue(2023, "fiscal")
        self.assertEqual(report["received_yen"], total["valid_yen"])
        self.assertEqual(report["donations"], total["valid_donations"])
        self.assertEqual({m["month"]: m["received_yen"] for m in report["months"] if m["received_yen"]}, truth["received_yen_by_month"])
        for dimension in ("portal", "campaign", "gift", "purpose", "prefecture"):
            with self.subTest(dimension):
                found = {line["key"]: line["yen"] for line in report["by"][dimension]}
                self.assertEqual(found, truth["received_yen_by_" + dimension])
        for lines in report["by"].values():
            self.assertEqual(sum(line["yen"] for line in lines), total["valid_yen"])
        self.assertEqual(report["target_yen"], 110000000)
        self.assertEqual(report["achievement_permille"], total["valid_yen"] * 1000 // 110000000)
        self.assert_verified(ledger)

    def test_the_printed_report_says_that_it_is_a_sample_and_fits_80_columns(self):
        ledger = self.demo_ledger()
        text = ledger.run("report", "revenue", "--year", "2023").out
        self.assertIn("架空データ", text)
        self.assertIn("98,896,000", text)
        for line in text.splitlines():
            if not line.startswith("sha256:"):
                self.assertLessEqual(sum(2 if unicodedata.east_asian_width(c) in "WFA" else 1 for c in line), 80, line)
        csv_text = ledger.run("report", "revenue", "--year", "2023", "--format", "csv").out
        self.assertIn("total,,合計,2645,98896000,0,110000000\r\n", csv_text)

    def test_every_received_donation_gets_its_receipt_once(self):
        ledger = self.demo_ledger()
        total = demo_truth()["total"]
        summary = self.issue(ledger)
        self.assertEqual(summary["issued"] + len(summary["skipped"]) + sum(summary["skipped_counts"].values()), total["valid_donations"])
        self.assertEqual(summary["pages"], summary["issued"])
        # The demo city leaves the receipts of one portal to the portal.
        elsewhere = ledger.json("donation", "list", "--portal", "ana", "--state", "received", "--limit", 0)["total"]
        self.assertEqual(summary["skipped_counts"], {"already_issued": 0, "issued_elsewhere": elsewhere})
        self.assertEqual({item["code"] for item in summary["skipped"]}, {"receipt.name_damaged"})
        damaged = ledger.json("donation", "list", "--name-damaged", "--state", "received")["items"]
        self.assertEqual({item["donation"] for item in summary["skipped"]}, {d["number"] for d in damaged if d["portal"] != "ana"})

        receipts = self.receipts(ledger)
        self.assertEqual(len(receipts), summary["issued"])
        self.assertEqual(sum(receipt["amount_yen"] for receipt in receipts), summary["amount_yen"])
        self.assert_numbers_consecutive(receipts)
        self.assertEqual((summary["first_number"], summary["last_number"]), (receipts[0]["number"], receipts[-1]["number"]))
        donations = {d["number"]: d for d in ledger.donations("--state", "received")}
        for receipt in receipts:
            donation = donations[receipt["donation"]]
            self.assertEqual((receipt["amount_yen"], receipt["received_on"], receipt["name"], receipt["number"]),
                             (donation["amount_yen"], donation["received_on"], donation["donor"]["name"], donation["receipt"]))
        self.assert_sheets_are_sound(self.path("receipts.pdf"), receipts)
        self.assertIn("見本", joined(self.pages(self.path("receipts.pdf"))[0]))

        again = self.issue(ledger, out="again.pdf")
        self.assertEqual((again["issued"], again["pages"], again["run"], again["file"]), (0, 0, None, None))
        self.assertEqual(again["skipped_counts"], {"already_issued": summary["issued"], "issued_elsewhere": elsewhere})
        self.assertFalse(os.path.exists(self.path("again.pdf")))
        self.assertEqual(self.receipts(ledger), receipts)
        self.assertEqual(self.assert_verified(ledger)["receipts"], summary["issued"])

        printed = ledger.json("receipt", "print", "--run", summary["run"], "--out", self.path("printed.pdf"))
        self.assertEqual(printed["pages"], summary["pages"])
        self.assertEqual(self.pages(self.path("printed.pdf")), self.pages(self.path("receipts.pdf")))
        self.assertEqual(ledger.run("receipt", "print", "--run", 99, "--out", self.path("none.pdf")).code, NOT_FOUND)

    def test_by_tax_year_and_day(self):
        ledger = self.demo_ledger()
        second = self.issue(ledger, "--tax-year", "R6", out="r6.pdf")
        self.assertEqual(second["first_number"], "R6-0000001")
        self.assertEqual({r["tax_year"] for r in self.receipts(ledger)}, {2024})
        early = self.issue(ledger, "--tax-year", "2023", "--received-through", "2023-06-30", out="r5.pdf")
        self.assertEqual(early["first_number"], "R5-0000001")
        self.assertLessEqual(max(r["received_on"] for r in self.receipts(ledger, "--tax-year", "2023")), "2023-06-30")
        rest = self.issue(ledger, out="rest.pdf")
        self.assertEqual(rest["first_number"], "R5-%07d" % (early["issued"] + 1))
        self.assertEqual(rest["skipped_counts"]["already_issued"], early["issued"] + second["issued"])
        self.assert_numbers_consecutive(self.receipts(ledger))
        self.assert_verified(ledger)


class NamedDonations(ReceiptTest):
    def test_skipped_with_their_reasons(self):
        ledger = self.demo_ledger()
        received = ledger.donations("--portal", "choice", "--state", "received", "--limit", 5)
        first, second, third = [item["number"] for item in received[:3]]
        waiting = ledger.donations("--state", "awaiting_payment", "--limit", 1)[0]["number"]
        cancelled = ledger.donations("--state", "cancelled", "--limit", 1)[0]["number"]
        elsewhere = ledger.donations("--portal", "ana", "--state", "received", "--limit", 1)[0]["number"]
        damaged = [d["number"] for d in ledger.donations("--name-damaged", "--state", "received") if d["portal"] != "ana"][0]

        one = self.issue(ledger, "--donation", first, out="one.pdf", code=DONE)
        self.assertEqual((one["issued"], one["first_number"], one["last_number"]), (1, "R5-0000001", "R5-0000001"))
        summary = self.issue(ledger, *sum((["--donation", number] for number in (
            first, second, "F23-9999999", waiting, cancelled, elsewhere, damaged, "何か")), []), out="two.pdf", code=NEEDS_ATTENTION)
        self.assertEqual({item["donation"]: item["code"] for item in summary["skipped"]}, {
            first: "receipt.already_issued", "F23-9999999": "donation.unknown", waiting: "receipt.not_received",
            cancelled: "receipt.not_received", elsewhere: "receipt.issued_elsewhere", damaged: "receipt.name_damaged", "何か": "donation.unknown"})
        for item in summary["skipped"]:
            self.assertRegex(item["message"], "[ぁ-ん]")
        self.assertEqual((summary["issued"], summary["first_number"]), (1, "R5-0000002"))
        # The same number twice, in any width, is one receipt.
        wide = third.translate({ord(c): ord(c) + 0xFEE0 for c in "F-0123456789"})
        twice = self.issue(ledger, "--donation", third, "--donation", wide, "--donation", third, out="three.pdf")
        self.assertEqual((twice["issued"], twice["first_number"]), (1, "R5-0000003"))
        self.assert_numbers_consecutive(self.receipts(ledger))
        self.assert_sheets_are_sound(self.path("three.pdf"), [r for r in self.receipts(ledger) if r["donation"] == third])
        self.assert_verified(ledger)


class OutputFile(ReceiptTest):
    """A sheet that cannot be written takes no number."""

    def assert_no_number_drawn(self, ledger):
        self.assertEqual(self.receipts(ledger), [])
        self.assert_verified(ledger)
        number = ledger.donations("--portal", "choice", "--state", "received", "--limit", 1)[0]["number"]
        self.assertEqual(self.issue(ledger, "--donation", number, out="good.pdf", code=DONE)["first_number"], "R5-0000001")
        self.assert_verified(ledger)

    def assert_refused(self, ledger, out):
        result = ledger.run("receipt", "issue", "--out", out, "--json")
        self.assertEqual(result.code, INVALID, result)
        self.assertEqual(result.object["error"]["code"], "file.not_writable")
        self.assertRegex(result.object["error"]["message"], "[ぁ-ん].*。")

    def test_a_folder_that_does_not_exist(self):
        ledger = self.demo_ledger()
        self.assert_refused(ledger, self.path("nowhere", "receipts.pdf"))
        self.assert_no_number_drawn(ledger)

    def test_a_folder_instead_of_a_file(self):
        ledger = self.demo_ledger()
        os.mkdir(self.path("receipts.pdf"))
        self.assert_refused(ledger, self.path("receipts.pdf"))
        self.assert_no_number_drawn(ledger)

    def test_a_full_disk(self):
        ledger = self.demo_ledger()
        if PrivateMounts.usable():
            os.mkdir(self.path("small"))
            PrivateMounts.mount("-t", "tmpfs", "-o", "size=256k", "tmpfs", self.path("small"))
            self.addCleanup(PrivateMounts.unmount, self.path("small"))
            out = self.path("small", "receipts.pdf")
        else:
            out = "/dev/full/receipts.pdf"
        self.assert_refused(ledger, out)
        self.assertFalse(os.path.exists(out))
        # Numbers that were drawn before the disk was full are void and never used again; every donation still gets its receipt.
        void = self.receipts(ledger)
        self.assertEqual({receipt["state"] for receipt in void} - {"void"}, set())
        self.assertEqual(ledger.json("donation", "list", "--state", "received", "--unreceipted", "--limit", 0)["total"],
                         demo_truth()["total"]["valid_donations"])
        self.assert_verified(ledger)
        issued = self.issue(ledger, "--tax-year", "2023", out="good.pdf")
        first = 1 + sum(receipt["tax_year"] == 2023 for receipt in void)
        self.assertEqual(issued["first_number"], "R5-%07d" % first)
        valid = [receipt for receipt in self.receipts(ledger, "--tax-year", "2023") if receipt["state"] == "valid"]
        self.assertEqual(len(valid), issued["issued"])
        self.assert_sheets_are_sound(self.path("good.pdf"), valid)
        self.assert_verified(ledger)

    def test_no_out_is_a_wrong_call(self):
        ledger = self.demo_ledger()
        self.assertEqual(ledger.run("receipt", "issue").code, INVALID)


class Names(ReceiptTest):
    """Names as donors write them come out as they are, or the receipt stops and says which donation."""

    PRINTED = ("𠮷野　太郎", "髙橋　﨑子", "葛\U000e0100城　一", "辻\U000e0100　花子", "渡邉　齋", "濵﨑　德子", "ｱﾝ　ﾘｰ", "Ｊｏｈｎ　Ｓｍｉｔｈ", "O'Brien　Mary",
               "株式会社　㈱テスト①", "勅使河原　左衛門佐次郎三郎")
    STOPPED = {"〓田　太郎": "receipt.name_damaged", "山?　太郎": "receipt.name_damaged", "山\ufffd　太郎": "receipt.name_damaged",
               "": None, "山\ue000　太郎": None, "笑顔\U0001f600　太郎": None}

    def test_printed_or_stopped_by_name(self):
        ledger = self.new_ledger(as_of="2024-02-29")
        ledger.json("setting", "set", "issuer_name", "検査　市長")
        names = [*self.PRINTED, *self.STOPPED]
        rows = [choice_row("N%05d" % at, 氏名=name, メールアドレス="n%d@mail.example.jp" % at, 申込日時="2024-01-10 10:00:00", 入金日="2024-01-10")
                for at, name in enumerate(names)]
        imported = ledger.import_file(self.write("names.csv", csv_bytes(rows, "utf-8-sig")))
        stored = {d["portal_order_number"]: d for d in ledger.donations()}
        summary = self.issue(ledger)
        issued = {r["donation"]: r for r in self.receipts(ledger)}
        skipped = {item["donation"]: item["code"] for item in summary["skipped"]}
        for at, name in enumerate(names):
            with self.subTest(name):
                donation = stored.get("N%05d" % at)
                if name in self.PRINTED:
                    self.assertEqual(donation["donor"]["name"], name)
                    self.assertIn(donation["number"], issued)
                elif donation is None:  # a name is a required fact of the file
                    self.assertIn(at + 1, [issue["row"] for issue in imported["issues"]])
                else:
                    self.assertIn(donation["number"], skipped)
                    self.assertNotIn(donation["number"], issued)
                    if self.STOPPED[name]:
                        self.assertEqual(skipped[donation["number"]], self.STOPPED[name])
        self.assertEqual(summary["issued"] + len(summary["skipped"]), len(stored))
        # A donation counts whether or not its receipt can be printed.
        self.assertEqual(ledger.revenue(2024)["donations"], len(stored))
        text = "".join(joined(page) for page in self.pages(self.path("receipts.pdf")))
        for name in self.PRINTED:
            plain = joined(name).replace("\U000e0100", "")
            self.assertIn(plain, text.replace("\U000e0100", ""))
        self.assert_verified(ledger)


    def test_a_sheet_that_does_not_fit_stops_only_itself(self):
        ledger = self.new_ledger(as_of="2024-02-29")
        ledger.json("setting", "set", "issuer_name", "検査　市長")
        day = {"申込日時": "2024-01-10 10:00:00", "入金日": "2024-01-10"}
        rows = [choice_row("N1", **day), choice_row("N2", 番地="長い町名" * 40, **day), choice_row("N3", 氏名="長" * 150, **day), choice_row("N4", **day)]
        ledger.import_file(self.write("rows.csv", csv_bytes(rows)), code=DONE)
        numbers = {d["portal_order_number"]: d["number"] for d in ledger.donations()}
        summary = self.issue(ledger, code=NEEDS_ATTENTION)
        self.assertEqual({item["donation"]: item["code"] for item in summary["skipped"]},
                         {numbers["N2"]: "receipt.does_not_fit", numbers["N3"]: "receipt.does_not_fit"})
        self.assertEqual((summary["issued"], summary["first_number"], summary["last_number"]), (2, "R6-0000001", "R6-0000002"))
        self.assert_sheets_are_sound(self.path("receipts.pdf"), self.receipts(ledger))
        self.assert_verified(ledger)


class KilledIssue(ReceiptTest):
    """kill -9 while receipts are issued: no donation has two, no number is lost, and the sheets can be had."""

    def setUp(self):
        super().setUp()
        self.file, _ = generate(self.folder, "file", "choice", ROWS, 51, year=2023, dirty=0.1)

    def filled_ledger(self, name="data"):
        ledger = self.new_ledger(name, AS_OF)
        ledger.json("setting", "set", "issuer_name", "検査　市長")
        ledger.import_file(self.file)
        return ledger

    def measure(self):
        ledger = self.filled_ledger("measured")
        start = time.monotonic()
        summary = self.issue(ledger, out="measured.pdf")
        return time.monotonic() - start, summary

    def unprinted_runs(self, ledger):
        """The runs that verify names; it has nothing else to say."""
        verify = ledger.run("verify", "--json")
        findings = verify.object["findings"]
        self.assertEqual(verify.code, NEEDS_ATTENTION if findings else DONE)
        self.assertEqual({finding["code"] for finding in findings} - {"verify.run_unprinted"}, set())
        self.assertLessEqual(len(findings), 1)
        return [int(finding["subject"]) for finding in findings]

    def test_at_several_moments(self):
        print_seed()
        seconds, whole = self.measure()
        moments = KillMoments(seconds, KILLS)
        for kill, delay in enumerate(moments):
            with self.subTest(kill=kill, after_seconds=round(delay, 3)):
                ledger = self.filled_ledger("data-%d" % kill)
                done = moments.kill(ledger.start("receipt", "issue", "--out", self.path("killed.pdf"), "--json"), delay)
                unprinted = self.unprinted_runs(ledger)
                after = self.issue(ledger, out="after.pdf")
                drawn = after["skipped_counts"]["already_issued"]
                self.assertIn((after["issued"], drawn), ((0, whole["issued"]), (whole["issued"], 0)))
                moments.hits += bool(drawn) and done is None
                receipts = self.receipts(ledger)
                self.assertEqual(len(receipts), whole["issued"])
                self.assert_numbers_consecutive(receipts)
                # A clerk is told the run whose sheets are missing, has them drawn, and all is well.
                self.assertEqual(self.unprinted_runs(ledger), unprinted)
                for run in unprinted:
                    self.assertIn("--run %d" % run, ledger.run("receipt", "issue", "--out", self.path("none.pdf")).out)
                    printed = ledger.json("receipt", "print", "--run", run, "--out", self.path("killed.pdf"))
                    self.assertEqual(printed["pages"], whole["issued"])
                    self.assert_sheets_are_sound(self.path("killed.pdf"), receipts)
                    self.assertEqual([name for name in os.listdir(self.folder) if name.endswith(".part")], [])
                self.assertEqual(self.assert_verified(ledger)["receipts"], whole["issued"])
        self.assertGreaterEqual(moments.hits, moments.wanted, "kills after numbers were drawn")

    def test_two_at_once_issue_each_receipt_once(self):
        whole = self.measure()[1]
        ledger = self.filled_ledger()
        processes = [ledger.start("receipt", "issue", "--out", self.path(name), "--json") for name in ("one.pdf", "other.pdf")]
        results = []
        for process in processes:
            out, err = process.communicate()
            results.append(checked(Result(["receipt", "issue"], process.returncode, out, err)))
        for result in results:
            # The slower one finds them issued, or is told to try again; it never fails unexpectedly.
            self.assertIn(result.code, (DONE, NEEDS_ATTENTION, CONFLICT), result)
        self.assertEqual(sum(result.object.get("issued", 0) for result in results), whole["issued"])
        self.assert_numbers_consecutive(self.receipts(ledger))
        self.assertEqual(len(self.receipts(ledger)), whole["issued"])
        self.assert_verified(ledger)


if __name__ == "__main__":
    unittest.main(argv=[argument for argument in sys.argv if argument != "--full"])
