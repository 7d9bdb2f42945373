"""Contracts: what a customer pays each year, what is included, and when it ends.

contract = contratto; fee = canone; instalment = rata; term = periodo di validità; visit included =
visita compresa; renewal = rinnovo (automatic = tacito); notice = preavviso di disdetta.
"""
