"""Wording that the law gives, in the language of the law, and the lists it rests on. Pure.

These sentences go into the XML and on the printed invoice, which are Italian whatever the language
of the screen: they are data, not translations.
"""

from decimal import Decimal

#: art. 17 c. 6 lett. a-ter DPR 633/1972 (circ. 14/E/2015, 37/E/2015).
REVERSE_CHARGE = "Inversione contabile, art. 17 comma 6 lett. a-ter DPR 633/1972"
#: art. 17-ter DPR 633/1972.
SPLIT_PAYMENT = "Scissione dei pagamenti, art. 17-ter DPR 633/1972"
#: art. 1 c. 54-89 L. 190/2014.
FLAT_RATE = "Operazione senza applicazione dell'IVA, art. 1 commi 54-89 L. 190/2014"
#: art. 1 c. 67 L. 190/2014: no withholding is made.
FLAT_RATE_NO_WITHHOLDING = "Non soggetta a ritenuta d'acconto, art. 1 comma 67 L. 190/2014"
#: art. 15 DPR 633/1972: expense paid for the buyer.
STAMP_REFERENCE = "Escluso ex art. 15 DPR 633/1972"
STAMP_LINE = "Imposta di bollo"

#: Shares of a significant good (L. 488/1999 art. 7; L. 205/2017 art. 1 c. 19; circ. 15/E/2018).
GOODS_REDUCED = "{} (bene significativo): quota al 10%"
GOODS_ORDINARY = "{} (bene significativo): eccedenza al 22%"
GOODS_MARKUP = "{}: fornitura in opera"
OTHER_ORDINARY = "{}: eccedenza al 22%"
GOODS_REASON = (
    "Corrispettivo complessivo {}; valore dei beni significativi {}; "
    "imponibile al 10% {}; imponibile al 22% {}"
)

#: Reduced rate of maintenance on homes, and the ordinary one, percent.
REDUCED_PCT = Decimal(10)
ORDINARY_PCT = Decimal(22)

#: AdE guide on stamp duty of e-invoices, list B, June 2026 edition.
STAMP_NATURE = frozenset({"N2.1", "N2.2", "N3.5", "N3.6", "N4"})
#: Euro above which the stamp is due (DPR 642/1972, tariffa, art. 13).
STAMP_THRESHOLD_EUR = Decimal("77.47")
STAMP_EUR = Decimal("2.00")

#: art. 25-ter DPR 600/1973: kept back by condominiums.
CONDOMINIUM_WITHHOLDING_PCT = Decimal("4.00")
#: Reason of the withholding in form 770 for art. 25-ter.
WITHHOLDING_REASON = "W"
#: Reason of an invoice made from the firm's own reports: number and day.
WORK_REASON = "Intervento {} del {}"
#: Reason of an invoice made from a quote: number, subject.
QUOTE_REASON = "Preventivo {}: {}"
#: Lines made from a quote and from a contract.
ADVANCE_LINE = "Acconto del {}% sul preventivo {}"
QUOTE_DISCOUNT = "Sconto del {}% sul preventivo"
DEDUCTION_LINE = "A dedurre: acconto, fattura {} del {}"
INSTALMENT_LINE = "Contratto di manutenzione {}: rata del {}"
CONTRACT_REASON = "Contratto di manutenzione {}"
