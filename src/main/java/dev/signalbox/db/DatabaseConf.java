package dev.signalbox.db;

import dev.signalbox.conf.Settings;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The {@code database} section of the settings.
 *
 * @param url the external database; null runs the embedded one
 * @param poolSize connections that this node opens at most
 * @param poolQueue requests that may wait for a connection; one more fails at once
 * @param poolWait how long a request waits for a connection, a new one to be opened included, before it fails
 * @param statementTimeout after which PostgreSQL cancels a statement
 */
public record DatabaseConf(
        @Nullable DatabaseUrl url, int poolSize, int poolQueue, Duration poolWait, Duration statementTimeout) {

    /** With the wait for a connection, well under the minute after which the store takes its past as settled. */
    private static final Duration LONGEST_STATEMENT = Duration.ofSeconds(30);

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    /** The embedded server allows 40 connections, 3 of them to its administrator. */
    private static final int LARGEST_POOL = 32;

    /** A queued request holds its message in memory: 100 000 of 64 KiB would be 6 GiB. */
    private static final int LONGEST_QUEUE = 10_000;

    /** Reads the section; what is wrong is noted in {@code settings} and replaced by something harmless. */
    public static DatabaseConf from(Settings settings) {
        return new DatabaseConf(
                url(settings),
                settings.number("database.pool-size", 1, LARGEST_POOL),
                settings.number("database.pool-queue", 1, LONGEST_QUEUE),
                settings.duration("database.pool-wait", Duration.ofMillis(100), LONGEST_WAIT),
                settings.duration("database.statement-timeout", Duration.ofMillis(100), LONGEST_STATEMENT));
    }

    private static @Nullable DatabaseUrl url(Settings settings) {
        String url = settings.text("database.url");
        if (url.isEmpty()) {
            return null;
        }
        try {
            return DatabaseUrl.parse(url);
        } catch (IllegalArgumentException e) {
            settings.mistake("database.url", String.valueOf(e.getMessage()));
            return null;
        }
    }
}
