"""A small picture of lines on two logarithmic axes, as SVG: nothing else is needed for it."""

import math
from collections.abc import Mapping, Sequence
from xml.sax.saxutils import escape

WIDTH, HEIGHT, LEFT, RIGHT, TOP, BOTTOM = 900, 480, 60, 330, 40, 40
COLOURS = ("#1b6ca8", "#c8553d", "#3c8d2f", "#8c4fa8", "#b8860b", "#00838f", "#ad1457", "#5d4037", "#455a64")


def plot(title: str, across: Sequence[int], lines: Mapping[str, Sequence[float]]) -> str:
    """The picture; every value above zero."""
    low = math.floor(math.log10(min(min(values) for values in lines.values())))
    high = math.ceil(math.log10(max(max(values) for values in lines.values())))

    def x(value: float) -> float:
        span = math.log10(across[-1] / across[0]) or 1
        return LEFT + (WIDTH - LEFT - RIGHT) * math.log10(value / across[0]) / span

    def y(value: float) -> float:
        return TOP + (HEIGHT - TOP - BOTTOM) * (high - math.log10(value)) / ((high - low) or 1)

    parts = [f'<text x="{LEFT}" y="20" font-size="15">{escape(title)}</text>']
    for power in range(low, high + 1):
        parts += [_rule(LEFT, y(10**power), WIDTH - RIGHT, y(10**power)), _word(LEFT - 6, y(10**power) + 4, 10**power)]
    for size in across:
        parts += [_rule(x(size), TOP, x(size), HEIGHT - BOTTOM), _word(x(size) + 12, HEIGHT - BOTTOM + 18, size)]
    ends = sorted((y(values[-1]), name) for name, values in lines.items())
    places, last = {}, 0.0
    for at, name in ends:  # the names keep a line's height between them
        places[name] = last = max(at, last + 15)
    for number, (name, values) in enumerate(lines.items()):
        colour = COLOURS[number % len(COLOURS)]
        points = " ".join(f"{x(size):.1f},{y(value):.1f}" for size, value in zip(across, values, strict=True))
        parts.append(f'<polyline points="{points}" fill="none" stroke="{colour}" stroke-width="2"/>')
        parts.append(f'<text x="{WIDTH - RIGHT + 8}" y="{places[name] + 4:.1f}" fill="{colour}">{escape(name)}</text>')
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" font-family="sans-serif"'
    body = "\n".join(parts)
    return f'{head} font-size="12">\n<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>\n{body}\n</svg>\n'


def _rule(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="#ddd"/>'


def _word(x: float, y: float, value: float) -> str:
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="end" fill="#555">{value:,g}</text>'
