"""The one table of limits: what each reader takes of one input. Just under passes; just over is one sentence."""

from __future__ import annotations

from typing import NamedTuple

KB, MB, GB = 1 << 10, 1 << 20, 1 << 30


class Limits(NamedTuple):
    """What a reader takes of one input; 0: it has no such thing.

    ``bytes``: as it comes.
    ``expanded``: bytes of all that it unpacks to.
    ``parts``: members of an archive, or files of a folder.
    ``depth``: how deep its objects, lists or archives stand in each other.
    ``keys``: fields of one object, or columns of a table.
    ``items``: values, fields and list entries in all; of a workbook its cells, of a part of it the marks.
    ``rows``: of a table, or claims.
    ``seconds``: within which the largest is read or refused on two cores; tests hold it.
    """

    bytes: int
    expanded: int = 0
    parts: int = 0
    depth: int = 0
    keys: int = 0
    items: int = 0
    rows: int = 0
    seconds: int = 10


DOCUMENT = Limits(10 * MB, depth=32, keys=1_000, items=500_000)
"""The JSON of a command. The largest that people send are 50,000 points of a map."""
VISITOR = Limits(60 * MB, parts=1_000)
"""What one visitor of a server may have uploaded at a time."""
UPLOAD = Limits(25 * MB)
"""One file of theirs: a download of claims takes a few megabytes, a saved session file a few kilobytes."""
VISITORS = Limits(400 * MB)
"""What all visitors together may."""
OWN_MACHINE = Limits(2_000 * MB)
"""A file that is dropped at one's own machine: a release without pharmacy networks has a few hundred megabytes."""
POPULATION = Limits(256 * MB, depth=32, keys=1_000, items=20_000_000, seconds=120)
"""The JSON of ``finder simulate``: up to 200,000 people with their drugs."""
SESSION = Limits(2_000_000, depth=16, keys=100, items=200_000)
"""A session file, with up to 5,000 fills."""
CLAIMS = Limits(25_000_000, depth=64, keys=1_000, items=3_000_000, rows=5_000)
"""A download of one person's claims, JSON or text: several years take a few MB."""
LIST = Limits(2_000_000, expanded=20_000_000, parts=200, keys=20, items=600_000, rows=1_000)
"""A drug list as text, table or workbook. A year of fills has many more rows than its list has lines."""
MEMBERS = Limits(25_000_000, expanded=100_000_000, parts=1_000, keys=100, items=2_000_000, rows=100_000, seconds=60)
"""A workbook of members. As text or Parquet, a file of members has no bound but that of its lines: it is read line after line."""
MEMBERS_LINE = Limits(1_000_000, depth=16, keys=1_000, items=20_000)
"""A line of a JSON Lines file of members, or a row of a table of them."""
NAMES_LINE = Limits(1_000_000)
"""A line of RxNorm or of FDA's directory."""
POLICY = Limits(100_000, depth=16, keys=1_000, items=20_000)
"""A policy in YAML."""
DESIGNS = Limits(5_000_000, depth=16, items=500_000)
"""A year of plans in YAML, as the gap years have it."""
POINTS = Limits(5_000_000, rows=50_000)
"""The middles of ZIP codes as CSV."""
PACK = Limits(4 * GB, expanded=4 * GB, parts=64, seconds=600)
"""A pack of plans. The whole country has a seventh of that."""
MANIFEST = Limits(8 * MB, depth=16, keys=1_000, items=200_000)
"""The list of files in a pack or a catalog."""
RELEASE = Limits(64 * GB, expanded=64 * GB, parts=10_000, depth=16, seconds=3_600)
"""The files of CMS: a folder, a zip, or zips inside a zip."""
RELEASE_WORKBOOK = Limits(1 * GB, expanded=1 * GB, parts=1_000, keys=500, items=100_000_000, rows=1 << 20, seconds=600)
"""A table of CMS as a workbook. The country's Landscape unpacks to some 150 MB."""
RESOURCE_LIST = Limits(64 * MB, depth=32, keys=1_000, items=5_000_000)
"""What data.cms.gov lists."""

STYLES = 10_000
"""Marks in the styles of a workbook: openpyxl makes an object of each, whether a cell uses it or not."""
QUOTED = 80
"""Letters of an input that a sentence about it quotes at most."""
PROBLEMS = 50
"""Problems that one refusal lists; the rest are counted. A thousand bad rows have one cause."""
FILE_NAME = 255
"""Bytes in the name of a file, by the systems that we run on."""
