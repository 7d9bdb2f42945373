"""What the office must not forget: reminders in a calendar and post-its on a board.

notes = Note Segretarie, reminder = promemoria, post-it = post-it.
"""
