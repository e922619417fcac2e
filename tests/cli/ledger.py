"""A ledger in a data folder of its own, driven only through the real binary ($FURUSATO_BINARY).

    ledger = Ledger.fresh(folder)          copies a ledger made once by `furusato init`
    result = ledger.run("import", file)    Result(code, out, err)
    answer = ledger.json("verify")         the one JSON object of a --json command
    Ledger.fresh(folder, database=URL)     the same in an empty schema of a database server (mariadb_server.py)
"""
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.dont_write_bytecode = True

ROOT = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", ".."))
BINARY = os.path.abspath(os.environ.get("FURUSATO_BINARY") or os.path.join(ROOT, "build", "release", "bin", "furusato"))

DONE, FAILED, INVALID, NOT_FOUND, CONFLICT, NEEDS_ATTENTION = 0, 1, 2, 3, 4, 6

# What a sanitizer writes; a program that is wrong in memory has failed whatever its exit code says.
SANITIZER_WORDS = (b"AddressSanitizer", b"LeakSanitizer", b"UndefinedBehaviorSanitizer", b"runtime error:")


class SanitizerReport(AssertionError):
    pass


class Result:
    """What a run of the program left: exit code, standard output and standard error."""

    def __init__(self, arguments, code, out, err):
        self.arguments = arguments
        self.code = code
        self.raw_out = out
        self.out = out.decode("utf-8", "replace")
        self.err = err.decode("utf-8", "replace")

    @property
    def objects(self):
        """The JSON objects of a --json run: one a line, nothing else."""
        lines = self.out.split("\n")
        if lines[-1] != "" or "" in lines[:-1]:
            raise AssertionError("not one object a line: %r" % self.out)
        found = [json.loads(line) for line in lines[:-1]]
        if not all(isinstance(item, dict) for item in found):
            raise AssertionError("not an object: %r" % self.out)
        return found

    @property
    def object(self):
        objects = self.objects
        if len(objects) != 1:
            raise AssertionError("%d objects instead of one: %s %s" % (len(objects), self.out, self.err))
        return objects[0]

    def __str__(self):
        return "furusato %s: exit %d\n%s%s" % (" ".join(self.arguments), self.code, self.out[-2000:], self.err[-2000:])


def environment():
    """The caller's, without what would lead the program to another ledger."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("FURUSATO_")}
    if "FURUSATO_SHARE" in os.environ:
        kept["FURUSATO_SHARE"] = os.environ["FURUSATO_SHARE"]
    return kept


class Ledger:
    _templates = {}

    def __init__(self, data, as_of="2026-11-30", database=None):
        self.data = data
        self.as_of = as_of
        self.database = database

    @classmethod
    def fresh(cls, data, as_of="2026-11-30", demo=False, database=None):
        """A new ledger in the folder `data`. `init` runs once per kind and process; its result is copied. With a database it runs anew."""
        if database is not None:
            return cls(data, as_of, database).initialised(demo)
        if demo not in cls._templates:
            folder = tempfile.TemporaryDirectory(prefix="furusato-template-")
            template = cls(os.path.join(folder.name, "data"), as_of).initialised(demo)
            cls._templates[demo] = (folder, template.data)
        shutil.copytree(cls._templates[demo][1], data, dirs_exist_ok=True)
        return cls(data, as_of)

    def initialised(self, demo=False):
        made = self.run(*(["init", "--demo"] if demo else ["init"]))
        if made.code != DONE:
            raise AssertionError(str(made))
        return self

    def command(self, *arguments, as_of=None):
        place = ["--data", self.data] + (["--database", self.database] if self.database else [])
        return [BINARY, *place, "--as-of", as_of or self.as_of, "--actor", "検査 太郎", *map(str, arguments)]

    def start(self, *arguments, as_of=None, **options):
        """Starts the program; the caller waits for it or kills it."""
        options.setdefault("stdout", subprocess.PIPE)
        options.setdefault("stderr", subprocess.PIPE)
        return subprocess.Popen(self.command(*arguments, as_of=as_of), stdin=subprocess.DEVNULL, env=environment(), **options)

    def run(self, *arguments, as_of=None, **options):
        process = self.start(*arguments, as_of=as_of, **options)
        out, err = process.communicate()
        return checked(Result(list(map(str, arguments)), process.returncode, out or b"", err or b""))

    def json(self, *arguments, code=DONE, as_of=None):
        result = self.run(*arguments, "--json", as_of=as_of)
        if result.code not in ((code,) if isinstance(code, int) else code):
            raise AssertionError("exit %s expected: %s" % (code, result))
        return result.object

    def import_file(self, path, *options, code=(DONE, NEEDS_ATTENTION), as_of=None):
        return self.json("import", path, *options, code=code, as_of=as_of)

    def revenue(self, year, calendar="tax"):
        return self.json("report", "revenue", "--calendar", calendar, "--year", year)

    def received_in_all(self, first_year, last_year):
        """Donations and yen of all reports from one tax year to another."""
        reports = [self.revenue(year) for year in range(first_year, last_year + 1)]
        return sum(r["donations"] for r in reports), sum(r["received_yen"] for r in reports)

    def donations(self, *filters):
        return self.json("donation", "list", *filters)["items"]

    def archived(self):
        folder = os.path.join(self.data, "archive")
        return sorted(os.listdir(folder)) if os.path.isdir(folder) else []

    def log_text(self):
        path = os.path.join(self.data, "furusato.log")
        if not os.path.exists(path):
            return ""
        with open(path, encoding="utf-8") as stream:
            return stream.read()


def checked(result):
    if any(word in result.err.encode() for word in SANITIZER_WORDS):
        raise SanitizerReport("%s\n%s" % (" ".join(result.arguments), result.err[-6000:]))
    if result.code < 0:
        raise AssertionError("killed by signal %d: %s" % (-result.code, result))
    return result


class LedgerTest(unittest.TestCase):
    """A test with a temporary folder and ledgers in it."""

    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="furusato-test-")
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def path(self, *names):
        return os.path.join(self.folder, *names)

    def write(self, name, content, encoding="utf-8"):
        """Writes a file into the test's folder and gives its path."""
        with open(self.path(name), "wb") as stream:
            stream.write(content if isinstance(content, bytes) else content.encode(encoding))
        return self.path(name)

    def new_ledger(self, name="data", as_of="2026-11-30", demo=False):
        return Ledger.fresh(self.path(name), as_of, demo)

    def assert_verified(self, ledger):
        result = ledger.run("verify", "--json")
        self.assertEqual(result.code, DONE, result)
        self.assertEqual(result.object["findings"], [], result)
        self.assertIs(result.object["ok"], True)
        return result.object

    def assert_identities(self, summary):
        """read = the sum of what became of rows and orders (interfaces.md)."""
        rows, orders = summary["rows"], summary["orders"]
        self.assertEqual(rows["read"], sum(rows[k] for k in ("new", "updated", "unchanged", "skipped", "held", "error")), rows)
        self.assertEqual(orders["read"], sum(orders[k] for k in ("new", "updated", "unchanged", "held", "error")), orders)

    def assert_nothing_stored(self, ledger):
        """No job, no donation, no archived file, no revenue."""
        self.assertEqual(ledger.json("import", "list")["items"], [])
        self.assertEqual(ledger.json("donation", "list")["total"], 0)
        self.assertEqual(ledger.archived(), [])
        self.assert_verified(ledger)


def without_times(summary, *more):
    """A copy of an import's summary that can be compared with another's."""
    return {key: value for key, value in summary.items() if key not in ("seconds", "rows_per_second") + more}
