"""Who may sign in to the demonstration: published on purpose, see README."""

#: The company's short name.
SLUG = "termoclima"
#: Password of each of its accounts.
PASSWORD = "fiammetta-demo"  # noqa: S105  see above
