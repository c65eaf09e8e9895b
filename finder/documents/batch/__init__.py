"""Many people at once: the files that ``finder batch`` reads and writes, and the bytes of its parts."""
