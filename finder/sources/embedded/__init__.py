"""Builds what ships in data/. Run by a developer, never by the program.

build              places, drug names and catalogs
brand_names        brands and the ingredients behind them
negotiated_prices  the table of negotiated unit prices
"""
