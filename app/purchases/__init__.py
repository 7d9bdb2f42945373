"""Invoices that suppliers send: read from what arrives, shown, paid.

The XML is the truth and is kept as it came; nothing of a supplier's figures is worked out again.
"""
