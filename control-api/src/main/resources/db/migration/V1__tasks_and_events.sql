-- One schema for SQLite and PostgreSQL. Ids are made by us, times are milliseconds since 1970 with 0 for never, JSON is text.

-- What is queried has a column; the whole task is in body.
CREATE TABLE task (
    id          TEXT   NOT NULL PRIMARY KEY,
    sdk_app_id  BIGINT NOT NULL,
    room_kind   TEXT   NOT NULL,
    room_id     TEXT   NOT NULL,
    user_id     TEXT   NOT NULL,
    state       TEXT   NOT NULL,
    created_ms  BIGINT NOT NULL,
    ended_ms    BIGINT NOT NULL,
    body        TEXT   NOT NULL
);
CREATE INDEX task_created ON task (created_ms, id);
CREATE INDEX task_live ON task (created_ms, id) WHERE state <> 'ENDED';
CREATE INDEX task_ended ON task (ended_ms) WHERE state = 'ENDED';

-- Who is inside.
CREATE TABLE presence (
    sdk_app_id  BIGINT  NOT NULL,
    room_kind   TEXT    NOT NULL,
    room_id     TEXT    NOT NULL,
    user_id     TEXT    NOT NULL,
    anchor      INTEGER NOT NULL,
    PRIMARY KEY (sdk_app_id, room_kind, room_id, user_id, anchor)
);

CREATE TABLE outbox (
    id               TEXT    NOT NULL PRIMARY KEY,
    sequence         BIGINT  NOT NULL UNIQUE,
    state            TEXT    NOT NULL,
    sdk_app_id       BIGINT  NOT NULL,
    queue            TEXT    NOT NULL,
    event_group      INTEGER NOT NULL,
    event_type       INTEGER NOT NULL,
    at_ms            BIGINT  NOT NULL,
    info             TEXT    NOT NULL,
    reason           TEXT    NOT NULL,
    attempts         INTEGER NOT NULL,
    first_attempt_ms BIGINT  NOT NULL,
    last_failure     TEXT    NOT NULL,
    settled_ms       BIGINT  NOT NULL
);
CREATE INDEX outbox_state ON outbox (state, sequence);
CREATE INDEX outbox_pending ON outbox (sdk_app_id) WHERE state = 'PENDING';
CREATE INDEX outbox_settled ON outbox (state, settled_ms) WHERE settled_ms > 0;

-- One row. Whoever writes moves it first and holds it until the commit, so sequences rise in the order of commits.
CREATE TABLE outbox_end (
    sequence BIGINT NOT NULL
);
INSERT INTO outbox_end (sequence) VALUES (0);
