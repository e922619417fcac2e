#!/usr/bin/env python3
"""The ledger on a database server: the same truth as on SQLite, and whatever fails is told, kept whole and mended by the next run.

    test_mysql.py            as ctest runs it
    test_mysql.py --full     20 kills each of a file of 20,000 rows, all of test_kill.py on MariaDB, the disk full at more sizes
"""
import collections
import os
import random
import socket
import subprocess
import sys
import tempfile
import threading
import time
import unittest

import test_bad_input
import test_kill
from kill_moments import SEED
from ledger import CONFLICT, DONE, FAILED, INVALID, NEEDS_ATTENTION, ROOT, Ledger, LedgerTest, Result, checked
from mariadb_server import PASSWORD, USER, MariadbServer, schema_of
from portal_files import choice_row, csv_bytes, generate, personal_texts, read_rows
from private_mounts import PrivateMounts

sys.path.insert(0, os.path.join(ROOT, "tests", "truth"))
from truth_comparison import differences, generate_layout, late_day  # noqa: E402

FULL = test_kill.FULL
LONGEST_FAILURE = 10  # seconds until a clerk is told
HANGS = 60  # seconds after which nobody believes that anything will come

# A disk of tests need not be waited for: a killed server loses nothing that the kernel has.
FAST = ("--innodb-flush-method=nosync", "--innodb-log-file-size=32M", "--innodb-buffer-pool-size=64M")


class MysqlTest(LedgerTest):
    """A server for the class, a schema for each ledger."""

    server_options = FAST

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = tempfile.TemporaryDirectory(prefix="furusato-mysql-")
        cls.addClassCleanup(folder.cleanup)
        cls.server = MariadbServer(os.path.join(folder.name, "server"))
        cls.addClassCleanup(cls.server.stop)
        cls.server.start(*cls.server_options)

    def new_ledger(self, name="data", as_of="2026-11-30", demo=False, **url_options):
        return Ledger.fresh(self.path(name), as_of, demo, self.server.new_schema(name, **url_options))

    def at(self, ledger, **url):
        """The same ledger by another URL (hosts, user, password, options)."""
        return Ledger(ledger.data, ledger.as_of, self.server.url(schema_of(ledger.database), **url))

    def end_of(self, process, seconds=HANGS):
        """Waits for the program; one that hangs is a failure and not the end of the tests."""
        try:
            out, err = process.communicate(timeout=seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            self.fail("hangs: still at work after %d seconds: %s" % (seconds, " ".join(process.args[1:])))
        return checked(Result(process.args[1:], process.returncode, out, err))

    def assert_told(self, ledger, result, *codes, secrets=()):
        """One JSON object, one Japanese sentence, and neither personal data nor a password in it or in the log."""
        self.assertEqual(result.code, FAILED, result)
        error = result.object["error"]
        self.assertIn(error["code"], codes, result)
        self.assertRegex(error["message"], "[ぁ-ん].*。", "no Japanese sentence")
        self.assertNotRegex(error["message"], "[{}]", "a placeholder is left")
        self.assertIn(error["message"], result.err)
        self.assertIn(error["code"], ledger.log_text())
        for text in {PASSWORD, PASSWORD.replace("/", "%2F"), *secrets}:
            for where, said in (("out", result.out), ("err", result.err), ("log", ledger.log_text())):
                self.assertNotIn(text, said, where)


def secrets_of(path):
    """What of a choice file must be in no message."""
    return personal_texts(path) | {row["申込番号"] for row in read_rows(path) if len(row["申込番号"]) >= 6}


class TruthOnMysql(MysqlTest):
    """As test_truth.py; matrix.py --mysql has all of it."""

    ROWS = 300

    def check(self, portal, rms, encoding, dirty):
        path, truth = generate_layout(self.folder, portal, rms, encoding, dirty, self.ROWS, 1)
        found = differences(self.new_ledger(portal, late_day(truth)), path, truth)
        self.assertEqual(found, [], "\n".join(found))

    def test_rakuten(self):
        self.check("rakuten", 158, "cp932", 0.4)

    def test_choice(self):
        self.check("choice", None, "utf-8-sig", 0.4)

    def test_satofull(self):
        self.check("satofull", None, "cp932", 0)

    def test_generic(self):
        self.check("generic", None, "utf-8-sig", 0.4)


class ShippedAccount(MysqlTest):
    """packaging/mysql/create_user.sql gives the rights that the program needs."""

    def test_the_shipped_account_makes_a_ledger_and_works_in_it(self):
        with open(os.path.join(ROOT, "packaging", "mysql", "create_user.sql"), encoding="utf-8") as stream:
            sql = stream.read()
        for word, ours in (("CLIENT_NETWORK", "127.0.0.1"), ("NEW_PASSWORD", "Ume-7"), (" REQUIRE SSL", ""), ("'furusato'@", "'shipped'@"),
                           ("furusato.*", "furusato_shipped.*"), ("EXISTS furusato ", "EXISTS furusato_shipped ")):
            self.assertIn(word, sql)
            sql = sql.replace(word, ours)
        self.server.root(sql)
        ledger = Ledger.fresh(self.path("shipped"), database=self.server.url("furusato_shipped", user="shipped", password="Ume-7"))
        ledger.import_file(self.write("one.csv", csv_bytes([choice_row("C1")])), code=DONE)
        self.assertEqual(ledger.json("receipt", "issue", "--out", self.path("one.pdf"))["issued"], 1)
        self.assert_verified(ledger)


class LostServer(MysqlTest):
    """What the tests below share: an import loses its server or its session, and what it may say then."""

    server_options = FAST[1:] if FULL else FAST
    rows = test_kill.ROWS if FULL else 1500

    def impatient(self, ledger, seconds):
        return self.at(ledger, patience_seconds=seconds)

    def kill_server(self, ledger, path, moments, delay, patience):
        """Starts an import, kills the server and starts it again; gives how the import ended."""
        process = ledger.start("import", path, "--json")
        self.addCleanup(process.kill)
        time.sleep(delay)
        if process.poll() is None:
            moments.hits += 1
        else:
            moments.too_late(delay)
        killed = time.monotonic()
        self.server.kill()
        try:
            if patience == 1:  # it gives up before the server is back
                result = self.end_of(process)
        finally:
            self.server.start(*self.server_options)
        if patience != 1:
            result = self.end_of(process)
        if result.code == FAILED:
            self.assertLess(time.monotonic() - killed, patience + LONGEST_FAILURE)
        return result

    def jobs_of(self, ledger):
        return int(self.server.root("SELECT COUNT(*) FROM %s.import_jobs" % schema_of(ledger.database))[0][0])

    def import_with_cut_sessions(self, ledger, path, times=5):
        """The server ends the program's sessions at random moments of the import and stays up."""
        chance = random.Random(SEED)
        before = self.jobs_of(ledger)
        process = ledger.start("import", path, "--json")
        self.addCleanup(process.kill)
        # A program that cannot even open its ledger says so at once: that is another test.
        while process.poll() is None and self.jobs_of(ledger) == before:
            time.sleep(0.01)
        for _ in range(times):
            time.sleep(chance.uniform(0.02, 0.3))
            self.server.root("KILL HARD CONNECTION USER " + USER)
        return self.end_of(process)

    def assert_done_or_told(self, ledger, result, done_code):
        """Gives the word for it."""
        if result.code != FAILED:
            self.assertEqual(result.code, done_code, result)
            return "done"
        self.assert_told(ledger, result, "database.unreachable", "database.commit_unknown", secrets=self.secrets)
        return result.object["error"]["code"]


class ServerKilled(LostServer, test_kill.FirstImport):
    """The server dies during an import and comes back."""

    def setUp(self):
        super().setUp()
        self.secrets = secrets_of(self.file)

    def assert_whole_with_issues(self, ledger, summary):
        self.assert_whole(summary)
        self.assertEqual(self.server.root("SELECT COUNT(*) FROM %s.import_issues" % schema_of(ledger.database)), [[str(len(summary["issues"]))]])
        self.assertEqual(self.totals(ledger), self.expected)
        self.assertEqual(self.assert_verified(ledger)["donations"], self.truth["orders"])

    def test_the_next_import_makes_it_whole(self):
        moments = self.moments(self.file)
        ends = collections.Counter()
        for number, delay in enumerate(moments):
            patience = (10, 1)[number % 2]
            with self.subTest(kill=number, after_seconds=round(delay, 3), patience_seconds=patience):
                ledger = self.impatient(self.prepared_ledger("killed-%d" % number), patience)
                result = self.kill_server(ledger, self.file, moments, delay, patience)
                end = self.assert_done_or_told(ledger, result, NEEDS_ATTENTION)
                ends[patience, end] += 1
                if end == "done":
                    self.assert_whole_with_issues(ledger, result.object)
                self.assert_interrupted_or_done(ledger, (0, 0), self.expected)
                received = ledger.json("donation", "list", "--state", "received", "--limit", 0)["total"]
                self.assertEqual(received, self.totals(ledger)[0])
                self.assert_import_makes_it_whole(ledger)
        print("ends by patience: %s" % dict(ends), file=sys.stderr)
        self.assert_enough_hits(moments)

    def test_sessions_are_cut(self):
        """With patience nobody need do anything."""
        ledger = self.prepared_ledger("cut")
        result = self.import_with_cut_sessions(ledger, self.file)
        self.assertEqual(result.code, NEEDS_ATTENTION, result)
        self.assert_whole_with_issues(ledger, result.object)


class ServerKilledInUpdate(LostServer, test_kill.Update):
    """The server dies during an import that changes donations already there."""

    def setUp(self):
        super().setUp()
        self.secrets = secrets_of(self.second)

    def assert_made_whole(self, ledger):
        ledger.import_file(self.second, code=DONE)
        self.assertEqual(self.totals(ledger), self.after)
        self.assert_verified(ledger)
        again = ledger.import_file(self.second, code=DONE)["orders"]
        self.assertEqual((again["new"], again["updated"], again["unchanged"]), (0, 0, self.rows // 2))
        self.assertEqual(self.totals(ledger), self.after)

    def test_the_next_import_makes_it_whole(self):
        moments = self.moments(self.second, test_kill.KILLS // 2)
        ends = collections.Counter()
        for number, delay in enumerate(moments):
            with self.subTest(kill=number, after_seconds=round(delay, 3)):
                ledger = self.prepared_ledger("killed-%d" % number)
                end = self.assert_done_or_told(ledger, self.kill_server(ledger, self.second, moments, delay, 30), DONE)
                ends[end] += 1
                self.assert_interrupted_or_done(ledger, self.before, self.after)
                self.assert_made_whole(ledger)
        print("ends: %s" % dict(ends), file=sys.stderr)
        self.assert_enough_hits(moments)

    def test_sessions_are_cut(self):
        ledger = self.prepared_ledger("cut")
        result = self.import_with_cut_sessions(ledger, self.second)
        self.assertEqual(result.code, DONE, result)
        self.assertEqual(result.object["orders"]["read"], self.rows // 2)
        self.assertEqual(self.totals(ledger), self.after)
        self.assert_verified(ledger)
        self.assert_made_whole(ledger)


class RefusingProxy(threading.Thread):
    """Before the server: lets the first connection through, hangs up on the next few, and then lets all through."""

    def __init__(self, port, refusals):
        super().__init__(daemon=True)
        self.server_port, self.refusals, self.refused, self.accepted = port, refusals, 0, 0
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]

    def run(self):
        while True:
            try:
                client, _ = self.listener.accept()
            except OSError:
                return
            if self.accepted > 0 and self.refused < self.refusals:
                self.refused += 1
                client.close()
                continue
            self.accepted += 1
            server = socket.create_connection(("127.0.0.1", self.server_port))
            for source, target in ((client, server), (server, client)):
                threading.Thread(target=self.pipe, args=(source, target), daemon=True).start()

    @staticmethod
    def pipe(source, target):
        try:
            while data := source.recv(65536):
                target.sendall(data)
        except OSError:
            pass
        for end in (source, target):
            end.close()


class LaterSessionsRefused(MysqlTest):
    """An import needs further sessions while it runs: a server that is busy for a moment is waited for."""

    def test_an_import_waits_for_its_second_session(self):
        ledger = self.new_ledger("refused", "2026-05-20")
        proxy = RefusingProxy(self.server.port, 3)
        proxy.start()
        self.addCleanup(proxy.listener.close)
        file = self.write("rows.csv", csv_bytes([choice_row("C%08d" % number) for number in range(1200)]))
        summary = self.at(ledger, hosts=["127.0.0.1:%d" % proxy.port]).import_file(file, code=DONE)
        self.assertEqual(summary["orders"]["new"], 1200)
        self.assertEqual(proxy.refused, 3, "the import opened no second session")
        self.assert_verified(ledger)


class ProgramKilled(LostServer, test_kill.FirstImport):
    """The program dies during an import; the server is left with what it had said so far."""

    def test_the_same_file_again_makes_it_whole(self):
        self.kill_and_import_again()


if FULL:
    class EveryKilledFirstImport(MysqlTest, test_kill.KilledFirstImport):
        pass

    class EveryKilledUpdate(MysqlTest, test_kill.KilledUpdate):
        pass

    class TwoAtOnceOnMysql(MysqlTest, test_bad_input.TwoAtOnce):
        pass


class FailureTest(MysqlTest):
    def setUp(self):
        super().setUp()
        self.file = self.write("rows.csv", csv_bytes([choice_row("C%08d" % number) for number in range(5)]))
        self.secrets = secrets_of(self.file)

    def assert_fails(self, ledger, *codes, arguments=None, secrets=()):
        start = time.monotonic()
        result = self.end_of(ledger.start(*(arguments or ("import", self.file)), "--json"))
        self.assertLess(time.monotonic() - start, LONGEST_FAILURE, result)
        self.assert_told(ledger, result, *codes, secrets={*self.secrets, *secrets})
        return result.object["error"]

    def assert_fails_everywhere(self, ledger, *codes, **more):
        """The same is told whatever the clerk wants to do."""
        for arguments in (("init",), ("import", self.file), ("report", "revenue", "--year", 2026), ("verify",)):
            with self.subTest(arguments[0]):
                self.assert_fails(ledger, *codes, arguments=arguments, **more)

    def assert_works(self, ledger):
        """All rows are new: nothing of them was there."""
        self.assert_nothing_stored(ledger)
        self.assert_imports(ledger)

    def assert_imports(self, ledger):
        summary = ledger.import_file(self.file, code=DONE)
        self.assertEqual((summary["orders"]["new"], summary["donations"]["received_yen"]), (5, 50000))
        self.assert_verified(ledger)

    def assert_works_after_a_failed_write(self, ledger):
        """The file was archived before the ledger refused to take its job; the next import uses that copy."""
        self.assertEqual(ledger.json("import", "list")["items"], [])
        self.assertEqual(ledger.json("donation", "list")["total"], 0)
        self.assert_verified(ledger)
        self.assert_imports(ledger)
        self.assertEqual(len(ledger.archived()), 1)

    def closed_port(self):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            return "127.0.0.1:%d" % probe.getsockname()[1]

    def black_hole(self):
        """A port that answers nothing: its queue is full and nobody takes from it."""
        listener = socket.socket()
        self.addCleanup(listener.close)
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        for _ in range(4):
            waiting = socket.socket()
            self.addCleanup(waiting.close)
            waiting.setblocking(False)
            waiting.connect_ex(listener.getsockname())
        return "127.0.0.1:%d" % listener.getsockname()[1]

    def silent_server(self):
        """A port that takes connections and says nothing, as a server does that hangs."""
        listener = socket.socket()
        self.addCleanup(listener.close)
        listener.bind(("127.0.0.1", 0))
        listener.listen(50)
        return "127.0.0.1:%d" % listener.getsockname()[1]


class UnreachableServer(FailureTest):
    """Who cannot get in is told why; one good host is enough."""

    def setUp(self):
        super().setUp()
        self.ledger = self.new_ledger()

    def test_wrong_password(self):
        wrong = "Machigai-8311"
        self.assert_fails_everywhere(self.at(self.ledger, password=wrong), "database.login", secrets={wrong})
        self.assert_works(self.ledger)

    def test_unknown_user(self):
        self.assert_fails(self.at(self.ledger, user="dareka"), "database.login")
        self.assert_works(self.ledger)

    def test_password_from_a_file(self):
        file = self.write("password", PASSWORD + "\n")
        self.assert_works(self.at(self.ledger, password="", password_file=file))

    def test_unknown_schema(self):
        nowhere = Ledger(self.ledger.data, self.ledger.as_of, self.server.url("furusato_nowhere"))
        self.assert_fails_everywhere(nowhere, "database.no_schema")
        self.assertEqual(self.server.root("SHOW SCHEMAS LIKE 'furusato_nowhere'"), [])
        self.assert_works(self.ledger)

    def test_a_schema_of_others(self):
        self.server.root("CREATE SCHEMA accounting")
        others = Ledger(self.ledger.data, self.ledger.as_of, self.server.url("accounting"))
        self.assert_fails_everywhere(others, "database.login")
        self.assertEqual(self.server.root("SHOW TABLES IN accounting"), [])

    def test_a_url_that_is_none_is_refused_without_its_password(self):
        schema = schema_of(self.ledger.database)
        for url in ("mysql://%s:%s@127.0.0.1" % (USER, PASSWORD), "mysql://%s:%s@/%s" % (USER, PASSWORD, schema),
                    "mysql://127.0.0.1/%s" % schema, self.ledger.database + "?pasword=" + PASSWORD, "mysqli" + self.ledger.database[5:],
                    self.server.url(schema, connect_seconds="0"), self.server.url(schema, hosts=["127.0.0.1:x"])):
            with self.subTest(url):
                result = Ledger(self.ledger.data, self.ledger.as_of, url).run("verify", "--json")
                self.assertEqual((result.code, result.object["error"]["code"]), (INVALID, "database.url"), result)
                self.assertNotIn(PASSWORD, result.out + result.err + self.ledger.log_text())

    def test_all_hosts_are_unreachable(self):
        # One with the longest time that a host has by default, the others with less so that the tests are short.
        slow = self.at(self.ledger, hosts=[self.black_hole()])
        self.assert_fails(slow, "database.unreachable")
        for name, hosts in (("closed port", [self.closed_port()]), ("black hole", [self.black_hole()]),
                            ("reserved address", ["192.0.2.1:3306"]), ("silent server", [self.silent_server()]),
                            ("unknown name", ["nosuch.invalid:3306"]), ("two of them", [self.closed_port(), self.black_hole()])):
            with self.subTest(name):
                lost = self.at(self.ledger, hosts=hosts, connect_seconds=1, allow_plaintext=1)
                self.assert_fails(lost, "database.unreachable")
        self.assert_works(self.ledger)

    def test_the_first_host_is_unreachable_and_the_second_is_good(self):
        for name, host in (("closed port", self.closed_port()), ("black hole", self.black_hole()), ("silent server", self.silent_server())):
            with self.subTest(name):
                ledger = self.at(self.new_ledger(name), hosts=[host, self.server.host()], connect_seconds=1)
                start = time.monotonic()
                result = self.end_of(ledger.start("import", self.file, "--json"))
                self.assertEqual((result.code, result.object.get("orders", {}).get("new")), (DONE, 5), result)
                self.assertLess(time.monotonic() - start, LONGEST_FAILURE)
                direct = self.at(ledger)
                self.assertEqual(direct.revenue(2026)["received_yen"], 50000)
                self.assert_verified(direct)

    def test_a_server_that_is_stopped_and_started_again(self):
        self.server.stop(keep=True)
        try:
            self.assert_fails_everywhere(self.ledger, "database.unreachable")
        finally:
            self.server.start(*self.server_options)
        self.assert_works(self.ledger)


class UnusableSchema(FailureTest):
    """The server is there, the ledger in it is not or must not be written."""

    def test_a_schema_that_is_not_initialised(self):
        ledger = Ledger(self.path("data"), "2026-11-30", self.server.new_schema("empty"))
        os.mkdir(ledger.data)
        self.assert_not_initialised(ledger)
        self.assertEqual(self.server.root("SHOW TABLES IN " + schema_of(ledger.database)), [])
        self.assert_works(ledger.initialised())

    def test_a_schema_that_is_not_initialised_and_no_data_folder(self):
        ledger = Ledger(self.path("data"), "2026-11-30", self.server.new_schema("empty"))
        self.assert_not_initialised(ledger)
        self.assert_works(ledger.initialised())

    def assert_not_initialised(self, ledger):
        for arguments in (("import", self.file), ("report", "revenue", "--year", 2026), ("verify",)):
            with self.subTest(arguments[0]):
                result = ledger.run(*arguments, "--json")
                self.assertEqual((result.code, result.object["error"]["code"]), (CONFLICT, "database.not_initialised"), result)
                self.assertRegex(result.err, "furusato init")

    def test_a_schema_of_a_newer_version(self):
        ledger = self.new_ledger()
        versions = schema_of(ledger.database) + ".schema_versions"
        self.server.root("INSERT INTO %s SELECT MAX(version) + 1, '9999_later.sql', REPEAT('0', 64), 'done', '2027-01-01T00:00:00Z' FROM %s"
                         % (versions, versions))
        self.assert_fails_everywhere(ledger, "database.newer")
        self.server.root("DELETE FROM %s WHERE name = '9999_later.sql'" % versions)
        self.assert_works(ledger)

    def test_a_schema_with_another_history(self):
        ledger = self.new_ledger()
        versions = schema_of(ledger.database) + ".schema_versions"
        ((digest,),) = self.server.root("SELECT sha256 FROM %s WHERE version = 7" % versions)
        self.server.root("UPDATE %s SET sha256 = REPEAT('0', 64) WHERE version = 7" % versions)
        self.assert_fails_everywhere(ledger, "database.migration_changed")
        self.server.root("UPDATE %s SET sha256 = '%s' WHERE version = 7" % (versions, digest))
        self.assert_works(ledger)

    def test_a_data_folder_with_another_key(self):
        """The key lies in the data folder: two offices on one schema need the same one."""
        ledger = self.new_ledger()
        other = Ledger(self.path("other"), ledger.as_of, ledger.database)
        os.mkdir(other.data)
        result = other.run("import", self.file, "--json")
        self.assertEqual((result.code, result.object["error"]["code"]), (CONFLICT, "database.key_mismatch"), result)
        self.assert_works(ledger)

    def test_a_server_that_may_only_be_read(self):
        ledger = self.new_ledger()
        self.server.root("SET GLOBAL read_only = 1")
        try:
            self.assert_fails(ledger, "database.read_only")
            empty = Ledger(self.path("new"), "2026-11-30", self.server.new_schema("new"))
            self.assert_fails(empty, "database.read_only", arguments=("init",))
            # What only reads goes on.
            self.assertEqual(ledger.revenue(2026)["received_yen"], 0)
            self.assert_verified(ledger)
        finally:
            self.server.root("SET GLOBAL read_only = 0")
        self.assert_works_after_a_failed_write(ledger)

    def test_a_user_who_may_only_read(self):
        ledger = self.new_ledger()
        schema = schema_of(ledger.database)
        self.server.root("CREATE USER yomu@'%%' IDENTIFIED BY 'yomu-4420'; GRANT SELECT ON %s.* TO yomu@'%%'" % schema)
        reader = self.at(ledger, user="yomu", password="yomu-4420")
        self.assert_fails(reader, "database.login", secrets={"yomu-4420"})
        self.assertEqual(reader.revenue(2026)["received_yen"], 0)
        self.assert_works_after_a_failed_write(ledger)


class EncryptedConnection(FailureTest):
    """Nothing goes unencrypted to another machine unless it was allowed, and a certificate is checked with its name."""

    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="furusato-tls-")
        cls.addClassCleanup(folder.cleanup)
        cls.certificates = folder.name
        for authority in ("ca", "other-ca"):
            cls.openssl("req", "-x509", *cls.NEW_KEY, "-days", "2", "-subj", "/CN=" + authority, "-keyout", authority + ".key",
                        "-out", authority + ".pem")
        cls.certify("IP:127.0.0.1,DNS:localhost")
        cls.server_options = FAST + ("--bind-address=0.0.0.0", "--skip-name-resolve", *(
            "--ssl-%s=%s" % (option, cls.certificate(file)) for option, file in (("ca", "ca.pem"), ("cert", "server.pem"), ("key", "server.key"))))
        super().setUpClass()

    NEW_KEY = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")

    @classmethod
    def openssl(cls, *arguments):
        subprocess.run(["openssl", *arguments], check=True, cwd=cls.certificates, stdin=subprocess.DEVNULL, capture_output=True)

    @classmethod
    def certificate(cls, file):
        return os.path.join(cls.certificates, file)

    @classmethod
    def certify(cls, names):
        """A new certificate of the server, signed by the first authority."""
        with open(cls.certificate("names"), "w", encoding="ascii") as stream:
            stream.write("subjectAltName=%s\n" % names)
        cls.openssl("req", *cls.NEW_KEY, "-subj", "/CN=server", "-keyout", "server.key", "-out", "server.csr")
        cls.openssl("x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial", "-days", "2",
                    "-extfile", "names", "-out", "server.pem")

    def own_addresses(self):
        """Names of this machine that are not the program's word for itself; the second one only where there is a network."""
        addresses = ["127.0.0.2"]
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
            try:
                probe.connect(("198.51.100.1", 9))  # sends nothing
                addresses.append(probe.getsockname()[0])
            except OSError:
                pass
        return addresses

    def without_tls(self):
        """The server starts anew and speaks no TLS until the test is over."""
        self.server.stop(keep=True)
        self.server.start(*FAST, "--bind-address=0.0.0.0", "--skip-name-resolve", "--skip-ssl")
        self.addCleanup(self.server.start, *self.server_options)
        self.addCleanup(self.server.stop, keep=True)

    def require_tls(self, sort):
        self.server.root("ALTER USER %s@'%%' REQUIRE %s" % (USER, sort))

    def test_the_right_authority(self):
        ledger = self.new_ledger(ssl_ca=self.certificate("ca.pem"))
        self.require_tls("SSL")  # so that an unencrypted login would fail
        self.addCleanup(self.require_tls, "NONE")
        for name in ("127.0.0.1", "localhost"):
            with self.subTest(name):
                self.assert_verified(self.at(ledger, hosts=[self.server.host(name)], ssl_ca=self.certificate("ca.pem")))
        self.assert_works(ledger)

    def test_another_authority(self):
        ledger = self.new_ledger()
        self.assert_fails_everywhere(self.at(ledger, ssl_ca=self.certificate("other-ca.pem")), "database.tls")
        self.assert_works(ledger)

    def test_an_authority_whose_file_is_missing(self):
        ledger = self.new_ledger()
        self.assert_fails(self.at(ledger, ssl_ca=self.certificate("nosuch.pem")), "database.tls")
        self.assert_works(ledger)

    def test_a_certificate_for_another_name(self):
        ledger = self.new_ledger()
        self.certify("DNS:db.example.jp")
        self.addCleanup(self.server.root, "FLUSH SSL")
        self.addCleanup(self.certify, "IP:127.0.0.1,DNS:localhost")
        self.server.root("FLUSH SSL")
        for name in ("127.0.0.1", "localhost"):
            with self.subTest(name):
                self.assert_fails(self.at(ledger, hosts=[self.server.host(name)], ssl_ca=self.certificate("ca.pem")), "database.tls")
        self.assert_works(ledger)

    def test_another_machine_is_spoken_to_in_tls(self):
        ledger = self.new_ledger()
        self.require_tls("SSL")
        self.addCleanup(self.require_tls, "NONE")
        for address in self.own_addresses():
            with self.subTest(address):
                self.assert_verified(self.at(ledger, hosts=[self.server.host(address)]))

    def test_a_server_without_tls(self):
        """Refused on another machine, and everywhere when an authority was named."""
        ledger = self.new_ledger()
        self.without_tls()
        with_authority = self.at(ledger, ssl_ca=self.certificate("ca.pem"), allow_plaintext=1)
        self.assert_fails(with_authority, "database.plaintext", "database.tls")
        for address in self.own_addresses():
            with self.subTest(address):
                there = {"hosts": [self.server.host(address)]}
                self.assert_fails_everywhere(self.at(ledger, **there), "database.plaintext", "database.tls")
                self.assert_verified(self.at(ledger, allow_plaintext=1, **there))
        self.assert_works(ledger)


class FullServerDisk(MysqlTest):
    """The server's disk is full: nothing of the import is counted, and with more space it is made whole.

    InnoDB needs space even to roll back; without it the server may end itself, and somebody has to start it again.
    """

    MEGABYTES = 400
    ROWS = 20000 if FULL else 2500
    LEFT = range(0, 8000, 500) if FULL else (200,)  # kilobytes; InnoDB tries for ten seconds before it says so

    @classmethod
    def setUpClass(cls):
        if not PrivateMounts.usable():
            return
        disk = tempfile.TemporaryDirectory(prefix="furusato-disk-")
        cls.addClassCleanup(disk.cleanup)
        cls.disk = os.path.join(disk.name, "disk")
        os.mkdir(cls.disk)
        PrivateMounts.mount("-t", "tmpfs", "-o", "size=%dm" % cls.MEGABYTES, "tmpfs", cls.disk)
        cls.addClassCleanup(PrivateMounts.unmount, cls.disk)
        cls.server_options = ("--innodb-log-file-size=10M", "--innodb-buffer-pool-size=32M", "--innodb-flush-method=nosync",
                              "--log-error=" + os.path.join(disk.name, "log"))  # it grows fast when there is no space
        cls.server = MariadbServer(os.path.join(cls.disk, "server"))
        cls.addClassCleanup(cls.server.stop)
        cls.server.start(*cls.server_options)

    def fill(self, kilobytes_left):
        """Leaves so much space; gives the file that takes the rest."""
        ballast = os.path.join(self.disk, "ballast")
        with open(ballast, "wb") as stream:
            left = kilobytes_left
            while True:
                space = os.statvfs(self.disk)
                try:
                    os.posix_fallocate(stream.fileno(), 0, space.f_bavail * space.f_frsize - left * 1024)
                    return ballast
                except OSError:  # the server took some in this moment
                    left += 16

    def import_on_a_full_disk(self, ledger, path, kilobytes_left):
        """Gives what was told, None when there was enough space. Afterwards there is space again."""
        ballast = self.fill(kilobytes_left)
        try:
            result = self.end_of(ledger.start("import", path, "--json"))
            is_running = self.server.is_running()
        finally:
            os.remove(ballast)
        if not is_running:
            self.server.start(*self.server_options)
        if result.code in (DONE, NEEDS_ATTENTION):
            return None
        codes = ("database.full", "database.failed") + (() if is_running else ("database.unreachable",))
        self.assert_told(ledger, result, *codes, secrets=secrets_of(path))
        self.assertEqual(ledger.received_in_all(2025, 2026), (0, 0))
        self.assertEqual(ledger.json("donation", "list", "--limit", 0)["total"], 0)
        return result.object["error"]["code"], "server alive" if is_running else "server ended"

    def test_an_import_is_told_and_made_whole_later(self):
        if not PrivateMounts.usable():
            print("no mounts here: nothing shows a server whose disk is full", file=sys.stderr)
            return
        path, truth = generate(self.folder, "file", "choice", self.ROWS, 31, dirty=0.1)
        expected = (truth["valid_donations"], truth["valid_yen"])
        told = []
        for kilobytes in self.LEFT:
            with self.subTest(kilobytes=kilobytes):
                ledger = self.new_ledger("left-%d" % kilobytes, "2026-05-20", demo=True, patience_seconds=5)
                failure = self.import_on_a_full_disk(ledger, path, kilobytes)
                told += [failure] if failure else []
                summary = ledger.import_file(path)
                self.assertEqual(summary["donations"], {"received": expected[0], "received_yen": expected[1]})
                self.assertEqual(ledger.received_in_all(2025, 2026), expected)
                self.assert_verified(ledger)
                again = ledger.import_file(path)["orders"]
                self.assertEqual((again["new"], again["updated"], again["unchanged"]), (0, 0, truth["orders"]))
                self.server.root("DROP SCHEMA " + schema_of(ledger.database))
        print("told: %s" % told, file=sys.stderr)
        self.assertGreaterEqual(len(told), 1, "the disk was never full")


if __name__ == "__main__":
    unittest.main(argv=[argument for argument in sys.argv if argument != "--full"])
