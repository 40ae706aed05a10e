//! What is true: identifiers, quantities with units, events, and treatments as folds of events.
