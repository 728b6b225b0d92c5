package dev.signalbox.bus;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is said of live logs. Their bytes do not come this way: they go between connections and files. */
public interface Livelogs {

    /** Newest first. */
    Call<Find, Found> FIND = Call.onNode("livelogs.find");

    /** One generation; {@link Fault.NotFound} when there is none. */
    Call<Get, Log> GET = Call.onNode("livelogs.get");

    /** Removes the ended generations of a stream; {@link Fault.Conflict} while it is live. */
    Call<Remove, Removed> REMOVE = Call.onNode("livelogs.remove");

    /** Where a line begins, or which line a byte is in. */
    Call<Locate, Located> LOCATE = Call.onNode("livelogs.locate");

    /** Lines with a text. */
    Call<Grep, Grepped> GREP = Call.onNode("livelogs.grep");

    /** A few bytes of a log, for a page that is rendered on the node. */
    Call<Read, Piece> READ = Call.onNode("livelogs.read");

    /** Who asked does not wait for the answer any more. */
    Topic<Left> LEFT = new Topic<>("livelogs.left", Reach.NODE);

    /** Where logs come in and go out beside the main port. */
    Call<AskPorts, Ports> PORTS = Call.onNode("livelogs.ports");

    /** Every message of this conversation. */
    sealed interface Message extends dev.signalbox.bus.Message
            permits Find,
                    Found,
                    Get,
                    Log,
                    Remove,
                    Removed,
                    Locate,
                    Located,
                    Grep,
                    Grepped,
                    Read,
                    Piece,
                    Left,
                    AskPorts,
                    Ports {}

    /**
     * One generation of a stream.
     *
     * @param generation counts a stream's PUTs, from 1
     * @param state {@code live}, {@code done} or {@code broken}
     * @param bytes so far
     * @param ended null while live
     * @param producer address of the client that sends it
     * @param contentType as the producer declared it; empty when it did not
     * @param contentEncoding as the producer declared it; empty when the bytes are the log itself
     * @param rates bytes per second while live, oldest first, one figure for each of the last seconds; else empty
     */
    record Log(
            String stream,
            int generation,
            String state,
            long bytes,
            Instant started,
            @Nullable Instant ended,
            String producer,
            String contentType,
            String contentEncoding,
            List<Long> rates)
            implements Message {
        public Log {
            rates = List.copyOf(rates);
        }
    }

    /**
     * @param stream only this stream's; empty for all
     * @param before only what started before this; null for the newest
     * @param limit 1 to 1 000
     */
    record Find(String stream, @Nullable Instant before, int limit) implements Message {

        /**
         * As requests ask.
         *
         * @param before empty or null for the newest
         * @throws FaultException {@link Fault.Invalid} when it is no time
         */
        public static Find of(String stream, @Nullable String before, int limit) {
            try {
                Instant time = before == null || before.isEmpty() ? null : Instant.parse(before);
                return new Find(stream, time, limit);
            } catch (DateTimeParseException e) {
                throw new FaultException(new Fault.Invalid("before", "must be a time such as 2026-11-20T08:00:00Z"));
            }
        }
    }

    /** @param next the {@code before} of what follows; null when nothing does */
    record Found(List<Log> logs, @Nullable Instant next) implements Message {
        public Found {
            logs = List.copyOf(logs);
        }
    }

    /** @param generation 0 for the latest */
    record Get(String stream, int generation) implements Message {}

    /** @param generation 0 for all of the stream */
    record Remove(String stream, int generation) implements Message {}

    /** @param generations how many are gone */
    record Removed(int generations) implements Message {}

    /**
     * @param generation 0 for the latest
     * @param line counted from 1; 0 to ask by {@code offset}
     * @param offset of a byte; looked at when {@code line} is 0
     * @param asker a name by which the asker may leave; empty when it will not
     */
    record Locate(String stream, int generation, long line, long offset, String asker) implements Message {}

    /**
     * @param line the line, or the last one when the log has fewer
     * @param offset of its first byte
     * @param lines how many the log has; one that is not ended by a newline counts
     * @param length how many bytes were looked at
     */
    record Located(long line, long offset, long lines, long length) implements Message {}

    /**
     * @param generation 0 for the latest
     * @param text to be found as it is, letters of ASCII in either case; not empty
     * @param from the offset of a byte: where to begin; within a line, its rest is searched
     * @param limit 1 to 1 000
     * @param asker a name by which the asker may leave; empty when it will not
     */
    record Grep(String stream, int generation, String text, long from, int limit, String asker) implements Message {}

    /**
     * @param hits lines with the text, first to last, at most the limit
     * @param through how far was looked: the {@code from} of what follows. In a line that takes longer to search than one
     *     question may, so that the next finds that line again if its rest has the text too
     * @param complete whether that is the end of the log as it is
     */
    record Grepped(List<Hit> hits, long through, boolean complete) implements Message {
        public Grepped {
            hits = List.copyOf(hits);
        }
    }

    /** @param offset of the line's first byte */
    record Hit(long line, long offset) {}

    /**
     * @param generation 0 for the latest
     * @param offset of the first byte
     * @param limit how many bytes at most, 1 to {@value #MOST_BYTES}
     */
    record Read(String stream, int generation, long offset, int limit) implements Message {

        /** What passes over the bus at once; more is fetched over HTTP. */
        public static final int MOST_BYTES = 64 << 10;
    }

    /**
     * @param bytes one character for each byte (ISO 8859-1); empty at and beyond the end
     * @param length of the log at that moment
     */
    record Piece(String bytes, long length) implements Message {}

    /** @param asker as in the questions */
    record Left(String asker) implements Message {}

    record AskPorts() implements Message {}

    /**
     * @param putPort 0 when it does not listen
     * @param getPort 0 when it does not listen
     * @param tls whether the GET port speaks TLS
     * @param token part of the address of every log on the GET port
     */
    record Ports(String putHost, int putPort, String getHost, int getPort, boolean tls, String token)
            implements Message {}
}
