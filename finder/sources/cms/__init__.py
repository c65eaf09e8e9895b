"""The files of CMS: layout, checks, import, export."""
