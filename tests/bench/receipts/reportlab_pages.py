#!/usr/bin/python3
"""Draws the comparison pages for the receipt bench with reportlab: reportlab_pages.py COUNT OUT.pdf [FONT.ttf]

One A4 page per receipt: title, number, dates, postal code, address, name, amount, six lines of text, frame, circle.
Prints the seconds of drawing and saving, without the start of Python; the font (IPA Gothic) is embedded as a subset.
"""
import sys
import time

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

FONT_FILE = "/usr/share/fonts/opentype/ipafont-gothic/ipag.ttf"
LINES = [
    "ただし、ふるさと周南応援寄附金として",
    "上記の金額を受領したことを証明します。",
    "この証明書は、所得税の確定申告で寄附金控除を受けるときに使います。",
    "大切に保管してください。",
    "お問い合わせ先　周南市シティプロモーション課",
    "山口県周南市岐山通一丁目1番地　電話 0834-00-0000",
]
FAMILIES = ["周南", "徳山", "新南陽", "熊毛", "鹿野", "岐山", "遠石", "久米", "櫛浜", "戸田"]
GIVEN = ["太郎", "花子", "一郎", "二葉", "三奈", "四季", "五月", "六花", "七海", "八雲"]


def draw_page(canvas, index):
    width, height = A4

    def text(x, y, size, words):
        canvas.setFont("Receipt", size)
        canvas.drawString(x * mm, height - y * mm, words)

    name = FAMILIES[index % 10] + " " + GIVEN[index // 10 % 10]
    text(23, 20, 10.5, f"〒745-{index % 10000:04d}")
    text(23, 25, 10.5, f"山口県周南市徳山港町{index % 97 + 1}番{index % 31 + 1}号")
    text(23, 32, 13, name + "　様")
    text(130, 117, 10.5, f"令和8年分 第{index + 1:07d}号")
    text(65, 132, 23, "寄附金受領証明書")
    text(75, 191, 22, f"一金 {(index % 90 + 1) * 1000:,}円也")
    text(40, 200, 12, f"令和8年{index % 12 + 1}月{index % 28 + 1}日")
    text(40, 231, 12, "令和9年1月14日")
    for row, line in enumerate(LINES):
        text(40, 206 + row * 4, 10, line)
    canvas.rect(20 * mm, height - 261 * mm, 170 * mm, 156 * mm)
    canvas.circle(160 * mm, height - 243 * mm, 12 * mm)
    canvas.showPage()


def main():
    count, out = int(sys.argv[1]), sys.argv[2]
    start = time.perf_counter()
    pdfmetrics.registerFont(TTFont("Receipt", sys.argv[3] if len(sys.argv) > 3 else FONT_FILE))
    canvas = Canvas(out, pagesize=A4)
    for index in range(count):
        draw_page(canvas, index)
    canvas.save()
    print(f"{time.perf_counter() - start:.4f}")


main()
