package dev.signalbox.bench;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** What one reader of a live log got: counted, and on request checked and timed. One thread writes, others may look. */
final class LogContent {

    /** What is done with the content. */
    enum Care {
        COUNT,
        CHECK
    }

    private final Care care;
    private final Delays delays;
    private final CRC32C crc = new CRC32C();
    private long stamp;
    private volatile long bytes;
    private volatile boolean whole;

    /** @param delays null where they are of no interest */
    LogContent(Care care, Delays delays) {
        this.care = care;
        this.delays = delays;
    }

    /** Takes all of {@code from}. */
    void take(ByteBuffer from) {
        int count = from.remaining();
        if (delays != null) {
            time(from);
        }
        if (care == Care.CHECK) {
            crc.update(from);
        }
        bytes += count;
    }

    /** The log came to a proper end. */
    void end() {
        whole = true;
    }

    boolean whole() {
        return whole;
    }

    /** Whether it came to a proper end and has exactly these bytes. */
    boolean is(LogProducer.Sent sent) {
        return whole && bytes == sent.bytes() && (care == Care.COUNT || crc.getValue() == sent.crc());
    }

    /** Looks at the times in the content, each of which may be divided between this call and the next. */
    private void time(ByteBuffer from) {
        long now = System.nanoTime();
        long start = bytes;
        int index = from.position();
        while (index < from.limit()) {
            int within = (int) ((start + index - from.position()) % delays.chunk);
            int stampIn = delays.chunk - LogProducer.STAMP - within;
            if (stampIn > 0) {
                index += stampIn;
            } else {
                stamp = (stamp << 8) | (from.get(index++) & 0xff);
                if (within == delays.chunk - 1) {
                    delays.add(stamp, now);
                }
            }
        }
    }

    /** How long each chunk was under way to each of the readers of one thread. */
    static final class Delays {
        private final int chunk;
        private final long fromNanos;
        private int[] micros = new int[1 << 16];
        private int count;

        /**
         * @param chunk of the producer
         * @param fromNanos what was sent before is not timed
         */
        Delays(int chunk, long fromNanos) {
            this.chunk = chunk;
            this.fromNanos = fromNanos;
        }

        /** To be called when the thread has ended. */
        int[] micros() {
            return Arrays.copyOf(micros, count);
        }

        private void add(long sentNanos, long now) {
            if (sentNanos - fromNanos >= 0) {
                micros = count < micros.length ? micros : Arrays.copyOf(micros, count * 2);
                micros[count++] = (int) ((now - sentNanos) / 1_000);
            }
        }
    }
}
