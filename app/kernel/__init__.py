"""Pure building blocks shared by all domains. No web, no database, no clock."""
