package dev.signalbox.events;

import dev.signalbox.conf.Settings;
import java.time.Duration;

/**
 * The {@code events} block of {@code conf/signalbox.yaml}.
 *
 * @param maxMessageBytes longest message, in UTF-8
 * @param maxMetadataBytes longest metadata, as JSON text in UTF-8
 * @param maxBodyBytes longest request body, before and after decompression
 * @param queueEvents events that may wait for the database; beyond it the answer is 503
 * @param queueBytes bytes of text that may wait for the database; beyond it the answer is 503
 * @param batchEvents most events in one statement
 * @param batchesInFlight statements under way at once
 * @param readers verticle instances that answer searches
 * @param retention age at which an event's day is dropped
 * @param searchBudget time after which a search answers with what it has found so far
 * @param countBudget time after which a histogram is given up
 */
public record EventsConf(
        int maxMessageBytes,
        int maxMetadataBytes,
        int maxBodyBytes,
        int queueEvents,
        long queueBytes,
        int batchEvents,
        int batchesInFlight,
        int readers,
        Duration retention,
        Duration searchBudget,
        Duration countBudget) {

    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    public static EventsConf from(Settings settings) {
        return new EventsConf(
                (int) settings.bytes("events.max-message", 1, MIB),
                (int) settings.bytes("events.max-metadata", 2, MIB),
                (int) settings.bytes("events.max-body", KIB, 256L * MIB),
                settings.number("events.queue-events", 1, 1_000_000),
                settings.bytes("events.queue-bytes", KIB, 1024L * MIB),
                settings.number("events.batch-events", 1, 20_000),
                settings.number("events.batches-in-flight", 1, 16),
                settings.number("events.readers", 1, 16),
                settings.duration("events.retention", Duration.ofDays(1), Duration.ofDays(36_500)),
                settings.duration("events.search-budget", Duration.ofMillis(100), Duration.ofSeconds(8)),
                settings.duration("events.count-budget", Duration.ofMillis(10), Duration.ofSeconds(8)));
    }
}
