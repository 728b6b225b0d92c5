package dev.signalbox.web;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.buffer.Buffer;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Undoes a body's compression piece by piece, so that a bomb is noticed while it is still small. Blocks. */
final class Unpacking {

    private static final int PIECE = 16 << 10;

    private final Encoding encoding;
    private final BodyBudget budget;
    private long held;

    Unpacking(Encoding encoding, BodyBudget budget) {
        this.encoding = encoding;
        this.budget = budget;
    }

    /** Bytes taken from the budget for what was unpacked; nothing after a failure. */
    long held() {
        return held;
    }

    /**
     * @return null when the body is longer than {@code maxBytes}; nothing is held then
     * @throws FaultException when it is corrupt or the node's budget is used up
     */
    @Nullable
    Buffer unpack(Buffer packed, int maxBytes) {
        Buffer out = Buffer.buffer(Math.min(maxBytes, 4 * packed.length()));
        try (InputStream in = encoding.open(new BufferInput(packed))) {
            byte[] piece = new byte[PIECE];
            for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
                if (n > maxBytes - out.length()) {
                    release();
                    return null;
                }
                hold(n);
                out.appendBytes(piece, 0, n);
            }
            return out;
        } catch (EOFException e) {
            throw corrupt("it ends too early");
        } catch (IOException e) {
            throw corrupt(String.valueOf(e.getMessage()));
        }
    }

    private void hold(int bytes) {
        if (!budget.take(bytes)) {
            release();
            throw new FaultException(BodyReader.overBudget());
        }
        held += bytes;
    }

    private void release() {
        budget.give(held);
        held = 0;
    }

    private FaultException corrupt(String why) {
        release();
        return new FaultException(new Fault.Invalid(
                "", "the body is not valid " + encoding.name().toLowerCase(Locale.ROOT) + ": " + why));
    }
}
