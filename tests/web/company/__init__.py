"""Screens of the company data."""
