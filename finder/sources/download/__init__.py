"""Downloading releases from data.cms.gov.

release        the newest release of a year, only the files a catalog needs
resource_list  which releases there are
remote_zip     single members of a zip on a server
http_ranges    spans of a file on a server; what to try again
"""
