//! What should happen: therapies read from files, checked with all findings at once, and their calendars.
