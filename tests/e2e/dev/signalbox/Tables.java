package dev.signalbox;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;

/** The tables of a node's embedded database, looked into from outside, and locked so that the node waits. One thread. */
final class Tables implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Connection looking;
    private final Connection locking;

    /** The database must be running; the node need not, and may be killed meanwhile. */
    Tables(NodeProcess node) {
        looking = node.postmaster().connect();
        locking = node.postmaster().connect();
    }

    /** From now on nothing is written into a table; what wants to write waits. */
    void lock(String table) throws SQLException {
        locking.setAutoCommit(false);
        try (Statement statement = locking.createStatement()) {
            statement.execute("lock table " + table + " in share mode");
        }
    }

    /** Returns once a statement that begins so waits for the lock of a table. */
    void awaitWaiting(String table, String statement) {
        await().atMost(PATIENCE).until(() -> !texts("""
                        select pid::text from pg_locks join pg_stat_activity using (pid)
                        where relation = ?::regclass and not granted and query like ? || '%'
                        """, table, statement).isEmpty());
    }

    /** Whoever waited goes on, if it is still there. */
    void unlock() throws SQLException {
        locking.rollback();
    }

    /** The first column of what a query finds. */
    Set<String> texts(String query, String... parameters) throws SQLException {
        try (PreparedStatement statement = looking.prepareStatement(query)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setString(i + 1, parameters[i]);
            }
            Set<String> texts = new HashSet<>();
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    texts.add(rows.getString(1));
                }
            }
            return texts;
        }
    }

    @Override
    public void close() throws SQLException {
        try (looking;
                locking) {
            // Both, whatever becomes of the other.
        }
    }
}
