package dev.signalbox.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.signalbox.bus.Fault;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk of its own for the database, which only root can make; skipped for everybody else. */
class FullDiskIT {

    @TempDir
    Path disk;

    private final Vertx vertx = Vertx.vertx();

    @BeforeEach
    void mount() throws Exception {
        assumeTrue(run("mount", "-t", "tmpfs", "-o", "size=400m", "tmpfs", disk.toString()));
    }

    @AfterEach
    void unmount() throws Exception {
        vertx.close().await(10, TimeUnit.SECONDS);
        run("umount", disk.toString());
    }

    @Test
    void aFullDiskIsUnavailableAndOneWithRoomAgainIsNot() throws Exception {
        Database database = Database.open(vertx, DatabaseIT.conf(null), disk).await(60, TimeUnit.SECONDS);
        Pool pool = database.pool();
        DatabaseIT.value(pool, "create table filled (kept bigint generated always as identity, word text)");
        fill();

        await().atMost(Duration.ofSeconds(60)).until(() -> insert(pool) != null);
        Fault full = faultOf(insert(pool));
        Files.delete(disk.resolve("filler"));

        assertThat(full).isInstanceOf(Fault.Unavailable.class);
        await().atMost(Duration.ofSeconds(60)).until(() -> insert(pool) == null);
        DatabaseIT.close(database);
    }

    private static Fault faultOf(@Nullable Throwable cause) {
        return SqlFaults.translate(cause == null ? new IllegalStateException("the disk is not full") : cause)
                .fault();
    }

    /** Inserts 8 MB; the failure, which must be "unavailable" at all times, or null. */
    private static @Nullable Throwable insert(Pool pool) {
        try {
            DatabaseIT.value(
                    pool,
                    "insert into filled (word) select md5(n::text) || repeat('x', 900)"
                            + " from generate_series(1, 8000) n");
            return null;
        } catch (Exception cause) {
            assertThat(faultOf(cause)).isInstanceOf(Fault.Unavailable.class);
            return cause;
        }
    }

    private void fill() throws IOException {
        try (FileChannel filler =
                FileChannel.open(disk.resolve("filler"), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            ByteBuffer megabyte = ByteBuffer.allocate(1 << 20);
            while (Files.getFileStore(disk).getUsableSpace() > 24 << 20) {
                filler.write(megabyte.clear());
            }
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        return new ProcessBuilder(command).redirectErrorStream(true).start().waitFor() == 0;
    }
}
