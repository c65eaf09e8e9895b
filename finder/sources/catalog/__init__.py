"""The catalog of a plan year: what a question reads.

reading            finds and opens a catalog; look-ups by key
market_map         the file behind it: checked blocks, records, grids
map_contents       what each section of that file holds
price_grid         prices, while an import fills them in
store              folders with a manifest, replaced whole or not at all
choice             which catalog of a year answers for a state
releases           which release a catalog is, and what its manifest says
places             counties of a ZIP, names of counties and states
pharmacy_networks  which pharmacy is in which plan's network
audit              oddities of a catalog, and changes between two
"""
