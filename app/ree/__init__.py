"""Reports on energy-efficiency control ("REE"), types 1 to 4.

Official forms of DM 10/02/2014, Allegati II-V: one report per generator and visit, signed, frozen.
"""
