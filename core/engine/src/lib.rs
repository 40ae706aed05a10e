//! What may happen now: one command, one decision, every reason.
