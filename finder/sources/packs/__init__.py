"""Packs: a catalog as one small verified file, to publish or to carry on a stick.

pack_file  the file: what is in it, its checks, its bounds
publish    a catalog, or some states of it, as a pack
take       a pack, from this machine or a web server, as one of the catalogs here
"""
