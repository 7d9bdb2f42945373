"""Technicians as resources of the agenda, with or without a login.

technician = tecnico; absence = assenza, ferie; working hours = orario di lavoro.
"""
