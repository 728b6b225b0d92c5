package dev.signalbox.db;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The files of the embedded database, and what a new one is given: a password nobody chose, an administrator
 * {@code postgres}, and the role and database {@code signalbox} that the node works with. The node's role is no
 * superuser: a hole in a query must not become a shell on the machine.
 */
final class Cluster {

    private static final Logger LOGGER = LoggerFactory.getLogger(Cluster.class);

    private static final String ADMIN = "postgres";
    private static final String NAME = "signalbox";
    private static final int PASSWORD_BYTES = 24;
    private static final Duration INIT = Duration.ofMinutes(2);

    private final PostgresHome home;
    private final String password;

    private Cluster(PostgresHome home, String password) {
        this.home = home;
        this.password = password;
    }

    /**
     * Opens the cluster of this home, made first if there is none.
     *
     * @throws DatabaseException if it cannot be made, or has lost its password
     */
    static Cluster open(PostgresHome home, PostgresTools tools) {
        try {
            if (!Files.exists(home.root())) {
                create(home, tools);
            }
            return new Cluster(home, Files.readString(home.password()).trim());
        } catch (IOException e) {
            throw new DatabaseException("the embedded database in " + home.root() + " cannot be opened: " + e, e);
        }
    }

    /** The node's own database on a server that listens on this port. */
    DatabaseUrl url(int port) {
        return new DatabaseUrl("127.0.0.1", port, NAME, NAME, password, Map.of());
    }

    DatabaseUrl admin(int port) {
        return new DatabaseUrl("127.0.0.1", port, ADMIN, ADMIN, password, Map.of());
    }

    /** Whether the server on this port takes our password and serves these very files. */
    boolean isServedOn(int port) {
        try (Connection admin = Jdbc.connect(admin(port))) {
            return Files.isSameFile(Path.of(Jdbc.value(admin, "show data_directory")), home.cluster());
        } catch (SQLException | IOException e) {
            LOGGER.atInfo()
                    .addKeyValue("port", port)
                    .addKeyValue("cause", e.getMessage())
                    .log("not our PostgreSQL");
            return false;
        }
    }

    /**
     * Makes the role and the database where they are missing, as after a kill in the middle of the very first start.
     *
     * @return the version of the server
     */
    String furnish(int port) {
        try (Connection admin = Jdbc.connect(admin(port))) {
            if (Jdbc.value(admin, "select count(*) from pg_roles where rolname = 'signalbox'")
                    .equals("0")) {
                Jdbc.run(admin, "create role signalbox login password '" + password + "'");
            }
            if (Jdbc.value(admin, "select count(*) from pg_database where datname = 'signalbox'")
                    .equals("0")) {
                Jdbc.run(admin, "create database signalbox owner signalbox");
            }
            return Jdbc.value(admin, "show server_version");
        } catch (SQLException e) {
            throw new DatabaseException(
                    "the embedded PostgreSQL refuses its administrator; is " + home.password()
                            + " still the file it was made with? (" + e.getMessage() + ")",
                    e);
        }
    }

    /** Works beside the home and moves it in place as a whole: a kill on the way leaves nothing that looks finished. */
    private static void create(PostgresHome home, PostgresTools tools) throws IOException {
        PostgresHome unfinished = new PostgresHome(home.root().resolveSibling("postgresql.part"));
        Trees.delete(unfinished.root());
        Files.createDirectory(
                unfinished.root(), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        writePassword(unfinished.password());
        initialise(unfinished, tools);
        Files.writeString(
                unfinished.cluster().resolve("postgresql.conf"),
                "\ninclude '" + home.settings().getFileName() + "'\n",
                StandardOpenOption.APPEND,
                StandardOpenOption.SYNC);
        Trees.sync(unfinished.root());
        Files.move(unfinished.root(), home.root(), StandardCopyOption.ATOMIC_MOVE);
        Trees.sync(home.root().resolveSibling(""));
        LOGGER.atInfo().addKeyValue("directory", home.root()).log("embedded database created");
    }

    /**
     * The built-in C.UTF-8 locale sorts by code point, which no upgrade of a C library can change under an index, and
     * knows the letters of all scripts when case is ignored. Plain C would make ILIKE a quarter faster, and blind to É.
     */
    private static void initialise(PostgresHome home, PostgresTools tools) {
        tools.run(
                "initdb",
                INIT,
                "--pgdata=" + home.cluster(),
                "--username=" + ADMIN,
                "--pwfile=" + home.password(),
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--data-checksums");
    }

    private static void writePassword(Path file) throws IOException {
        byte[] random = new byte[PASSWORD_BYTES];
        new SecureRandom().nextBytes(random);
        Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(
                file, HexFormat.of().formatHex(random) + "\n", StandardOpenOption.WRITE, StandardOpenOption.SYNC);
    }
}
