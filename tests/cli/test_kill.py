#!/usr/bin/env python3
"""kill -9 at random moments of an import: nothing is ever there in part, and the next import makes it whole.

    test_kill.py            a few kills of a middling file, as ctest runs it
    test_kill.py --full     20 kills each of a file of 20,000 rows
    FURUSATO_KILL_SEED=n    repeats a run; the seed is printed
"""
import os
import random
import signal
import sys
import time
import unittest

from ledger import DONE, NEEDS_ATTENTION, LedgerTest, Result, checked
from portal_files import csv_bytes, generate, read_rows

FULL = "--full" in sys.argv
KILLS = 20 if FULL else 6
ROWS = 20000 if FULL else 4000
SEED = int(os.environ.get("FURUSATO_KILL_SEED") or random.SystemRandom().randrange(1 << 30))
AS_OF = "2026-05-20"  # before the books of fiscal 2025 close
YEARS = (2025, 2026)


def kill_moments(count, random_source):
    """Shares of the whole time: one in each of `count` equal stretches."""
    return [(at + random_source.random()) / count for at in range(count)]


class KilledImport(LedgerTest):
    """What the tests below share: a killed import, and what must hold afterwards."""

    @classmethod
    def setUpClass(cls):
        cls.random = random.Random(SEED)
        print("FURUSATO_KILL_SEED=%d" % SEED, file=sys.stderr)

    def ledger_for(self, name):
        return self.new_ledger(name, as_of=AS_OF)

    def measure(self, path, prepare=None):
        """Seconds that an undisturbed import of the file takes, from the start of the program to its end."""
        ledger = self.ledger_for("measured")
        if prepare:
            ledger.import_file(prepare)
        start = time.monotonic()
        ledger.import_file(path)
        return time.monotonic() - start

    def import_and_kill(self, ledger, path, seconds):
        """True when the kill met the program at work."""
        process = ledger.start("import", path, "--json")
        time.sleep(seconds)
        process.send_signal(signal.SIGKILL)
        out, err = process.communicate()
        if process.returncode == -signal.SIGKILL:
            return True
        result = checked(Result(["import"], process.returncode, out, err))
        self.assertIn(result.code, (DONE, NEEDS_ATTENTION), result)
        return False

    def reports(self, ledger):
        return [ledger.revenue(year) for year in YEARS]

    def totals(self, ledger):
        reports = self.reports(ledger)
        return sum(r["donations"] for r in reports), sum(r["received_yen"] for r in reports)

    def assert_interrupted_or_done(self, ledger, before, after):
        """After a kill: reports show the ledger before the import or after it, verify names the unfinished job at most.

        Gives whether a job was left unfinished.
        """
        unfinished = [job["job"] for job in ledger.json("import", "list")["items"] if job["state"] != "done"]
        self.assertLessEqual(len(unfinished), 1)
        reports = self.reports(ledger)
        done_jobs = [job for job in ledger.json("import", "list")["items"] if job["state"] == "done"]
        expected = after if len(done_jobs) > self.done_before else before
        self.assertEqual((sum(r["donations"] for r in reports), sum(r["received_yen"] for r in reports)), expected)
        for report in reports:
            self.assertEqual(report["unfinished_imports"], len(unfinished))
            for dimension, lines in report["by"].items():
                self.assertEqual(sum(line["yen"] for line in lines), report["received_yen"], dimension)
        verify = ledger.run("verify", "--json")
        self.assertEqual(verify.code, NEEDS_ATTENTION if unfinished else DONE, verify)
        self.assertEqual([(f["code"], f["subject"]) for f in verify.object["findings"]],
                         [("verify.job_unfinished", str(job)) for job in unfinished], verify)
        return bool(unfinished)

    done_before = 0


class KilledFirstImport(KilledImport):
    """An import into an empty ledger."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()

    def setUp(self):
        super().setUp()
        self.file, self.truth = generate(self.folder, "file", "choice", ROWS, 11, dirty=0.1, broken=15)
        self.expected = (self.truth["valid_donations"], self.truth["valid_yen"])

    def assert_whole(self, summary):
        self.assert_identities(summary)
        self.assertEqual(summary["donations"], {"received": self.truth["valid_donations"], "received_yen": self.truth["valid_yen"]})
        self.assertEqual(summary["orders"]["read"] - summary["orders"]["error"], self.truth["orders"])
        self.assertEqual(summary["orders"]["cancelled"], self.truth["cancelled_orders"])
        self.assertEqual(summary["orders"]["awaiting_payment"], self.truth["pending_orders"])
        self.assertEqual(summary["rows"]["error"], self.truth["broken_rows"])
        self.assertEqual(summary["rows"]["skipped"], self.truth["duplicate_rows"])
        self.assertEqual(summary["rows"]["held"], 0)
        self.assertEqual(summary["one_stop_requested"], self.truth["one_stop_requests"])

    def assert_second_import_changes_nothing(self, ledger):
        again = ledger.import_file(self.file)
        self.assert_whole(again)
        self.assertEqual(again["orders"]["unchanged"], self.truth["orders"])
        self.assertEqual((again["orders"]["new"], again["orders"]["updated"]), (0, 0))
        self.assertEqual(self.totals(ledger), self.expected)

    def test_the_same_file_again_makes_it_whole(self):
        seconds = self.measure(self.file)
        left_unfinished = 0
        for number, share in enumerate(kill_moments(KILLS, self.random)):
            with self.subTest(kill=number, after_seconds=round(share * seconds, 3)):
                ledger = self.ledger_for("killed-%d" % number)
                self.import_and_kill(ledger, self.file, share * seconds)
                left_unfinished += self.assert_interrupted_or_done(ledger, (0, 0), self.expected)
                self.assert_whole(ledger.import_file(self.file))
                self.assertEqual(self.totals(ledger), self.expected)
                self.assertEqual(self.assert_verified(ledger)["donations"], self.truth["orders"])
                self.assert_second_import_changes_nothing(ledger)
                self.assertEqual(len([name for name in ledger.archived() if name.endswith(".gz")]), 1)
        # Kills that all came too early or too late would show nothing.
        self.assertGreaterEqual(left_unfinished, KILLS // 3, "kills that left an unfinished job")

    def test_killed_again_and_again_until_it_is_whole(self):
        seconds = self.measure(self.file)
        ledger = self.ledger_for("killed")
        left_unfinished = 0
        for share in kill_moments(KILLS, self.random):
            self.import_and_kill(ledger, self.file, share * seconds)
            left_unfinished += self.assert_interrupted_or_done(ledger, (0, 0), self.expected)
        self.assertGreaterEqual(left_unfinished, KILLS // 3, "kills that left an unfinished job")
        self.assert_whole(ledger.import_file(self.file))
        self.assertEqual(self.totals(ledger), self.expected)
        self.assertEqual(self.assert_verified(ledger)["donations"], self.truth["orders"])
        self.assert_second_import_changes_nothing(ledger)

    def test_another_file_of_the_portal_finishes_the_killed_one_first(self):
        other, other_truth = generate(self.folder, "other", "choice", 300, 12, year=2024, dirty=0.1)
        seconds = self.measure(self.file)
        left_unfinished = 0
        for share in (0.5, 0.75):
            ledger = self.ledger_for("killed-%s" % share)
            self.import_and_kill(ledger, self.file, share * seconds)
            left_unfinished += self.assert_interrupted_or_done(ledger, (0, 0), self.expected)
            summary = ledger.import_file(other)
            self.assertEqual(summary["donations"]["received_yen"], other_truth["valid_yen"])
            self.assertEqual(ledger.received_in_all(2024, 2026), (self.truth["valid_donations"] + other_truth["valid_donations"],
                                                                  self.truth["valid_yen"] + other_truth["valid_yen"]))
            self.assertEqual(self.assert_verified(ledger)["donations"], self.truth["orders"] + other_truth["orders"])
            self.assertEqual([job["state"] for job in ledger.json("import", "list")["items"]], ["done", "done"])
            again = ledger.import_file(self.file)
            self.assert_whole(again)
            self.assertEqual(again["orders"]["unchanged"], self.truth["orders"])
        self.assertGreater(left_unfinished, 0)

    def test_a_file_of_another_portal_goes_in_after_a_kill(self):
        other, other_truth = generate(self.folder, "other", "ana", 300, 13, year=2024, dirty=0.1)
        seconds = self.measure(self.file)
        ledger = self.ledger_for("killed")
        self.import_and_kill(ledger, self.file, 0.6 * seconds)
        self.assert_interrupted_or_done(ledger, (0, 0), self.expected)
        self.assertEqual(ledger.import_file(other)["donations"]["received_yen"], other_truth["valid_yen"])
        self.assert_whole(ledger.import_file(self.file))
        self.assertEqual(ledger.received_in_all(2024, 2026), (self.truth["valid_donations"] + other_truth["valid_donations"],
                                                              self.truth["valid_yen"] + other_truth["valid_yen"]))
        self.assert_verified(ledger)


class KilledUpdate(KilledImport):
    """An import that changes donations already there: payments arrive, purposes are mended, donations are cancelled."""

    def setUp(self):
        super().setUp()
        clean, self.truth = generate(self.folder, "clean", "choice", ROWS // 2, 21)
        rows = read_rows(clean)
        first, second = [], []
        self.before, self.after = [0, 0], [0, 0]
        for number, row in enumerate(rows):
            yen = int(row["寄附金額"])
            earlier, later = dict(row), dict(row)
            if number % 3 == 0:      # paid between the files
                earlier.update({"申込状況": "入金待ち", "入金状況": "未入金", "入金日": ""})
            elif number % 3 == 1:    # the donor chose another purpose
                later.update({"使い道番号": "6", "使い道": "徳山動物園リニューアル事業"})
            # Given back while the books of its year are open: the revenue goes down.
            is_refunded = number % 9 == 2 and row["入金日"].replace("/", "-") >= "2025-04-01"
            if is_refunded:
                later.update({"申込状況": "キャンセル"})
            self.before[0] += number % 3 != 0
            self.before[1] += yen * (number % 3 != 0)
            self.after[0] += not is_refunded
            self.after[1] += yen * (not is_refunded)
            first.append(earlier)
            second.append(later)
        self.first = self.write("first.csv", csv_bytes(first))
        self.second = self.write("second.csv", csv_bytes(second))
        self.updated = sum(one != other for one, other in zip(first, second))

    def test_reports_stay_as_they_were_until_the_import_is_whole(self):
        seconds = self.measure(self.second, prepare=self.first)
        before, after = tuple(self.before), tuple(self.after)
        left_unfinished = 0
        self.done_before = 1
        for number, share in enumerate(kill_moments(KILLS, self.random)):
            with self.subTest(kill=number, after_seconds=round(share * seconds, 3)):
                ledger = self.ledger_for("killed-%d" % number)
                self.assertEqual(ledger.import_file(self.first, code=DONE)["orders"]["new"], len(read_rows(self.first)))
                untouched = self.reports(ledger)
                self.assertEqual(self.totals(ledger), before)
                self.import_and_kill(ledger, self.second, share * seconds)
                unfinished = self.assert_interrupted_or_done(ledger, before, after)
                left_unfinished += unfinished
                if unfinished:
                    self.assertEqual([r["digest"] for r in self.reports(ledger)], [r["digest"] for r in untouched])
                ledger.import_file(self.second)
                self.assertEqual(self.totals(ledger), after)
                self.assert_verified(ledger)
                again = ledger.import_file(self.second, code=DONE)
                self.assertEqual((again["orders"]["new"], again["orders"]["updated"]), (0, 0))
                self.assertEqual(self.totals(ledger), after)
        self.assertGreaterEqual(left_unfinished, KILLS // 3, "kills that left an unfinished job")


if __name__ == "__main__":
    unittest.main(argv=[argument for argument in sys.argv if argument != "--full"])
