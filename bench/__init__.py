"""Measures the pages that design and customers care about."""
