"""The kinds of work and the words used for them, editable by each company.

intervention type = tipologia intervento; call reason = motivo della chiamata;
phrase = frase pronta.
"""
