-- The ledger, version 2. Rows are only ever added: triggers refuse any change, and each row belongs to an entry of the hash chain, whose digest covers it.
-- An entry is added after its rows, and seals them: triggers refuse any row of an entry that is there.

CREATE TABLE entry (
    number INTEGER PRIMARY KEY,        -- 1, 2, 3 ... without a gap
    time TEXT NOT NULL,                -- UTC, never before that of the entry above
    kind TEXT NOT NULL CHECK (kind IN ('report', 'reading', 'judgement')),
    row_count INTEGER NOT NULL,        -- rows that came with it in the tables below
    digest TEXT NOT NULL,              -- SHA-256 of those rows as canonical JSON
    previous TEXT NOT NULL,            -- hash of the entry above; 64 zeros for the first
    hash TEXT NOT NULL                 -- SHA-256 of the other columns as canonical JSON
);

CREATE TABLE report (
    entry INTEGER PRIMARY KEY REFERENCES entry (number) DEFERRABLE INITIALLY DEFERRED,
    digest TEXT NOT NULL UNIQUE,       -- SHA-256 of the fields below: one retrieved version of a document
    id TEXT NOT NULL, title TEXT, outlet TEXT, url TEXT, published TEXT, language TEXT,
    tokens TEXT,                       -- JSON, where the user gave the words
    text TEXT NOT NULL
);

CREATE TABLE reading (
    entry INTEGER PRIMARY KEY REFERENCES entry (number) DEFERRABLE INITIALLY DEFERRED,
    report INTEGER NOT NULL REFERENCES report (entry),
    program TEXT NOT NULL,             -- version of the program
    model TEXT NOT NULL, vocabulary TEXT NOT NULL, gazetteer TEXT NOT NULL,   -- digests; gazetteer is 'none' where places were not looked up
    UNIQUE (report, program, model, vocabulary, gazetteer)
);

CREATE TABLE claim (
    reading INTEGER NOT NULL REFERENCES reading (entry),
    id TEXT NOT NULL, position INTEGER NOT NULL,
    type TEXT NOT NULL, factuality TEXT NOT NULL, same_as TEXT,
    trigger_begin INTEGER NOT NULL, trigger_end INTEGER NOT NULL, trigger TEXT NOT NULL,
    sentence_begin INTEGER NOT NULL, sentence_end INTEGER NOT NULL, sentence TEXT NOT NULL,
    time TEXT, time_value TEXT, time_precision TEXT, time_first TEXT, time_last TEXT,
    plover_type TEXT, plover_mode TEXT, cameo TEXT, acled_event_type TEXT, acled_sub_event_type TEXT,
    json TEXT NOT NULL,                -- the whole claim as the file contract writes it
    PRIMARY KEY (reading, id)
) WITHOUT ROWID;

CREATE TABLE mention (
    reading INTEGER NOT NULL REFERENCES reading (entry), claim TEXT NOT NULL, role TEXT NOT NULL CHECK (role IN ('actor', 'recipient')), position INTEGER NOT NULL,
    name TEXT NOT NULL, actor_id TEXT, span_begin INTEGER NOT NULL, span_end INTEGER NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (reading, claim, role, position)
) WITHOUT ROWID;

CREATE TABLE place (
    reading INTEGER NOT NULL REFERENCES reading (entry), claim TEXT NOT NULL, role TEXT NOT NULL CHECK (role IN ('place', 'where')), position INTEGER NOT NULL,   -- where: the place of the event
    name TEXT NOT NULL, place_id TEXT, span_begin INTEGER NOT NULL, span_end INTEGER NOT NULL, text TEXT NOT NULL,
    lat REAL, lon REAL,                -- degrees, WGS 84
    precision INTEGER,                 -- UCDP's where_prec, 1 to 7
    geo_precision INTEGER,             -- ACLED's, 1 to 3
    radius_km REAL,                    -- the event lies within so much of the point
    country TEXT, admin1 TEXT, admin1_code TEXT, geonames INTEGER, listed TEXT, feature TEXT,
    relation TEXT, relation_side TEXT, relation_km REAL, reason TEXT, basis TEXT,
    PRIMARY KEY (reading, claim, role, position)
) WITHOUT ROWID;

CREATE TABLE attribution (
    reading INTEGER NOT NULL REFERENCES reading (entry), claim TEXT NOT NULL, depth INTEGER NOT NULL,   -- 0 is the innermost source
    source TEXT, source_id TEXT, cue TEXT, stance TEXT NOT NULL,
    PRIMARY KEY (reading, claim, depth)
) WITHOUT ROWID;

CREATE TABLE quantity (
    reading INTEGER NOT NULL REFERENCES reading (entry), claim TEXT NOT NULL, position INTEGER NOT NULL,
    kind TEXT NOT NULL, low REAL, best REAL, high REAL, text TEXT NOT NULL,
    PRIMARY KEY (reading, claim, position)
) WITHOUT ROWID;

CREATE TABLE abstention (
    reading INTEGER NOT NULL REFERENCES reading (entry), position INTEGER NOT NULL,
    stage TEXT NOT NULL, reason TEXT NOT NULL, span_begin INTEGER NOT NULL, span_end INTEGER NOT NULL, text TEXT NOT NULL,
    PRIMARY KEY (reading, position)
) WITHOUT ROWID;

CREATE TABLE judgement (
    entry INTEGER PRIMARY KEY REFERENCES entry (number) DEFERRABLE INITIALLY DEFERRED,
    kind TEXT NOT NULL CHECK (kind IN ('same', 'different', 'set', 'note', 'undo')),
    author TEXT NOT NULL,
    report TEXT, claim TEXT,           -- ids, of the claim that is judged
    other_report TEXT, other_claim TEXT,
    incident TEXT,                     -- id, of the incident that a note is on
    field TEXT, value TEXT,            -- set: the field and its value as JSON
    undoes INTEGER REFERENCES judgement (entry),
    text TEXT                          -- the note, or the reason given
);

CREATE INDEX report_id ON report (id);
CREATE INDEX claim_id ON claim (id);
CREATE INDEX claim_type ON claim (type, time_value);
CREATE INDEX mention_name ON mention (name);
CREATE INDEX place_name ON place (name);
CREATE INDEX attribution_source ON attribution (source);
