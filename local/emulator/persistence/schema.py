"""The tables of the state database, as the steps that lead from each version of them to the next.

A released step is never changed: folders that were brought through it exist. `user_version` counts the steps taken.
"""

from __future__ import annotations

_FIRST = """
CREATE TABLE IF NOT EXISTS items (
    table_name TEXT, key TEXT, item TEXT NOT NULL, PRIMARY KEY (table_name, key)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS removals (id INTEGER PRIMARY KEY, record TEXT NOT NULL);
CREATE TABLE IF NOT EXISTS executions (
    arn TEXT PRIMARY KEY, name TEXT, input TEXT, status TEXT, started REAL, stopped REAL, output TEXT, error TEXT,
    cause TEXT) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS messages (id TEXT PRIMARY KEY, queue TEXT NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS objects (
    bucket TEXT, key TEXT, path TEXT, etag TEXT, size INTEGER, modified REAL, version TEXT, file_time INTEGER,
    metadata TEXT, PRIMARY KEY (bucket, key)) WITHOUT ROWID;
"""

_ATTEMPTS = """
CREATE TABLE IF NOT EXISTS queue_messages (
    id TEXT PRIMARY KEY, queue TEXT NOT NULL, body TEXT NOT NULL, receiver TEXT, sent_at INTEGER NOT NULL,
    first_received_at INTEGER, received INTEGER NOT NULL, visible_at REAL NOT NULL) WITHOUT ROWID;
INSERT INTO queue_messages
    SELECT id, queue, body, NULL, 1000 * CAST(strftime('%s', 'now') AS INTEGER), NULL, 0, 0 FROM messages;
DROP TABLE messages;
"""
"""Messages of the first version had neither attempts nor due times: they begin anew."""

_INDEXED = """
ALTER TABLE items RENAME TO items_before;
CREATE TABLE items (
    id INTEGER PRIMARY KEY, table_name TEXT NOT NULL, partition TEXT NOT NULL, sort TEXT NOT NULL, expires REAL,
    item TEXT NOT NULL, UNIQUE (table_name, partition, sort));
INSERT INTO items (table_name, partition, sort, item) SELECT table_name, key, '', item FROM items_before;
DROP TABLE items_before;
CREATE INDEX items_by_status ON items (table_name, json_extract(item, '$.status.S'));
CREATE INDEX items_by_open_orders ON items (table_name, CAST(json_extract(item, '$.open_orders.N') AS REAL));
CREATE INDEX items_with_events ON items (table_name, json_extract(item, '$.brief.M.webhook_url.S'))
    WHERE json_extract(item, '$.pending_events.M') <> '{}';
CREATE INDEX items_by_expiry ON items (table_name, expires) WHERE expires IS NOT NULL;
CREATE TABLE index_entries (
    table_name TEXT, index_name TEXT, partition TEXT, sort TEXT, item_partition TEXT, item_sort TEXT,
    item_id INTEGER NOT NULL, entry TEXT NOT NULL,
    PRIMARY KEY (table_name, index_name, partition, sort, item_partition, item_sort)) WITHOUT ROWID;
CREATE INDEX index_entries_by_item ON index_entries (item_id);
CREATE TABLE layouts (table_name TEXT PRIMARY KEY, layout TEXT NOT NULL);
CREATE INDEX executions_running ON executions (arn) WHERE status = 'RUNNING';
CREATE INDEX executions_by_end ON executions (stopped);
"""
"""The first three indexes are for what the sweep looks for, in filters of scans (`moto_tables.filters`).

Keys are filled in when a table is first used: only its definition says which attributes they are."""

STEPS = (_FIRST, _ATTEMPTS, _INDEXED)
VERSION = len(STEPS)


def statements_since(version: int) -> list[str]:
    """The statements that bring a database of this version to the current one."""
    return [text for step in STEPS[version:] for statement in step.split(";") if (text := statement.strip())]
