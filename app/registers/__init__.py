"""Regional registers: files for them, what was sent when, fee stickers.

Facts of the formats come from the registers' published schemas and interfaces; no code of theirs.
"""
