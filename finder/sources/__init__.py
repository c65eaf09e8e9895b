"""All reading and writing of the market: CMS files, drug names, places, the catalog."""
