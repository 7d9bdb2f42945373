"""Devices of a plant and when each is due.

device = apparecchio; device type = tipo di apparecchio; serial number = matricola;
next maintenance = prossima manutenzione; nameplate = targhetta.
"""
