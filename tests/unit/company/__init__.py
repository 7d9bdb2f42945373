"""Rules of the company domain."""
