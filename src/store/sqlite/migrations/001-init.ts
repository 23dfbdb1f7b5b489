/**
 * The ledger's tables. `event` holds what is public for ever, byte for byte; `opening` what may be erased. No column tells the type of an
 * entry: sealed ones must not be told apart. Commands are found by a hash of their key, for keys tell what was done.
 * An answer is NULL once an erasure has deleted it.
 * The insert trigger also stops `INSERT OR REPLACE`, which fires no delete trigger.
 */
export const init = `
  CREATE TABLE event (
    seq INTEGER PRIMARY KEY CHECK (seq >= 0),
    body BLOB NOT NULL CHECK (length(body) BETWEEN 1 AND 60000),
    leaf BLOB NOT NULL CHECK (length(leaf) = 32)
  ) STRICT;
  CREATE TRIGGER event_no_gap BEFORE INSERT ON event
    WHEN NEW.seq <> (SELECT coalesce(max(seq) + 1, 0) FROM event)
    BEGIN SELECT RAISE(ABORT, 'ledger is append-only'); END;
  CREATE TRIGGER event_no_update BEFORE UPDATE ON event BEGIN SELECT RAISE(ABORT, 'ledger is append-only'); END;
  CREATE TRIGGER event_no_delete BEFORE DELETE ON event BEGIN SELECT RAISE(ABORT, 'ledger is append-only'); END;

  CREATE TABLE opening (seq INTEGER PRIMARY KEY REFERENCES event (seq), data TEXT NOT NULL) STRICT;

  CREATE TABLE command (
    id INTEGER PRIMARY KEY,
    idem TEXT NOT NULL UNIQUE CHECK (length(idem) = 22),
    first_seq INTEGER NOT NULL,
    count INTEGER NOT NULL,
    answer TEXT
  ) STRICT;

  CREATE TABLE document (hash TEXT PRIMARY KEY CHECK (length(hash) = 64), text BLOB NOT NULL) STRICT;
  CREATE TRIGGER document_no_update BEFORE UPDATE ON document BEGIN SELECT RAISE(ABORT, 'documents never change'); END;

  CREATE TABLE snapshot (
    one INTEGER PRIMARY KEY CHECK (one = 1),
    size INTEGER NOT NULL,
    root TEXT NOT NULL,
    version TEXT NOT NULL,
    state BLOB NOT NULL
  ) STRICT;

  CREATE TABLE note (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID;

  -- Work that a crash must not make us forget: the bytes of erased values are still to be cleared from the file.
  CREATE TABLE chore (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID;
`
