namespace Tipstaff.Local.Storage;

/// <summary>The tables, as the steps that lead to them from an empty file; a step that was released is never changed.</summary>
/// <remarks>
/// What is looked up has a column, the rest is JSON. Instants are UTC ticks. A message's body stands apart from its state, so that
/// claiming and recording rewrite some bytes in place of the whole message.
/// </remarks>
internal static class SqliteSchema
{
    /// <summary>Marks the file as ours: "tips".</summary>
    public const int ApplicationId = 0x74697073;

    /// <summary>Step n leads from version n to version n + 1.</summary>
    public static readonly IReadOnlyList<string> Migrations =
    [
        """
        CREATE TABLE courts (
            court TEXT NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            json TEXT NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE entries (
            seq INTEGER PRIMARY KEY,
            court TEXT NOT NULL,
            identity TEXT NOT NULL,
            docket TEXT NOT NULL,
            sequence TEXT,
            entered_at INTEGER,
            seen_at INTEGER NOT NULL,
            labels TEXT NOT NULL,
            json TEXT NOT NULL,
            UNIQUE (court, identity)
        );
        CREATE INDEX entries_docket ON entries (court, docket);
        CREATE INDEX entries_seen ON entries (seen_at DESC, entered_at DESC);

        CREATE TABLE told (
            court TEXT NOT NULL,
            document TEXT NOT NULL,
            subscriber TEXT NOT NULL,
            told_case TEXT NOT NULL,
            told_at INTEGER NOT NULL,
            PRIMARY KEY (court, document, subscriber)
        ) WITHOUT ROWID;
        CREATE INDEX told_subscriber ON told (subscriber);

        CREATE TABLE unreadable (
            seq INTEGER PRIMARY KEY,
            court TEXT NOT NULL,
            hash TEXT NOT NULL,
            seen_at INTEGER NOT NULL,
            json TEXT NOT NULL,
            UNIQUE (court, hash)
        );

        CREATE TABLE subscriptions (
            id TEXT NOT NULL PRIMARY KEY,
            subscriber TEXT NOT NULL,
            court TEXT NOT NULL,
            docket TEXT NOT NULL,
            state INTEGER NOT NULL,
            requested_at INTEGER NOT NULL,
            version INTEGER NOT NULL,
            json TEXT NOT NULL
        );
        CREATE INDEX subscriptions_subscriber ON subscriptions (subscriber);
        CREATE INDEX subscriptions_state ON subscriptions (state);
        CREATE INDEX subscriptions_followed ON subscriptions (court, docket) WHERE state = 1;

        CREATE TABLE outbox (
            seq INTEGER PRIMARY KEY,
            key TEXT NOT NULL UNIQUE,
            subscriber TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            due_at INTEGER NOT NULL,
            state INTEGER NOT NULL DEFAULT 0,
            state_at INTEGER NOT NULL,
            detail TEXT,
            attempt INTEGER NOT NULL DEFAULT 0,
            token TEXT,
            leased_until INTEGER
        );
        CREATE INDEX outbox_waiting ON outbox (due_at) WHERE state = 0;
        CREATE INDEX outbox_subscriber ON outbox (subscriber);

        CREATE TABLE outbox_bodies (
            seq INTEGER PRIMARY KEY REFERENCES outbox (seq) ON DELETE CASCADE,
            json TEXT NOT NULL
        );

        CREATE TABLE outbox_counts (
            state INTEGER PRIMARY KEY,
            messages INTEGER NOT NULL
        );
        INSERT INTO outbox_counts VALUES (0, 0), (1, 0), (2, 0), (3, 0);
        CREATE TRIGGER outbox_added AFTER INSERT ON outbox BEGIN
            UPDATE outbox_counts SET messages = messages + 1 WHERE state = new.state;
        END;
        CREATE TRIGGER outbox_moved AFTER UPDATE OF state ON outbox WHEN new.state <> old.state BEGIN
            UPDATE outbox_counts SET messages = messages - 1 WHERE state = old.state;
            UPDATE outbox_counts SET messages = messages + 1 WHERE state = new.state;
        END;
        CREATE TRIGGER outbox_removed AFTER DELETE ON outbox BEGIN
            UPDATE outbox_counts SET messages = messages - 1 WHERE state = old.state;
        END;
        """,
        """
        CREATE TABLE notices (
            seq INTEGER PRIMARY KEY,
            id TEXT NOT NULL UNIQUE,
            at INTEGER NOT NULL,
            told INTEGER NOT NULL DEFAULT 0,
            json TEXT NOT NULL
        );
        CREATE INDEX notices_untold ON notices (seq) WHERE told = 0;
        """,
        """
        ALTER TABLE entries ADD COLUMN number INTEGER;
        UPDATE entries SET number = nullif(CAST(json_extract(json, '$.number') AS INTEGER), 0)
            WHERE json_extract(json, '$.number') NOT GLOB '*[^0-9]*' AND length(json_extract(json, '$.number')) BETWEEN 1 AND 6;
        DROP INDEX entries_docket;
        CREATE INDEX entries_docket ON entries (court, docket, number);

        CREATE TABLE told_notes (
            court TEXT NOT NULL,
            subscription TEXT NOT NULL,
            gaps_through INTEGER,
            quiet_through INTEGER,
            PRIMARY KEY (court, subscription)
        ) WITHOUT ROWID;
        """,
        """
        ALTER TABLE outbox ADD COLUMN asked TEXT;
        ALTER TABLE outbox ADD COLUMN asked_at INTEGER;

        CREATE TABLE provider_breakers (
            provider TEXT NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            json TEXT NOT NULL
        ) WITHOUT ROWID;

        CREATE TABLE address_records (
            subscriber TEXT NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            json TEXT NOT NULL
        ) WITHOUT ROWID;
        """,
        """
        CREATE TABLE provider_trials (
            provider TEXT NOT NULL PRIMARY KEY,
            json TEXT NOT NULL
        ) WITHOUT ROWID;
        """,
        """
        CREATE TABLE digest_parts (
            digest TEXT NOT NULL,
            part INTEGER NOT NULL,
            subscriber TEXT NOT NULL,
            PRIMARY KEY (digest, part)
        ) WITHOUT ROWID;
        CREATE INDEX digest_parts_subscriber ON digest_parts (subscriber);

        CREATE TABLE digest_alerts (
            digest TEXT NOT NULL,
            alert TEXT NOT NULL,
            part INTEGER,
            subscriber TEXT NOT NULL,
            court TEXT NOT NULL,
            docket TEXT NOT NULL,
            created_at INTEGER NOT NULL,
            weight INTEGER NOT NULL,
            json TEXT NOT NULL,
            PRIMARY KEY (digest, alert)
        ) WITHOUT ROWID;
        CREATE INDEX digest_alerts_subscriber ON digest_alerts (subscriber);
        """,
        """
        CREATE TABLE nonces (
            key_id TEXT NOT NULL,
            nonce TEXT NOT NULL,
            until INTEGER NOT NULL,
            PRIMARY KEY (key_id, nonce)
        ) WITHOUT ROWID;
        CREATE INDEX nonces_until ON nonces (until);

        CREATE TABLE keyed_requests (
            key TEXT NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            until INTEGER NOT NULL,
            json TEXT NOT NULL
        ) WITHOUT ROWID;
        CREATE INDEX keyed_requests_until ON keyed_requests (until);
        """,
        """
        CREATE TABLE erasures (
            subscriber TEXT NOT NULL PRIMARY KEY,
            asked_at INTEGER NOT NULL,
            json TEXT NOT NULL
        ) WITHOUT ROWID;

        DROP TRIGGER outbox_removed;
        CREATE TRIGGER outbox_removed AFTER DELETE ON outbox WHEN old.state IN (0, 3) BEGIN
            UPDATE outbox_counts SET messages = messages - 1 WHERE state = old.state;
        END;
        """,
        """
        CREATE TABLE webhooks (
            subscriber TEXT NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            json TEXT NOT NULL
        ) WITHOUT ROWID;
        """,
        """
        ALTER TABLE outbox ADD COLUMN webhook INTEGER NOT NULL DEFAULT 0;
        UPDATE outbox SET webhook = 1
            WHERE state IN (0, 3) AND seq IN (SELECT seq FROM outbox_bodies WHERE instr(json, '"isWebhook":true') > 0);
        CREATE INDEX outbox_waiting_webhooks ON outbox (due_at) WHERE state = 0 AND webhook = 1;
        """,
        """
        ALTER TABLE outbox ADD COLUMN v INTEGER NOT NULL DEFAULT 1;
        ALTER TABLE outbox ADD COLUMN kind TEXT;
        CREATE INDEX outbox_version_1 ON outbox (seq) WHERE v = 1;

        CREATE TABLE migrations (
            kind TEXT NOT NULL PRIMARY KEY,
            json TEXT NOT NULL
        ) WITHOUT ROWID;
        """,
        """
        CREATE TABLE canary (
            name TEXT NOT NULL PRIMARY KEY,
            version INTEGER NOT NULL,
            json TEXT NOT NULL
        ) WITHOUT ROWID;
        """,
        """
        CREATE TABLE delivery_delays (
            hour INTEGER NOT NULL,
            delay_ms INTEGER NOT NULL,
            alerts INTEGER NOT NULL,
            PRIMARY KEY (hour, delay_ms)
        ) WITHOUT ROWID;
        """,
        "ALTER TABLE digest_parts ADD COLUMN told TEXT;",
    ];

    /// <summary>The version that this program reads and writes.</summary>
    public static int Version => Migrations.Count;
}
