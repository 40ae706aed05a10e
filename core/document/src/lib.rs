//! What stands on paper: ISBT 128 codes, and reading scans back.
