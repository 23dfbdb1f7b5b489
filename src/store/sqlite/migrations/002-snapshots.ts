/** Several snapshots instead of one, so that an earlier state need not be folded from the first entry. They are caches: the old one is dropped. */
export const snapshots = `
  DROP TABLE snapshot;
  CREATE TABLE snapshot (
    size INTEGER PRIMARY KEY CHECK (size > 0),
    root TEXT NOT NULL,
    version TEXT NOT NULL,
    state BLOB NOT NULL
  ) STRICT;
`
