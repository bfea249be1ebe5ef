#!/usr/bin/env python3
"""Draws the timelines of docs/life-of-a-license.md: `docs/timelines.py` writes them beside itself.

With --check it writes nothing and exits with 1 where a picture is another. The pictures follow the reader's
light or dark scheme.
"""

from __future__ import annotations

import sys
from pathlib import Path
from xml.sax.saxutils import escape

WIDTH, LEFT, RIGHT = 760, 150, 730
STYLE = """\
text { font: 13px system-ui, sans-serif; fill: #24292f; }
.small { font-size: 11px; fill: #57606a; }
.title { font-weight: 600; }
.axis { stroke: #8c959f; stroke-width: 1; }
.tick { stroke: #d0d7de; stroke-width: 1; stroke-dasharray: 2 3; }
.held { fill: #2da44e; }
.risk { fill: #d4a72c; }
.none { fill: #cf222e; }
.away { fill: #d0d7de; }
.good { fill: #1a7f37; }
.bad { fill: #cf222e; }
.plain { fill: #0969da; }
@media (prefers-color-scheme: dark) {
  text { fill: #e6edf3; }
  .small { fill: #9198a1; }
  .axis { stroke: #656c76; }
  .tick { stroke: #3d444d; }
  .away { fill: #3d444d; }
  .good { fill: #3fb950; }
  .bad { fill: #f85149; }
  .plain { fill: #4493f8; }
}"""


class Picture:
    """Rows, one under the other, over one axis of time from 0 to `end`."""

    def __init__(self, description: str, end: float) -> None:
        self.description, self.end = description, end
        self.parts: list[str] = []
        self.y = 0

    def x(self, moment: float) -> float:
        return round(LEFT + (RIGHT - LEFT) * moment / self.end, 1)

    def text(self, x: float, y: float, words: str, kind: str = "small", anchor: str = "start") -> None:
        self.parts.append(
            f'<text class="{kind}" x="{x}" y="{y}" text-anchor="{anchor}">{escape(words)}</text>'
        )

    def axis(self, ticks: dict[float, str], rows: int, height: int) -> None:
        """Its names stand above, and its lines go through that many rows."""
        bottom = self.y + 24 + rows * height
        for moment, name in ticks.items():
            x = self.x(moment)
            self.text(x, self.y + 14, name, anchor="middle")
            self.parts.append(f'<line class="tick" x1="{x}" y1="{self.y + 20}" x2="{x}" y2="{bottom}"/>')
        self.y += 24

    def row(self, title: str, note: str, height: int) -> None:
        """Bars and marks go into the row that was begun last."""
        self.text(12, self.y + 24, title, "title")
        self.text(12, self.y + 40, note)
        self.y += height
        y = self.y - height + 30
        self.parts.append(f'<line class="axis" x1="{LEFT}" y1="{y}" x2="{RIGHT}" y2="{y}"/>')
        self.line_y = y

    def bar(self, begin: float, end: float, kind: str, words: str = "") -> None:
        x, width = self.x(begin), round(self.x(end) - self.x(begin), 1)
        self.parts.append(
            f'<rect class="{kind}" x="{x}" y="{self.line_y - 5}" width="{width}" height="10" rx="3"/>'
        )
        if words:
            self.text(x + width / 2, self.line_y + 20, words, anchor="middle")

    def mark(self, moment: float, kind: str, words: str = "", above: bool = True) -> None:
        x = self.x(moment)
        self.parts.append(f'<circle class="{kind}" cx="{x}" cy="{self.line_y}" r="6"/>')
        if words:
            self.text(x, self.line_y - 11 if above else self.line_y + 20, words, anchor="middle")

    def svg(self) -> str:
        height = self.y + 10
        head = (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" '
            f'height="{height}" role="img" aria-label="{escape(self.description)}">'
        )
        return "\n".join([head, f"<style>\n{STYLE}\n</style>", *self.parts, "</svg>", ""])


def seat() -> Picture:
    """In parts of the timeout of a seat."""
    picture = Picture("When a seat is renewed, and when it is lost", 2.0)
    height = 72
    ticks = {0: "acquired", 0.5: "1/2", 0.75: "3/4", 0.875: "7/8", 1: "timeout", 1.5: "", 2: ""}
    picture.axis(ticks, 5, height)
    picture.row("All is well", "renewed at half", height)
    for moment in (0, 0.5, 1.0, 1.5):
        picture.bar(moment, moment + 0.5, "held")
    for moment in (0.5, 1.0, 1.5):
        picture.mark(moment, "good", "renewed")
    picture.row("A bad network", "for a while", height)
    picture.bar(0, 0.5, "held")
    picture.bar(0.5, 0.875, "risk")
    picture.bar(0.875, 1.375, "held")
    picture.bar(1.375, 2, "held")
    picture.mark(0.5, "bad", "LS_SEAT_AT_RISK", above=False)
    picture.mark(0.75, "bad")
    picture.mark(0.875, "good", "LS_SEAT_RENEWED")
    picture.mark(1.375, "good", "renewed")
    picture.row("No network", "the seat is lost", height)
    picture.bar(0, 0.5, "held")
    picture.bar(0.5, 1, "risk")
    picture.bar(1, 2, "none", "checks say no: LS_DECISION_DENIED_NO_SEAT")
    picture.mark(0.5, "bad", "LS_SEAT_AT_RISK", above=False)
    for moment in (0.75, 0.875):
        picture.mark(moment, "bad")
    picture.mark(1, "bad", "LS_SEAT_LOST")
    picture.row("A short sleep", "of the device", height)
    picture.bar(0, 0.3, "held")
    picture.bar(0.3, 0.7, "away", "asleep")
    picture.bar(0.7, 1.2, "held")
    picture.bar(1.2, 2, "held")
    picture.mark(0.7, "good", "renewed on waking")
    picture.mark(1.2, "good", "renewed")
    picture.row("A long sleep", "longer than the timeout", height)
    picture.bar(0, 0.3, "held")
    picture.bar(0.3, 1.6, "away", "asleep: the server has freed the seat at the timeout")
    picture.bar(1.6, 2, "none", "ls_seat_acquire anew")
    picture.mark(1.6, "bad", "LS_SEAT_LOST on waking")
    return picture


def consumption() -> Picture:
    """In steps of nothing in particular."""
    picture = Picture("What is consumed without a network, and how it is settled", 12)
    height = 66
    picture.axis({1: "", 3: "", 5: "", 8: ""}, 4, height)
    picture.row("Application", "ls_activation_consume", height)
    for moment, amount in ((1, 2), (3, 3), (5, 1)):
        picture.mark(moment, "plain", f"consume {amount}")
    picture.row("Journal", "on the disk", height)
    for begin, end, words in ((1, 3, "2"), (3, 5, "2 + 3"), (5, 8, "2 + 3 + 1")):
        picture.bar(begin, end, "risk", words)
    picture.mark(8, "good", "settled")
    picture.row("Network", "", height)
    picture.bar(1.5, 6.5, "away", "none")
    picture.mark(4, "bad", "a try in the background")
    picture.mark(8, "good", "add_consumption 6")
    picture.row("Server's total", "", height)
    picture.bar(0, 8, "held", "7")
    picture.bar(8, 12, "plain", "13")
    return picture


def lost_answer() -> Picture:
    picture = Picture("What becomes of an amount whose answer was lost", 12)
    height = 66
    picture.axis({2: "6 are sent", 4: "no answer", 6: "the total is read"}, 3, height)
    picture.row("It was counted", "one device counts", height)
    picture.bar(0, 2, "held", "7")
    picture.bar(2, 12, "plain")
    picture.mark(4, "bad")
    picture.mark(6, "good", "it is 13: settled", above=False)
    picture.row("It was not", "half an hour later", height)
    picture.bar(0, 9, "held", "7")
    picture.bar(9, 12, "plain", "13")
    picture.mark(4, "bad")
    picture.mark(6, "good", "it is still 7", above=False)
    picture.mark(9, "good", "too late to arrive: sent again")
    picture.row("Nobody knows", "others count, too", height)
    picture.bar(0, 3, "held", "7")
    picture.bar(3, 12, "risk")
    picture.mark(4, "bad")
    picture.mark(6, "bad", "it is 10")
    outcome = "6 are uncertain: shown (at most once), or sent again (at least once)"
    picture.text(picture.x(4), picture.line_y + 20, outcome)
    return picture


PICTURES = {"seat.svg": seat, "consumption.svg": consumption, "lost-answer.svg": lost_answer}


def main(arguments: list[str]) -> int:
    folder, differs = Path(__file__).parent, False
    for name, draw in PICTURES.items():
        drawn, path = draw().svg(), folder / name
        if arguments != ["--check"]:
            path.write_text(drawn, encoding="utf-8")
        elif not path.exists() or path.read_text(encoding="utf-8") != drawn:
            print(f"docs/{name} is another than docs/timelines.py draws", file=sys.stderr)
            differs = True
    return 1 if differs else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
