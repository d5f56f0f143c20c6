"""Figures for people: medians, tables, goals that hold or do not."""

import statistics


def median(values):
    values = [value for value in values if value is not None]
    return statistics.median(values) if values else None


def show(value):
    if value is None:
        return "-"
    if isinstance(value, float):
        return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def table(head, rows):
    """Prints columns; the first is text, the others are figures."""
    cells = [list(head)] + [[show(cell) for cell in row] for row in rows]
    widths = [max(len(row[index]) for row in cells) for index in range(len(head))]
    for row in cells:
        first = row[0].ljust(widths[0])
        print("  ".join([first, *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:]))]).rstrip())


class Goals:
    """What must hold (issue of the main path), judged and kept for --json."""

    def __init__(self):
        self.kept = []

    def at_most(self, text, value, bound):
        self.judge(text, value, value is not None and value <= bound, f"<= {show(bound)}")

    def at_least(self, text, value, bound):
        self.judge(text, value, value is not None and value >= bound, f">= {show(bound)}")

    def judge(self, text, value, holds, bound):
        self.kept.append({"goal": text, "bound": bound, "value": value, "holds": bool(holds)})

    def show(self):
        if not self.kept:
            return
        print("\ngoal")
        for goal in self.kept:
            word = "holds " if goal["holds"] else "MISSED"
            print(f"  {word}  {goal['goal']}: {show(goal['value'])} ({goal['bound']})")

    @property
    def all_hold(self):
        return all(goal["holds"] for goal in self.kept)
