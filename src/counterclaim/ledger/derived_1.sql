-- What is computed from the ledger's entries: may be deleted at any time and is made again. Never a part of the hash chain.
-- Where a table is WITHOUT ROWID, its key's columns come first: SQLite before 3.41 finds faults that are none in others.

CREATE TABLE incident (
    id TEXT PRIMARY KEY, part_of TEXT, type TEXT, place TEXT, first TEXT, last TEXT, status TEXT,
    claims INTEGER NOT NULL,
    position INTEGER NOT NULL,         -- in order of the first statement
    json TEXT NOT NULL                 -- the incident as the file contract writes it
) WITHOUT ROWID;

CREATE TABLE incident_claim (
    incident TEXT NOT NULL, position INTEGER NOT NULL, report TEXT NOT NULL, claim TEXT NOT NULL,
    PRIMARY KEY (incident, position)
) WITHOUT ROWID;

CREATE INDEX incident_claim_claim ON incident_claim (claim, report);
