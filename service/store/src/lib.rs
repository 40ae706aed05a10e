//! Where it is kept: SQLite, append at the expected head together with its views.
