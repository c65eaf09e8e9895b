"""Names as an enemy would choose them: what pages, spreadsheets, calendars, terminals and printers would obey if it were not escaped."""

from __future__ import annotations

OUTSIDE = "http://outside.invalid"
"""An address that no test may ask for."""

PAYLOADS = {
    "picture": f"![x]({OUTSIDE}/p.png)",
    "picture by reference": f"![x][y] [y]: {OUTSIDE}/r.png",
    "picture in a link": f"[![x]({OUTSIDE}/l.png)]({OUTSIDE})",
    "tag": f'"><img src="{OUTSIDE}/i.png" onerror="alert(1)">',
    "script": "</style></title><script>alert(1)</script><!--",
    "attribute": "' onmouseover='alert(1)' x=\"",
    "drawing": f'<svg onload="alert(1)"><image href="{OUTSIDE}/s.svg"/></svg>',
    "link": "[Join today](javascript:alert(1))",
    "bare addresses": f"{OUTSIDE}/ www.outside.invalid a@outside.invalid <{OUTSIDE}>",
    "emphasis": "**b** __u__ *i* _i_ ~~s~~ `c` ***",
    "formula": "$x^2$ and $$y$$ for $5",
    "icons and smileys": ":material/home: :smile: :+1: :100: :streamlit: :mat:",
    "colors": ":red[x] :blue-background[x] :green-badge[x] :small[x] :help[x] :shimmer[x] :color[x]{foreground=red} ::leaf :::box",
    "arrows": "a -> b <- c <-> d -- e >= f <= g ~= h",
    "heading": "# Heading",
    "list": "- item",
    "numbered list": "1. item",
    "quote": "> quote",
    "rule": "---",
    "table": "a | b",
    "entities": "&lt;b&gt; &#x3a;smile&colon; &amp;",
    "backslashes": r"\*a\* \\ \:red[x] \$x\$",
    "cell": '=HYPERLINK("http://outside.invalid","x")',
    "cell of a sum": "+1+cmd|' /C calc'!A0",
    "cell of a difference": "-2+3",
    "cell of a function": "@SUM(A1)",
    "wide cell": "＝1+1",
    "blank cell": " =1+1",
    "commas": 'a,b;c"d\\n\\,',
    "placeholders": "{plan} %s %{x} {0}",
}
"""What a file of plans may hold: one line of letters that are seen."""

UNSEEN = {
    "tab before a formula": "\t=1+1",
    "return before a formula": "\r=1+1",
    "lines": "a\r\n\r\n# b\nATTENDEE:mailto:a@outside.invalid\x0b\x0c",
    "calendar": "x\r\nEND:VEVENT\r\nBEGIN:VALARM",
    "colors of a terminal": "\x1b[31mred\x1b[0m \x1b]0;title\x07 \x1b]8;;http://outside.invalid\x1b\\x",
    "C1": "\x9b31mred \x90q\x9c \x85next",
    "direction": "\u202egpj.exe\u202c \u2066a\u2069 \u200f \u061c",
    "lines of Unicode": "a\u2028b\u2029c",
    "half a character": "a\ud800b",
    "nothing": "a\x00b\x7f\x08\x08",
    "tags": "a\U000e0041\U000e007f",
}
"""Characters that are obeyed and not seen. Some cannot come by a file, but by a paste or a JSON document."""

LINES = tuple(PAYLOADS[name] for name in ("heading", "list", "numbered list", "quote", "rule", "table"))
"""What means something where a line begins."""
TOGETHER = " ".join((*PAYLOADS.values(), *UNSEEN.values())).replace("\ud800", "")
"""All at once, without the half of a character: no message to a browser can hold it."""
