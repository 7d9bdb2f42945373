"""Finding a card by any fragment: name, phone, address, code, serial number."""
