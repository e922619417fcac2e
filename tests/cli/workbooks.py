"""Workbooks (.xlsx) for tests, part by part, so that every form that spreadsheets write can be had."""
import io
import zipfile
from xml.sax.saxutils import escape, quoteattr

SPREADSHEET = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
DATE, MOMENT, ZEROS = 1, 2, 3  # styles of cells: yyyy/m/d, yyyy/m/d h:mm, 0000000


def letters(column):
    name = ""
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


class Number:
    """A cell that is stored as a number, as it stands in the file."""

    def __init__(self, stored, style=0):
        self.stored, self.style = stored, style


class Raw:
    """A cell as XML; {r} is its place."""

    def __init__(self, xml):
        self.xml = xml


class Workbook:
    def __init__(self, date1904=False):
        self.date1904 = date1904
        self.sheets = []
        self.strings = {}

    def add(self, name, rows, state="visible"):
        """Rows are lists of cells: text, Number, Raw, None; or (number, list) for a row of that number."""
        self.sheets.append((name, rows, state))
        return self

    def cell(self, place, value):
        if value is None or value == "":
            return ""
        if isinstance(value, Raw):
            return value.xml.replace("{r}", place)
        if isinstance(value, Number):
            return '<c r="%s" s="%d"><v>%s</v></c>' % (place, value.style, value.stored)
        number = self.strings.setdefault(value, len(self.strings))
        return '<c r="%s" t="s"><v>%d</v></c>' % (place, number)

    def sheet_xml(self, rows):
        lines, number = [], 0
        for row in rows:
            number, cells = row if isinstance(row, tuple) else (number + 1, row)
            content = "".join(self.cell("%s%d" % (letters(at + 1), number), value) for at, value in enumerate(cells))
            lines.append('<row r="%d">%s</row>' % (number, content))
        return '<?xml version="1.0" encoding="UTF-8"?><worksheet %s><sheetData>%s</sheetData></worksheet>' % (SPREADSHEET, "".join(lines))

    def parts(self):
        sheets = [self.sheet_xml(rows) for _, rows, _ in self.sheets]
        names = "".join('<sheet name=%s sheetId="%d" state="%s" r:id="rId%d"/>' % (quoteattr(name), at, state, at)
                        for at, (name, _, state) in enumerate(self.sheets, 1))
        relations = "".join('<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>' % (at, OFFICE, at)
                            for at in range(1, len(sheets) + 1))
        relations += '<Relationship Id="s" Type="%s/styles" Target="styles.xml"/>' % OFFICE
        relations += '<Relationship Id="t" Type="%s/sharedStrings" Target="/xl/sharedStrings.xml"/>' % OFFICE
        # A reading of the first character stands in every text that has one.
        texts = "".join('<si><t xml:space="preserve">%s</t><rPh sb="0" eb="1"><t>ヨミ</t></rPh></si>' % escape(text) for text in self.strings)
        parts = {
            "[Content_Types].xml": "<Types/>",
            "_rels/.rels": '<Relationships xmlns="%s"><Relationship Id="w" Type="%s/officeDocument" Target="xl/workbook.xml"/></Relationships>'
                           % (PACKAGE, OFFICE),
            "xl/workbook.xml": '<workbook %s xmlns:r="%s"><workbookPr date1904="%d"/><sheets>%s</sheets></workbook>'
                               % (SPREADSHEET, OFFICE, self.date1904, names),
            "xl/_rels/workbook.xml.rels": '<Relationships xmlns="%s">%s</Relationships>' % (PACKAGE, relations),
            "xl/styles.xml": '<styleSheet %s><numFmts><numFmt numFmtId="164" formatCode="0000000"/>'
                             '<numFmt numFmtId="165" formatCode="yyyy/m/d\\ h:mm;@"/></numFmts>'
                             '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
                             '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="165"/><xf numFmtId="164"/></cellXfs></styleSheet>'
                             % SPREADSHEET,
            "xl/sharedStrings.xml": "<sst %s>%s</sst>" % (SPREADSHEET, texts),
        }
        for at, xml in enumerate(sheets, 1):
            parts["xl/worksheets/sheet%d.xml" % at] = xml
        return parts

    def bytes(self, changed=None):
        """The file; with parts of other content by their names."""
        content = io.BytesIO()
        with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, xml in {**self.parts(), **(changed or {})}.items():
                archive.writestr(name, xml)
        return content.getvalue()


def workbook_of(rows, header):
    """One sheet of all texts: the rows are dicts by header, as csv_bytes takes them."""
    return Workbook().add("Sheet1", [list(header)] + [[row.get(name, "") for name in header] for row in rows]).bytes()
