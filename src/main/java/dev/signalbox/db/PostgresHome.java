package dev.signalbox.db;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Where the embedded PostgreSQL keeps what under a data directory.
 *
 * @param root everything but the programs; it appears in one piece, so that where it is, all of it is
 */
record PostgresHome(Path root) {

    private static final Pattern UNQUOTABLE = Pattern.compile("[\"$`\\\\\\p{Cntrl}]");

    /**
     * @throws DatabaseException if the path holds a character that pg_ctl, which goes through a shell, does not quote
     */
    static PostgresHome under(Path dataDir) {
        Path root = dataDir.toAbsolutePath().normalize().resolve("postgresql");
        if (UNQUOTABLE.matcher(root.toString()).find()) {
            throw new DatabaseException("the data directory " + dataDir
                    + " (data.dir) must not have \" $ ` \\ or a control character in its path");
        }
        return new PostgresHome(root);
    }

    /** What PostgreSQL calls its data directory. */
    Path cluster() {
        return root.resolve("cluster");
    }

    /** The password of both roles, readable by us alone. */
    Path password() {
        return root.resolve("password");
    }

    /** Our settings, which the server's own postgresql.conf includes. */
    Path settings() {
        return cluster().resolve("signalbox.conf");
    }

    Path access() {
        return cluster().resolve("pg_hba.conf");
    }

    Path pidFile() {
        return cluster().resolve("postmaster.pid");
    }

    Path logs() {
        return root.resolve("log");
    }

    /** What the server says before its own log is open; each start begins it anew. */
    Path startLog() {
        return root.resolve("start.log");
    }
}
