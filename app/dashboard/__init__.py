"""The first page: the dashboard for the office, today's appointments for a technician.

dashboard = bacheca.
"""
