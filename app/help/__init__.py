"""The help that ships with the product: one page of plain words for each screen.

The texts are Markdown in `it/`; another language is another folder.
"""
