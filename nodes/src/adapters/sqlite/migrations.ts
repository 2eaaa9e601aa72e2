/**
 * The schema, one step per version. Append only: a released step never changes (its checksum is pinned by a test), so a
 * file written by any earlier release opens with this one. Booleans and states are integers; times are epoch ms.
 */

const first = `
CREATE TABLE file_state (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE reservations (
  key BLOB PRIMARY KEY,
  state INTEGER NOT NULL,
  fingerprint BLOB NOT NULL,
  lease INTEGER,
  until INTEGER NOT NULL,
  retention INTEGER NOT NULL,
  first_seen INTEGER NOT NULL,
  message INTEGER
) WITHOUT ROWID;
CREATE INDEX reservations_to_forget ON reservations (until) WHERE state >= 3;
CREATE INDEX reservations_held ON reservations (state) WHERE state = 1;

CREATE TABLE messages (id INTEGER PRIMARY KEY, body TEXT NOT NULL);
CREATE TABLE receipts (id INTEGER PRIMARY KEY, body TEXT NOT NULL);

CREATE TABLE queues (id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE, options TEXT NOT NULL);

CREATE TABLE lanes (
  id INTEGER PRIMARY KEY,
  queue INTEGER NOT NULL,
  name TEXT NOT NULL,
  state INTEGER NOT NULL,
  priority INTEGER NOT NULL,
  due INTEGER NOT NULL,
  asides INTEGER NOT NULL,
  stir INTEGER NOT NULL,
  holds INTEGER NOT NULL,
  leased INTEGER
);
CREATE UNIQUE INDEX lanes_by_name ON lanes (queue, name);
CREATE INDEX lanes_due ON lanes (queue, state, priority, due, id);

CREATE TABLE outbox (
  queue INTEGER NOT NULL,
  id INTEGER NOT NULL,
  lane INTEGER NOT NULL,
  state INTEGER NOT NULL,
  put_off INTEGER NOT NULL,
  aside INTEGER NOT NULL,
  due INTEGER NOT NULL,
  stir INTEGER NOT NULL,
  priority INTEGER NOT NULL,
  lease INTEGER,
  attempt INTEGER NOT NULL,
  tries INTEGER NOT NULL,
  budget_from INTEGER NOT NULL,
  waiting_since INTEGER,
  waited INTEGER NOT NULL,
  enqueued_at INTEGER NOT NULL,
  key TEXT,
  fact_order INTEGER,
  fact_key BLOB,
  PRIMARY KEY (queue, id)
) WITHOUT ROWID;
CREATE INDEX outbox_heads ON outbox (lane, id) WHERE aside = 0;
CREATE INDEX outbox_timed ON outbox (lane, due, id) WHERE aside = 1;
CREATE INDEX outbox_stirred ON outbox (lane, stir, id) WHERE aside = 1;
CREATE INDEX outbox_in_flight ON outbox (state) WHERE lease IS NOT NULL;

CREATE TABLE dead_letters (
  id INTEGER PRIMARY KEY AUTOINCREMENT,
  state INTEGER NOT NULL,
  stage TEXT NOT NULL,
  flow TEXT,
  code TEXT NOT NULL,
  failure TEXT NOT NULL,
  message INTEGER NOT NULL,
  original TEXT,
  buried_at INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  note TEXT,
  outlet TEXT,
  key TEXT,
  key_hash BLOB,
  event TEXT,
  queue INTEGER,
  slot INTEGER,
  lane TEXT,
  in_doubt INTEGER NOT NULL,
  holds INTEGER NOT NULL,
  priority INTEGER NOT NULL,
  enqueued_at INTEGER NOT NULL,
  fact_order INTEGER,
  fact_key BLOB
);
CREATE INDEX dead_letters_by_state ON dead_letters (state, id);
CREATE INDEX dead_letters_by_code ON dead_letters (code, id);
CREATE INDEX dead_letters_by_slot ON dead_letters (slot, id) WHERE slot IS NOT NULL;
CREATE INDEX dead_letters_by_key ON dead_letters (key_hash, id) WHERE key_hash IS NOT NULL;
CREATE INDEX dead_letters_by_event ON dead_letters (event, id) WHERE event IS NOT NULL;

CREATE TABLE counters (
  owner TEXT NOT NULL,
  tag TEXT NOT NULL,
  epoch INTEGER NOT NULL,
  total TEXT NOT NULL,
  open_from TEXT NOT NULL,
  at TEXT NOT NULL,
  memory TEXT NOT NULL,
  PRIMARY KEY (owner, tag)
) WITHOUT ROWID;

CREATE TABLE orders (id INTEGER PRIMARY KEY, partition TEXT NOT NULL UNIQUE, binding TEXT);

CREATE TABLE events (
  seq INTEGER PRIMARY KEY,
  owner TEXT NOT NULL,
  event TEXT NOT NULL UNIQUE,
  order_id INTEGER,
  body TEXT NOT NULL
);
CREATE INDEX events_by_owner ON events (owner, seq);
CREATE INDEX events_by_order ON events (order_id) WHERE order_id IS NOT NULL;

CREATE TABLE segments (
  order_id INTEGER NOT NULL,
  tag TEXT NOT NULL,
  closed_at TEXT NOT NULL,
  PRIMARY KEY (order_id, tag)
) WITHOUT ROWID;

CREATE TABLE facts (
  order_id INTEGER NOT NULL,
  key BLOB NOT NULL,
  seq INTEGER NOT NULL,
  state INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (order_id, key)
) WITHOUT ROWID;
`;

/** Open letters of an order that never had a queue are asked for with every completion. */
const lettersOfOrders = `
CREATE INDEX dead_letters_aside ON dead_letters (lane) WHERE state = 0 AND slot IS NULL;
`;

/** What a list of letters filters by and shows, and the audit of what people did with them. */
const decisions = `
ALTER TABLE dead_letters ADD COLUMN class TEXT NOT NULL DEFAULT '';
ALTER TABLE dead_letters ADD COLUMN event_type TEXT;
ALTER TABLE dead_letters ADD COLUMN trail TEXT;
ALTER TABLE dead_letters ADD COLUMN versions TEXT;
ALTER TABLE dead_letters ADD COLUMN owner TEXT;
ALTER TABLE dead_letters ADD COLUMN due_at INTEGER;
UPDATE dead_letters SET class = coalesce(json_extract(failure, '$.class'), '');
CREATE INDEX dead_letters_by_cause ON dead_letters (state, code, class, buried_at);
CREATE INDEX dead_letters_by_flow ON dead_letters (state, flow);

CREATE TABLE audit (
  seq INTEGER PRIMARY KEY,
  at INTEGER NOT NULL,
  actor TEXT NOT NULL,
  action TEXT NOT NULL,
  letter INTEGER NOT NULL,
  reason TEXT NOT NULL,
  detail TEXT,
  chain BLOB NOT NULL
);
CREATE INDEX audit_by_letter ON audit (letter, seq);
CREATE TRIGGER audit_keeps_entries BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'audit entries are never changed'); END;
CREATE TRIGGER audit_keeps_all BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'audit entries are never removed'); END;
`;

/**
 * One page less to write per step of a message: keys under a lease are no rows any more, the end of a message stands in the
 * order of the messages, and what a fact's state follows from is not written twice.
 */
const lighterSteps = `
CREATE TABLE endings (message INTEGER PRIMARY KEY, state INTEGER NOT NULL, until INTEGER NOT NULL, key BLOB NOT NULL,
  receipt TEXT, fact_order INTEGER);
INSERT INTO endings SELECT r.message, r.state, r.until, r.key, p.body, NULL
  FROM reservations r LEFT JOIN receipts p ON p.id = r.message WHERE r.state >= 3 AND r.message IS NOT NULL;
CREATE INDEX endings_to_forget ON endings (until);
UPDATE file_state SET value = json_set(value, '$.reservations', coalesce(json_extract(value, '$.reservations'), 0)
  - (SELECT count(*) FROM reservations WHERE state = 1)) WHERE name = 'tallies';
DELETE FROM reservations WHERE state = 1;
UPDATE reservations SET state = 2 WHERE state >= 3 AND message IS NOT NULL;
DROP TABLE receipts;

CREATE TABLE recent_keys (seq INTEGER PRIMARY KEY, key BLOB NOT NULL, state INTEGER NOT NULL, fingerprint BLOB NOT NULL,
  lease INTEGER, retention INTEGER NOT NULL, first_seen INTEGER NOT NULL, message INTEGER);
CREATE TABLE key_runs (run INTEGER NOT NULL, key BLOB NOT NULL, state INTEGER NOT NULL, fingerprint BLOB NOT NULL,
  lease INTEGER, retention INTEGER NOT NULL, first_seen INTEGER NOT NULL, message INTEGER, PRIMARY KEY (run, key)
) WITHOUT ROWID;
CREATE TABLE key_filters (run INTEGER PRIMARY KEY, last_seq INTEGER NOT NULL, bits BLOB NOT NULL);
UPDATE reservations SET message = -rowid_of.n FROM (
  SELECT key, row_number() OVER (ORDER BY key) AS n FROM reservations WHERE state >= 3) AS rowid_of
  WHERE reservations.key = rowid_of.key;
INSERT INTO endings SELECT message, state, until, key, NULL, NULL FROM reservations WHERE state >= 3;
INSERT INTO key_runs SELECT 0, key, state, fingerprint, lease, retention, first_seen, message FROM reservations;
DROP TABLE reservations;
DROP INDEX outbox_in_flight;
ALTER TABLE outbox ADD COLUMN retention INTEGER;
ALTER TABLE facts ADD COLUMN message INTEGER;
CREATE TABLE recent_facts (seq INTEGER PRIMARY KEY, order_id INTEGER NOT NULL, key BLOB NOT NULL, state INTEGER NOT NULL,
  body TEXT NOT NULL, message INTEGER);
UPDATE facts SET message = o.id FROM outbox o WHERE o.fact_order = facts.order_id AND o.fact_key = facts.key;
`;

/** Rows of files and other batches, and how each ended. */
const rowsOfBatches = `
CREATE TABLE batches (id INTEGER PRIMARY KEY, owner TEXT NOT NULL, name TEXT NOT NULL, UNIQUE (owner, name));
CREATE TABLE batch_rows (batch INTEGER NOT NULL, row INTEGER NOT NULL, line INTEGER NOT NULL, state INTEGER NOT NULL,
  event BLOB NOT NULL, message INTEGER, fact TEXT, code TEXT, words TEXT, PRIMARY KEY (batch, row)) WITHOUT ROWID;
CREATE UNIQUE INDEX batch_rows_by_event ON batch_rows (event);
CREATE INDEX batch_rows_by_message ON batch_rows (message) WHERE message IS NOT NULL;
CREATE INDEX batch_rows_without_end ON batch_rows (batch) WHERE state < 2;
`;

/** Rows of the crosswalk that engineers maintain, and codes that nobody mapped. */
const crosswalk = `
CREATE TABLE crosswalk (id INTEGER PRIMARY KEY AUTOINCREMENT, site TEXT NOT NULL, domain TEXT NOT NULL,
  system TEXT NOT NULL, code TEXT NOT NULL, canonical TEXT NOT NULL, valid_from TEXT, valid_to TEXT, status TEXT NOT NULL,
  changed_at INTEGER NOT NULL, changed_by TEXT NOT NULL, reason TEXT NOT NULL);
CREATE INDEX crosswalk_of_site ON crosswalk (site, id);
CREATE TABLE crosswalk_misses (site TEXT NOT NULL, domain TEXT NOT NULL, system TEXT NOT NULL, code TEXT NOT NULL,
  seen INTEGER NOT NULL, first INTEGER NOT NULL, last INTEGER NOT NULL, at TEXT NOT NULL,
  PRIMARY KEY (site, domain, system, code)) WITHOUT ROWID;
CREATE INDEX crosswalk_misses_by_age ON crosswalk_misses (last);
`;

/** Step n raises a file from version n to n + 1. */
export const migrations: readonly string[] = [
  first,
  lettersOfOrders,
  decisions,
  lighterSteps,
  rowsOfBatches,
  crosswalk,
];
