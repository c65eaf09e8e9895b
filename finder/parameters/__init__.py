"""The numbers of the years 2006 to 2027, each with its own reference and status."""
