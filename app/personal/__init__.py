"""What the house holds on one client: given to the client (GDPR art. 15 and 20).

Glossary: holding = quanto conservato di un cliente, holder = intestatario.
"""
