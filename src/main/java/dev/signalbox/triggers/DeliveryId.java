package dev.signalbox.triggers;

import java.time.Instant;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Ids of deliveries: UUIDs of version 7 (RFC 9562), which sort by when the delivery was made. So an id is a place in the
 * list of deliveries, and a range of times is a range of ids.
 */
final class DeliveryId {

    private static final long VERSION = 0x7000L;
    private static final long VARIANT = 1L << 63;
    private static final int SEQUENCE = 0xfff;

    /** Of those whose milliseconds fit into an id, with one bit to spare; in the year 6429. */
    private static final long LAST_SECOND = (1L << 47) / 1_000 - 1;

    private DeliveryId() {}

    /**
     * @param sequence keeps the order of those made in the same millisecond, up to 4 096 of them
     * @param random need not be secret: an id alone opens nothing
     */
    static UUID of(Instant created, int sequence, RandomGenerator random) {
        return new UUID(
                created.toEpochMilli() << 16 | VERSION | Math.min(sequence, SEQUENCE),
                VARIANT | random.nextLong() >>> 2);
    }

    /** No id of that millisecond or later is smaller, and none of an earlier one is larger. */
    static UUID floor(Instant created) {
        // In seconds first: of the most distant times, Java cannot say the milliseconds.
        long seconds = Math.clamp(created.getEpochSecond(), 0, LAST_SECOND);
        long millis = seconds == created.getEpochSecond() ? created.toEpochMilli() : seconds * 1_000;
        return new UUID(millis << 16, 0);
    }
}
