#!/usr/bin/env python3
"""The real binary on a Galera cluster that loses nodes under it, and with writers on two nodes at once.

    python3 tests/cluster/test_galera.py     by hand: starts three servers of its own and takes one to three minutes

Whatever happens, every node shows the generator's truth, verify finds nothing, and nothing is there twice.
"""
import atexit
import os
import random
import shutil
import signal
import sys
import tempfile
import time
import unittest

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "cli"))
from galera_cluster import GaleraCluster, wait_until  # noqa: E402
from kill_moments import SEED, print_seed  # noqa: E402
from ledger import DONE, NEEDS_ATTENTION, Ledger, LedgerTest, Result, checked  # noqa: E402
from portal_files import csv_bytes, generate, read_rows  # noqa: E402

ROWS = 12000
AS_OF = "2026-05-20"  # before the books of fiscal 2025 close
YEARS = (2025, 2026)
LONGEST_RUN = 100  # seconds; a program that takes longer hangs
CLUSTER = None


def setUpModule():
    global CLUSTER
    print_seed()
    folder = tempfile.mkdtemp(prefix="furusato-galera-")
    CLUSTER = GaleraCluster(folder)
    # At the end of the process and not of the module, so that Ctrl-C leaves no server behind either.
    atexit.register(shutil.rmtree, folder)
    atexit.register(CLUSTER.stop)
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    start = time.monotonic()
    CLUSTER.start()
    tell("cluster of three", start)


def tell(what, start):
    print("%6.1f s  %s" % (time.monotonic() - start, what), file=sys.stderr)


class GaleraTest(LedgerTest):
    """A test with a ledger in a schema of the whole cluster; key and archive are in one folder that all programs share."""

    def setUp(self):
        super().setUp()
        CLUSTER.make_whole()
        self.schema = "furusato_" + self._testMethodName[:40]
        CLUSTER.make_schema(self.schema)
        self.start = time.monotonic()
        self.made = self.ledger().initialised()

    def ledger(self, order=(0, 1, 2), **options):
        """For a program that tries the nodes in this order."""
        return Ledger(self.path("data"), AS_OF, CLUSTER.url(self.schema, order, **options))

    def tell_end(self):
        tell("%s.%s in all" % (type(self).__name__, self._testMethodName), self.start)

    def started(self, ledger, path):
        """An import under way, ended with the test."""
        # Into a file: nobody reads while nodes are cut off, and a pipe that is full would hold the program back.
        out = self.enterContext(tempfile.TemporaryFile())
        process = self.enterContext(ledger.start("import", path, "--json", stdout=out))
        process.printed = out
        self.addCleanup(process.kill)
        return process

    def summary_of(self, process, code):
        """What a started import printed when it was done."""
        try:
            _, err = process.communicate(timeout=LONGEST_RUN)
        except Exception as failure:
            self.fail("%s\n%s" % (failure, self.made.log_text()))
        process.printed.seek(0)
        result = checked(Result(process.args[1:], process.returncode, process.printed.read(), err))
        self.assertIn(result.code, code if isinstance(code, tuple) else (code,), "%s\n%s" % (result, self.made.log_text()))
        self.assertEqual(self.made.log_text(), "")
        return result.object

    def wait_for_donations(self, count, process):
        """Until so many are stored, as another node than the first shows them."""
        question = "SELECT COUNT(*) FROM %s.donations" % self.schema

        def is_there():
            self.assertIsNone(process.poll(), "done before anything could happen to its node")
            return int(CLUSTER.nodes[2].sql(question) or 0) >= count

        wait_until(is_there, LONGEST_RUN, "%d donations" % count)

    def programs_on(self, node):
        return int(node.sql("SELECT COUNT(*) FROM information_schema.processlist WHERE user = 'furusato'"))

    def assert_truth_on(self, nodes, orders, donations, yen):
        """Each of these nodes by itself shows the whole truth."""
        for node in nodes:
            ledger = self.ledger((node,))
            self.assertEqual(ledger.received_in_all(*YEARS), (donations, yen), "node %d" % node)
            self.assertEqual(self.assert_verified(ledger)["donations"], orders, "node %d" % node)


class LostNode(GaleraTest):
    """What is done to the node that an import is connected to, in the middle of it."""

    def setUp(self):
        super().setUp()
        self.file, self.truth = generate(self.folder, "file", "choice", ROWS, 31, dirty=0.1, broken=60)
        self.whole = (self.truth["orders"], self.truth["valid_donations"], self.truth["valid_yen"])
        moments = random.Random("%s %s" % (SEED, self._testMethodName))
        self.moment, self.later = moments.uniform(0.1, 0.5), moments.uniform(0, 0.1)

    def import_until_the_moment(self, **options):
        process = self.started(self.ledger(**options), self.file)
        self.wait_for_donations(int(self.moment * self.truth["orders"]), process)
        self.assertGreaterEqual(self.programs_on(CLUSTER.nodes[0]), 1)
        self.assertEqual(self.programs_on(CLUSTER.nodes[1]), 0)
        # Donations are seen when their batch is stored: on to some moment of the next one.
        time.sleep(self.later)
        self.assertIsNone(process.poll(), "done before anything could happen to its node")
        return process

    def assert_whole(self, summary):
        self.assert_identities(summary)
        self.assertEqual(summary["donations"], {"received": self.truth["valid_donations"], "received_yen": self.truth["valid_yen"]})
        self.assertEqual(summary["orders"]["new"], self.truth["orders"])
        self.assertEqual(summary["rows"]["error"], self.truth["broken_rows"])

    def assert_nothing_new_in_it(self):
        again = self.ledger().import_file(self.file, code=NEEDS_ATTENTION)
        self.assertEqual((again["orders"]["unchanged"], again["orders"]["new"]), (self.truth["orders"], 0))

    def test_an_import_outlives_the_node_that_it_is_connected_to(self):
        process = self.import_until_the_moment()
        killed = time.monotonic()
        CLUSTER.nodes[0].signal(signal.SIGKILL)
        self.assert_whole(self.summary_of(process, NEEDS_ATTENTION))
        tell("to the end of the import after SIGKILL at %.0f %%" % (100 * self.moment), killed)
        self.assert_truth_on((1, 2), *self.whole)
        self.assert_nothing_new_in_it()
        self.tell_end()

    def test_an_import_outlives_a_node_that_stops_answering_and_comes_back(self):
        process = self.import_until_the_moment(read_seconds=5)
        stopped = time.monotonic()
        CLUSTER.nodes[0].signal(signal.SIGSTOP)
        time.sleep(8)
        CLUSTER.nodes[0].signal(signal.SIGCONT)
        self.assert_whole(self.summary_of(process, NEEDS_ATTENTION))
        tell("to the end of the import after SIGSTOP at %.0f %%" % (100 * self.moment), stopped)
        CLUSTER.make_whole()
        self.assert_truth_on((0, 1, 2), *self.whole)
        self.assert_nothing_new_in_it()
        self.tell_end()


class CutConnections(GaleraTest):
    """The nodes live, but close the program's connection again and again: it comes back at another moment each time."""

    def import_while_cutting(self, path):
        process = self.started(self.ledger(), path)
        moments = random.Random("%s %s" % (SEED, self._testMethodName))
        cuts = 0
        while process.poll() is None:
            time.sleep(moments.uniform(0.1, 0.8))  # a batch takes up to 0.4 s: most get through
            cuts += sum(self.cut(node) for node in CLUSTER.nodes)
        tell("%d cuts" % cuts, self.start)
        self.assertGreater(cuts, 0, "done before its first cut")
        return self.summary_of(process, DONE)

    def cut(self, node):
        """How many connections of the program are cut there."""
        mine = node.sql("SELECT id FROM information_schema.processlist WHERE user = 'furusato'").split()
        return sum(node.sql("KILL " + each) is not None for each in mine)

    def write_both_files(self):
        """Orders as they come first, and later: payments arrive and purposes change."""
        path, truth = generate(self.folder, "file", "choice", 5000, 34)
        first, second = [], []
        for number, row in enumerate(read_rows(path)):
            earlier, later = dict(row), dict(row)
            if number % 3 == 0:
                earlier.update({"申込状況": "入金待ち", "入金状況": "未入金", "入金日": ""})
            elif number % 3 == 1:
                later.update({"使い道番号": "6", "使い道": "徳山動物園リニューアル事業"})
            first.append(earlier)
            second.append(later)
        return self.write("first.csv", csv_bytes(first)), self.write("second.csv", csv_bytes(second)), truth

    def test_new_and_changed_donations_are_as_in_a_ledger_that_nobody_disturbed(self):
        first, second, truth = self.write_both_files()
        quiet = self.new_ledger("quiet", AS_OF)
        for path in (first, second):
            expected, summary = quiet.import_file(path, code=DONE), self.import_while_cutting(path)
            self.assertEqual([summary[key] for key in ("rows", "orders", "donations")], [expected[key] for key in ("rows", "orders", "donations")])
            for year in YEARS:
                self.assertEqual(self.made.revenue(year)["by"], quiet.revenue(year)["by"])
        self.assert_truth_on((0, 1, 2), truth["orders"], truth["valid_donations"], truth["valid_yen"])
        self.tell_end()


class ReceiptsBesideChanges(GaleraTest):
    """Receipts on one node while a file on another changes the same donors' addresses: paper and ledger say the same."""

    ROUNDS = 6

    def orders_of(self, turn):
        path, _ = generate(self.folder, "round%d" % turn, "choice", 1200, 40 + turn)
        return [dict(row, 申込番号=row["申込番号"].replace("C2", "C%d2" % turn, 1)) for row in read_rows(path)]

    def test_no_receipt_is_issued_on_what_another_node_changes_at_that_moment(self):
        moments = random.Random("%s %s" % (SEED, self._testMethodName))
        for turn in range(self.ROUNDS):
            rows = self.orders_of(turn)
            moved = [dict(row, 番地="転居先%d番地" % turn) for row in rows]
            self.made.import_file(self.write("first%d.csv" % turn, csv_bytes(rows)), code=DONE)
            importing = self.started(self.ledger((1, 2, 0)), self.write("moved%d.csv" % turn, csv_bytes(moved)))
            time.sleep(moments.uniform(0, 0.3))
            issued = self.ledger((0, 2, 1)).json("receipt", "issue", "--out", self.path("receipts%d.pdf" % turn), code=(DONE, NEEDS_ATTENTION))
            summary = self.summary_of(importing, (DONE, NEEDS_ATTENTION))
            tell("%d receipts, %d changed, %d held" % (issued["issued"], summary["orders"]["updated"], summary["orders"]["held"]), self.start)
            self.assertEqual(CLUSTER.nodes[2].sql(
                "SELECT COUNT(*) FROM {0}.receipts r JOIN {0}.donations d ON d.id = r.donation_id "
                "WHERE r.state = 'valid' AND r.contact_id <> d.contact_id".format(self.schema)).strip(), "0")
        for node in range(3):
            self.assert_verified(self.ledger((node,)))
        self.tell_end()


class TwoWriters(GaleraTest):
    """Two imports at once, on different nodes."""

    def import_both(self, first, second, code=DONE):
        programs = [self.started(self.ledger(order), path) for order, path in (((0, 1, 2), first), ((1, 2, 0), second))]
        summaries = [self.summary_of(program, code) for program in programs]
        for summary in summaries:
            self.assert_identities(summary)
        tell("both imports", self.start)
        return summaries

    def part(self, name, rows, numbers):
        """A file with some of the orders, all rows of each."""
        return self.write(name, csv_bytes([row for row in rows if row["申込番号"] in numbers]))

    def test_files_of_one_portal_that_overlap_become_their_union(self):
        path, truth = generate(self.folder, "file", "choice", 1500, 32)
        rows = read_rows(path)
        numbers = list(dict.fromkeys(row["申込番号"] for row in rows))
        third = len(numbers) // 3
        summaries = self.import_both(self.part("early.csv", rows, set(numbers[:2 * third])), self.part("late.csv", rows, set(numbers[third:])))
        self.assertEqual(sum(summary["orders"]["new"] for summary in summaries), truth["orders"])
        self.assertEqual(sum(summary["orders"]["unchanged"] for summary in summaries), third)
        self.assert_truth_on((0, 1, 2), truth["orders"], truth["valid_donations"], truth["valid_yen"])
        self.tell_end()

    def test_files_of_two_portals_go_in_side_by_side(self):
        # The same seed: the same people give through both.
        files = [generate(self.folder, portal, portal, 1500, 33, dirty=0.1, broken=30) for portal in ("choice", "ana")]
        truths = [truth for _, truth in files]
        summaries = self.import_both(files[0][0], files[1][0], NEEDS_ATTENTION)
        self.assertEqual([summary["orders"]["new"] for summary in summaries], [truth["orders"] for truth in truths])
        self.assert_truth_on((0, 1, 2), *(sum(truth[key] for truth in truths) for key in ("orders", "valid_donations", "valid_yen")))
        self.tell_end()


if __name__ == "__main__":
    unittest.main()
