package dev.signalbox.dashboard;

import dev.signalbox.bus.Events;
import io.vertx.core.buffer.Buffer;
import java.util.EnumMap;
import java.util.Map;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/** One event with its frames, each rendered when the first listener needs it and shared by all. One event loop. */
final class Entry {

    /** Objects and headers around the texts of an event; measured to the nearest hundred. */
    private static final int OVERHEAD_BYTES = 300;

    private final Events.Event event;
    private final FrameRenderer renderer;
    private final Map<Format, Buffer> frames = new EnumMap<>(Format.class);
    private @Nullable LongConsumer keeper;
    private long bytes;

    Entry(Events.Event event, FrameRenderer renderer) {
        this.event = event;
        this.renderer = renderer;
        this.bytes = OVERHEAD_BYTES
                + 2L * (event.message().length() + event.metadata().length())
                + event.origin().length()
                + event.owner().length();
    }

    Events.Event event() {
        return event;
    }

    long id() {
        return event.id();
    }

    /** An upper estimate of what the event and the frames rendered so far take. */
    long bytes() {
        return bytes;
    }

    /** Who is told by how many bytes this entry grows; null when nobody keeps it any more. */
    void keptBy(@Nullable LongConsumer newKeeper) {
        keeper = newKeeper;
    }

    Buffer frame(Format format) {
        Buffer known = frames.get(format);
        if (known != null) {
            return known;
        }
        Buffer frame = renderer.render(event, format);
        frames.put(format, frame);
        bytes += frame.length();
        if (keeper != null) {
            keeper.accept(frame.length());
        }
        return frame;
    }
}
