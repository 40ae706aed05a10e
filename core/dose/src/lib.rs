//! How much: exact dose arithmetic that prints its working line by line, so that a pharmacist can
//! check it by hand. Never a float.
