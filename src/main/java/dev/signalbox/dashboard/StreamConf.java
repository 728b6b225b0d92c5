package dev.signalbox.dashboard;

import dev.signalbox.conf.Settings;
import java.time.Duration;

/**
 * The {@code stream} block of {@code conf/signalbox.yaml}. Every limit holds for each web instance by itself.
 *
 * @param ringEvents the newest events kept for all listeners together; one that falls further behind reads from the store
 * @param ringBytes what those events and their rendered frames may take
 * @param catchUps questions to the store at the same time; more listeners that are behind wait their turn
 * @param maxListeners open streams; one more is told to come back later
 * @param pace shortest time between two writes to the same listener while events keep coming; 0 writes at once
 * @param heartbeat longest silence on a stream
 */
public record StreamConf(
        int ringEvents, int ringBytes, int catchUps, int maxListeners, Duration pace, Duration heartbeat) {

    public static StreamConf from(Settings settings) {
        return new StreamConf(
                settings.number("stream.ring-events", 16, 1_000_000),
                (int) settings.bytes("stream.ring-bytes", 65_536, 1L << 30),
                settings.number("stream.catch-ups", 1, 64),
                settings.number("stream.max-listeners", 1, 100_000),
                settings.duration("stream.pace", Duration.ZERO, Duration.ofSeconds(1)),
                settings.duration("stream.heartbeat", Duration.ofMillis(100), Duration.ofSeconds(5)));
    }
}
