import Events

/// The tables of the store, and which version of them this program knows.
enum SQLiteSchema {
    /// Marks the file as ours (`PRAGMA application_id`): "HGAT".
    static let applicationID: Int64 = 0x4847_4154
    /// The newest version that this program reads and writes (`PRAGMA user_version`).
    static let version: Int64 = 2

    /// What a name stands for.
    enum NameKind: Int64 {
        case source = 1
        case target = 2
        case event = 3
    }

    /// States in `outcomes.state`.
    ///
    /// A delivery without a row is pending.
    ///
    /// The numbers stand in the partial indexes too, and SQLite uses those only where a query spells them out.
    enum State: Int64 {
        case retrying = 1
        case delivered = 2
        case dead = 3
        case cancelled = 4

        var isFinal: Bool { self != .retrying }
    }

    /// Single numbers that the store remembers.
    enum Mark: Int64, CaseIterable {
        /// Every event up to it is final for all its targets.
        case lowWater = 1
        /// Every event up to it was considered by retention; what is left there waits for its dead letters.
        case purgedThrough = 2
        /// The latest trusted time, in milliseconds since 1970.
        case lastSeen = 3
        /// About how many events are stored.
        case events = 4
        /// Keys up to this id were forgotten by the dedupe window.
        case forgottenThrough = 5
        /// Up to which id `events` counts.
        case eventsThrough = 6
        /// Written to find out whether writing works.
        case probe = 7
    }

    /// Every version's step from the one before; the first makes an empty file a store.
    static let steps: [String] = [
        """
        CREATE TABLE names(id INTEGER PRIMARY KEY, kind INTEGER NOT NULL, name TEXT NOT NULL, UNIQUE(kind, name));
        CREATE TABLE events(
            id INTEGER PRIMARY KEY, source INTEGER NOT NULL, type INTEGER NOT NULL, received_at INTEGER NOT NULL,
            occurred_at INTEGER, targets BLOB NOT NULL, headers BLOB NOT NULL, body BLOB NOT NULL);
        CREATE TABLE arrivals(first INTEGER PRIMARY KEY, at INTEGER NOT NULL, entries BLOB NOT NULL);
        CREATE TABLE outcomes(
            id INTEGER NOT NULL, target INTEGER NOT NULL, state INTEGER NOT NULL, attempts INTEGER NOT NULL,
            first_at INTEGER, at INTEGER NOT NULL, duration INTEGER, due INTEGER, status INTEGER, cause TEXT, error TEXT,
            detail TEXT, PRIMARY KEY(id, target)) WITHOUT ROWID;
        CREATE INDEX outcomes_retry ON outcomes(target, due, id) WHERE state = 1;
        CREATE INDEX outcomes_dead ON outcomes(target, id) WHERE state = 3;
        CREATE TABLE attempts(
            id INTEGER NOT NULL, target INTEGER NOT NULL, attempt INTEGER NOT NULL, at INTEGER NOT NULL, duration INTEGER,
            status INTEGER, error TEXT, detail TEXT, response BLOB, PRIMARY KEY(id, target, attempt)) WITHOUT ROWID;
        CREATE TABLE marks(k INTEGER PRIMARY KEY, v INTEGER NOT NULL);
        """,
        """
        CREATE TABLE pauses(target INTEGER PRIMARY KEY, cause TEXT NOT NULL, since INTEGER NOT NULL);
        """,
    ]

    /// Makes the database one of this program's version.
    static func prepare(_ connection: SQLiteConnection) throws(StoreError) {
        let application = try connection.integer("PRAGMA application_id")
        let found = try connection.integer("PRAGMA user_version")
        let isEmpty = try connection.integer("SELECT count(*) FROM sqlite_master") == 0
        guard application == Self.applicationID || (isEmpty && application == 0) else {
            throw StoreError(
                .corrupt,
                "\(connection.path) is a database of another program; name another file in `[store] url`"
            )
        }
        guard found <= Self.version else {
            throw StoreError(
                .newerSchema,
                "the store \(connection.path) was written by a newer hookgate (schema \(found), this one knows "
                    + "\(Self.version)); start that version, or restore a backup from before the upgrade"
            )
        }
        guard found < Self.version || isEmpty else { return }
        try connection.execute("BEGIN IMMEDIATE")
        do {
            for step in Self.steps[Int(found)...] { try connection.execute(step) }
            try connection.execute("PRAGMA application_id = \(Self.applicationID)")
            try connection.execute("PRAGMA user_version = \(Self.version)")
            try connection.execute("COMMIT")
        } catch {
            try? connection.execute("ROLLBACK")
            throw error
        }
    }
}
