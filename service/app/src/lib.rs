//! How it is done: one function a use case; clock, ids, keys and store behind one World.
