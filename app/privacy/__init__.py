"""The privacy form: notice shown, consents given by purpose, signature, revocations."""
