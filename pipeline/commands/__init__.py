"""The commands, one module each: ``add`` makes the sub-parser, ``run`` calls one function of the library.

Heavy packages are imported inside ``run``, so that ``complaints --help`` answers at once.
"""
