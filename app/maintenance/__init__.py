"""What is due: finding it, calling the customer, booking the visit.

Glossary: due = in scadenza; follow-up = stato del contatto; contact = contatto; call back =
richiamare; booked = fissato.
"""
