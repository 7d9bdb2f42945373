"""Files tied to the rows of other domains: photos, scans, signed documents.

attachment = allegato; photo = foto.
"""
