"""What every screen shares: base views, lists, transactions, error translation."""
