package dev.signalbox.db;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * What the embedded server is told. Written anew before each start; a server found running is taken over only if it was
 * started with the very same text.
 */
final class PostgresSettings {

    /** Over the network of this machine alone, and with the password: other users of the machine are strangers too. */
    private static final String ACCESS = "host all all 127.0.0.1/32 scram-sha-256\n";

    private PostgresSettings() {}

    /**
     * The settings of a server that runs from {@code binaries}, which the first line names: they too must be the same.
     */
    static String text(PostgresHome home, Path binaries) {
        return "# Written by Signalbox before each start of " + binaries.getFileName() + "; changes here are lost.\n"
                + "log_directory = '" + home.logs().toString().replace("'", "''") + "'\n"
                + CONNECTIONS + DURABILITY + SPEED + HOUSEKEEPING + LOG;
    }

    static void write(PostgresHome home, Path binaries) throws IOException {
        Files.createDirectories(home.logs());
        replace(home.settings(), text(home, binaries));
        replace(home.access(), ACCESS);
    }

    /** Whether the server that was last started here was told exactly this. */
    static boolean unchanged(PostgresHome home, Path binaries) {
        try {
            return Files.readString(home.settings()).equals(text(home, binaries));
        } catch (IOException e) {
            return false;
        }
    }

    private static void replace(Path file, String text) throws IOException {
        if (Files.exists(file) && Files.readString(file).equals(text)) {
            // A server that died of a full disk must be able to come back without our needing any of it.
            return;
        }
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try (FileChannel channel = FileChannel.open(
                fresh, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            channel.write(StandardCharsets.UTF_8.encode(text));
            channel.force(true);
        }
        Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static final String CONNECTIONS = """

            # A password over loopback only; the port is on the command line, since it differs from start to start.
            listen_addresses = '127.0.0.1'
            unix_socket_directories = ''
            max_connections = 40
            superuser_reserved_connections = 3
            # A killed node must not leave its longest query running for nobody.
            client_connection_check_interval = 5s
            """;

    private static final String DURABILITY = """

            # A commit that was answered is on the disk. Cheap here, because rows are committed in groups.
            fsync = on
            synchronous_commit = on
            full_page_writes = on
            # As small as it is, the log soon goes round in files that are there: a commit that needs a new one waits some
            # 30 ms until it is filled with zeros, which until 2 GB were written was one in a hundred.
            wal_compression = pglz
            wal_buffers = 16MB
            min_wal_size = 512MB
            max_wal_size = 512MB
            checkpoint_timeout = 15min
            """;

    private static final String SPEED = """

            # Sized for two cores and 2 GB of memory, most of which is the system's file cache.
            shared_buffers = 256MB
            effective_cache_size = 1GB
            work_mem = 16MB
            maintenance_work_mem = 64MB
            temp_file_limit = 4GB
            random_page_cost = 1.1
            # Compiling a query takes longer than the short queries of a page do.
            jit = off
            # Searching messages is a sequential scan over one partition a day: use both cores, and soon.
            max_parallel_workers_per_gather = 2
            max_parallel_workers = 4
            parallel_setup_cost = 100
            min_parallel_table_scan_size = 4MB
            """;

    private static final String HOUSEKEEPING = """

            # Events are only added, so vacuum is there to freeze and map them; the outbox empties as fast as it fills
            # and is visited often, so that it stays small.
            autovacuum = on
            autovacuum_max_workers = 2
            autovacuum_naptime = 15s
            autovacuum_vacuum_insert_scale_factor = 0.2
            autovacuum_analyze_scale_factor = 0.05
            """;

    private static final String LOG = """

            # Signalbox removes the oldest files, see PostgresWatch.
            logging_collector = on
            log_filename = 'postgresql-%Y%m%dT%H%M%S.log'
            log_file_mode = 0600
            log_rotation_size = 8MB
            log_rotation_age = 1d
            log_line_prefix = '%m [%p] %a '
            # A slow statement is worth knowing, what people wrote into it is not.
            log_min_duration_statement = 2s
            log_parameter_max_length = 0
            log_timezone = 'UTC'
            timezone = 'UTC'
            """;
}
