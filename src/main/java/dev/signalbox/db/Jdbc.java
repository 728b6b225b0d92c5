package dev.signalbox.db;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.postgresql.ds.PGSimpleDataSource;

/** Blocking connections, for what happens before the pool opens. */
final class Jdbc {

    /** Seconds until an address that does not answer counts as unreachable. */
    private static final int CONNECT_SECONDS = 5;

    private Jdbc() {}

    static PGSimpleDataSource source(DatabaseUrl url) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {url.host()});
        source.setPortNumbers(new int[] {url.port()});
        source.setDatabaseName(url.database());
        source.setUser(url.user());
        source.setPassword(url.password());
        source.setSslMode(url.options().getOrDefault("sslmode", "disable"));
        String rootCertificate = url.options().get("sslrootcert");
        if (rootCertificate != null) {
            source.setSslRootCert(rootCertificate);
        }
        source.setApplicationName("signalbox start");
        source.setConnectTimeout(CONNECT_SECONDS);
        source.setLoginTimeout(CONNECT_SECONDS);
        return source;
    }

    static Connection connect(DatabaseUrl url) throws SQLException {
        return source(url).getConnection();
    }

    /** The single value that a query without parameters yields. */
    static String value(Connection connection, String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            rows.next();
            return rows.getString(1);
        }
    }

    static void run(Connection connection, String command) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(command);
        }
    }
}
