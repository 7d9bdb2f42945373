"""What the company sells: parts and labour with price and VAT.

item = articolo; part = ricambio; labour = manodopera; VAT profile = profilo IVA.
"""
