-- The ledger, version 1. Rows are only ever added: the triggers below refuse any change.
CREATE TABLE report (
    digest TEXT PRIMARY KEY,           -- SHA-256 of the fields below and of tokens given: one retrieved version of a document
    id TEXT NOT NULL, title TEXT, outlet TEXT, url TEXT, published TEXT, language TEXT, text TEXT NOT NULL
) WITHOUT ROWID;
CREATE TABLE reading (
    number INTEGER PRIMARY KEY,
    report TEXT NOT NULL REFERENCES report (digest),
    reader TEXT NOT NULL,              -- program version, digests of model and vocabulary
    UNIQUE (report, reader)
);
CREATE TABLE claim (
    reading INTEGER NOT NULL REFERENCES reading (number),
    id TEXT NOT NULL, position INTEGER NOT NULL,
    type TEXT NOT NULL, factuality TEXT NOT NULL, same_as TEXT,
    trigger_begin INTEGER NOT NULL, trigger_end INTEGER NOT NULL, trigger TEXT NOT NULL, sentence TEXT NOT NULL,
    time_value TEXT, time_precision TEXT, time_first TEXT, time_last TEXT,
    plover_type TEXT, plover_mode TEXT, cameo TEXT, acled_event_type TEXT, acled_sub_event_type TEXT,
    json TEXT NOT NULL,                -- the whole claim as the file contract writes it
    PRIMARY KEY (reading, id)
) WITHOUT ROWID;
CREATE TABLE mention (
    reading INTEGER NOT NULL, claim TEXT NOT NULL, role TEXT NOT NULL CHECK (role IN ('actor', 'recipient', 'place')), position INTEGER NOT NULL,
    name TEXT NOT NULL, entry TEXT, span_begin INTEGER NOT NULL, span_end INTEGER NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (reading, claim, role, position), FOREIGN KEY (reading, claim) REFERENCES claim (reading, id)
) WITHOUT ROWID;
CREATE TABLE attribution (
    reading INTEGER NOT NULL, claim TEXT NOT NULL, depth INTEGER NOT NULL,   -- 0 is the innermost source
    source TEXT, entry TEXT, cue TEXT, stance TEXT NOT NULL,
    PRIMARY KEY (reading, claim, depth), FOREIGN KEY (reading, claim) REFERENCES claim (reading, id)
) WITHOUT ROWID;
CREATE TABLE quantity (
    reading INTEGER NOT NULL, claim TEXT NOT NULL, position INTEGER NOT NULL,
    kind TEXT NOT NULL, low REAL, best REAL, high REAL, text TEXT NOT NULL,
    PRIMARY KEY (reading, claim, position), FOREIGN KEY (reading, claim) REFERENCES claim (reading, id)
) WITHOUT ROWID;
CREATE TABLE abstention (
    reading INTEGER NOT NULL REFERENCES reading (number), position INTEGER NOT NULL,
    stage TEXT NOT NULL, reason TEXT NOT NULL, span_begin INTEGER NOT NULL, span_end INTEGER NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (reading, position)
) WITHOUT ROWID;
CREATE INDEX claim_type ON claim (type, time_value);
CREATE INDEX mention_name ON mention (name);
CREATE INDEX attribution_source ON attribution (source);
