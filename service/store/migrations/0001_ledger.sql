-- The ledger, what belongs to it in the same transaction, and the rows that are derived from it.

-- INVARIANT (append-only): the triggers stop accidents; hashes under a signed root show the rest.
CREATE TABLE entries (
    sequence       INTEGER PRIMARY KEY,
    stream         TEXT    NOT NULL,
    stream_version INTEGER NOT NULL,
    kind           TEXT    NOT NULL,
    command        TEXT    NOT NULL,
    hash           BLOB    NOT NULL,
    bytes          BLOB    NOT NULL,
    ciphertext     BLOB,
    UNIQUE (stream, stream_version)
) STRICT;

CREATE TRIGGER entries_are_not_deleted BEFORE DELETE ON entries
BEGIN SELECT RAISE(ABORT, 'entries are only appended'); END;

CREATE TRIGGER entries_are_not_changed BEFORE UPDATE ON entries
WHEN NEW.ciphertext IS NOT NULL OR NEW.sequence <> OLD.sequence OR NEW.hash <> OLD.hash OR NEW.bytes <> OLD.bytes
BEGIN SELECT RAISE(ABORT, 'entries are only appended'); END;

-- The public key of the ledger, for whoever verifies it without knowing one. It proves nothing by itself.
CREATE TABLE ledger (
    only         INTEGER PRIMARY KEY CHECK (only = 1),
    verifier_key TEXT    NOT NULL
) STRICT;

-- One signed note for each batch that was committed.
CREATE TABLE checkpoints (
    size INTEGER PRIMARY KEY,
    note TEXT    NOT NULL
) STRICT;

-- The first answer to each command, for whoever asks again.
CREATE TABLE commands (
    id          TEXT    PRIMARY KEY,
    fingerprint BLOB    NOT NULL,
    answer      BLOB    NOT NULL,
    sequence    INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- What must happen only once, for ever.
CREATE TABLE once (
    key      TEXT    PRIMARY KEY,
    sequence INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- Derived rows: can be thrown away and written again.
CREATE TABLE views (
    view TEXT NOT NULL,
    key  TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (view, key)
) STRICT, WITHOUT ROWID;
