"""Invoices: what the firm bills, as a document, as FatturaPA, and until it is paid.

invoice = fattura; credit note = nota di credito; withholding = ritenuta; stamp duty = bollo;
significant goods = beni significativi; exchange system (SdI) = Sistema di Interscambio.
"""
