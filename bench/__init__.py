"""Measurements: pages against their budgets, writers at once, offices at once.

``make bench`` starts the server as it is shipped, in a process of its own, and asks for pages over
loopback. Nothing here is timed by the tests or by CI.
"""
