package dev.signalbox.triggers;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What came of one try. {@link Schedule#verdict} says what follows from it.
 *
 * @param status 0 when there was no answer
 * @param latencyMillis from the beginning of the try to the end of the answer
 * @param error in words; empty when the target accepted the delivery
 * @param snippet the beginning of the answer
 * @param signed whether the delivery had signatures
 * @param retryAfter what the target asked for; null when it did not
 * @param ours whether it failed for a reason that the target has no part in, before anything was sent
 */
record Outcome(
        int status,
        long latencyMillis,
        String error,
        String snippet,
        boolean signed,
        @Nullable Duration retryAfter,
        boolean ours) {}
