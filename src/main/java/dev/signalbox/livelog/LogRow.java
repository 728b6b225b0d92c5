package dev.signalbox.livelog;

import dev.signalbox.bus.Livelogs;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One generation as the table has it.
 *
 * @param bytes as of the last change of state
 * @param node whose data directory holds the file
 * @param told the word of the state of which the events have told, empty when of none; or "owes" and the words of what they
 *     are to tell before the present state
 */
record LogRow(
        LogKey key,
        State state,
        long bytes,
        Instant started,
        @Nullable Instant ended,
        Producer producer,
        String node,
        String told) {

    Livelogs.Log message(List<Long> rates) {
        return new Livelogs.Log(
                key.stream(),
                key.generation(),
                state.word(),
                bytes,
                started,
                ended,
                producer.address(),
                producer.contentType(),
                producer.contentEncoding(),
                rates);
    }

    LogRow withBytes(long known) {
        return new LogRow(key, state, known, started, ended, producer, node, told);
    }

    /**
     * A strong validator (RFC 9110 §8.8.3), only once the bytes cannot change any more. Generations count from 1 again when a
     * stream was removed, so the number alone would not do.
     *
     * @param now the state, which the row may be behind
     * @param length in that state
     */
    @Nullable
    String etag(State now, long length) {
        return now == State.DONE
                ? "\"" + key.generation() + "-" + Long.toString(started.toEpochMilli(), 36) + "-" + length + "\""
                : null;
    }

    @Nullable
    String etag() {
        return etag(state, bytes);
    }
}
