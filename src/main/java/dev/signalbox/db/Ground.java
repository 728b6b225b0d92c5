package dev.signalbox.db;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node's pool stands on: the data directory that is ours alone, a server that answers, a schema of this version.
 * Blocking.
 *
 * @param embedded null where the database is somebody else's
 * @param description for logs and pages; no secrets
 */
record Ground(DataLock lock, @Nullable EmbeddedPostgres embedded, DatabaseUrl url, String description) {

    private static final Logger LOGGER = LoggerFactory.getLogger(Ground.class);

    /** The oldest major version that our SQL is written for, as server_version_num has it. */
    private static final int OLDEST_SERVER = 150_000;

    /** @throws DatabaseException if it cannot be had; then nothing of it is left held or running */
    static Ground prepare(DatabaseConf conf, Path dataDir) {
        DataLock lock = DataLock.take(dataDir);
        try {
            DatabaseUrl external = conf.url();
            return external == null ? embedded(lock, dataDir) : external(lock, external);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /** Stops the embedded server, if any, and gives up the data directory. Once is enough, twice does no harm. */
    void leave() {
        try {
            if (embedded != null) {
                embedded.stop();
            }
        } finally {
            lock.close();
        }
    }

    private static Ground embedded(DataLock lock, Path dataDir) {
        EmbeddedPostgres server = EmbeddedPostgres.start(dataDir);
        try {
            Migrations.run(server.url());
            return new Ground(lock, server, server.url(), "embedded PostgreSQL " + server.version());
        } catch (RuntimeException e) {
            server.stop();
            throw e;
        }
    }

    private static Ground external(DataLock lock, DatabaseUrl url) {
        String version = examine(url);
        Migrations.run(url);
        return new Ground(lock, null, url, "PostgreSQL " + version + " at " + url.host() + ":" + url.port());
    }

    /** The version of a server that we can work with. */
    private static String examine(DatabaseUrl url) {
        try (Connection connection = Jdbc.connect(url)) {
            String version = Jdbc.value(connection, "show server_version");
            if (Integer.parseInt(Jdbc.value(connection, "show server_version_num")) < OLDEST_SERVER) {
                throw new DatabaseException("PostgreSQL " + version + " (database.url, " + url
                        + ") is too old; Signalbox needs 15 or newer");
            }
            if (Jdbc.value(connection, "select pg_is_in_recovery()").equals("t")) {
                throw new DatabaseException("PostgreSQL (database.url, " + url + ") is a read-only standby");
            }
            if (!Jdbc.value(connection, "show fsync").equals("on")) {
                LOGGER.atWarn()
                        .addKeyValue("server", url)
                        .log("PostgreSQL runs with fsync off: a power cut loses events");
            }
            return version;
        } catch (SQLException e) {
            throw new DatabaseException("PostgreSQL (database.url, " + url + ") cannot be used: " + e.getMessage(), e);
        }
    }
}
