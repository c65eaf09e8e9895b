"""From the files of CMS to a catalog, and back.

importer          finder catalog import, step by step
bundle            files in a folder, a zip, or zips inside a zip
layout            which files there are, and their columns
text_files        reading a delimited file; the list of problems
staging           the files as tables of text
checks            what every row must meet
tables            from text to the catalog's tables
drug_table        the table of products
prices            the pricing file into its grid
example_designs   the file of example designs
example_market    example designs at average prices, as tables
networks          finder catalog networks
compared_release  what finder catalog check compares with
export            a catalog as files of CMS again
"""
