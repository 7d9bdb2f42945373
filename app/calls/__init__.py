"""Calls: what customers asked for and is still to be scheduled.

call = chiamata; nudge = sollecito; call back by = richiamare entro; priority = priorità.
"""
