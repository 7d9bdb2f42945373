"""Reading a customer's own list of clients and devices."""
