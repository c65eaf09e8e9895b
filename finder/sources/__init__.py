"""The market, read and written: plans, prices, places and drug names. Uses the domain alone.

catalog   what answers a question: opening a catalog, its map, places, pharmacy networks
cms       from the files of CMS to a catalog, and back
names     drug names: parsing, search, RxNorm, NDCs, packages, classes
download  releases from data.cms.gov
embedded  builds what ships in data/
"""
