//! How we meet it: pages for people.
