"""What every table shares: base class, column types, mixins, numbering, audit."""
