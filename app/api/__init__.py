"""Reading by programs: lists and cards as JSON under ``/api/v1``, with their OpenAPI document.

A gathering point over the domains, like the search: it adds no right and no row. Each resource
names the row rule of its screens; amounts and private notes follow the same functions.
"""
