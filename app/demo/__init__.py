"""The demonstration company: invented people at work, so that one sees the product alive.

demo = azienda dimostrativa.
"""
