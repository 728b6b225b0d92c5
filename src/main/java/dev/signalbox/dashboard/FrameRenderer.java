package dev.signalbox.dashboard;

import dev.signalbox.bus.EventJson;
import dev.signalbox.bus.Events;
import io.vertx.core.buffer.Buffer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns an event into the frame that listeners of a format are sent. */
final class FrameRenderer {

    private static final Logger LOGGER = LoggerFactory.getLogger(FrameRenderer.class);

    private final Function<Events.Event, String> rowHtml;

    FrameRenderer(Function<Events.Event, String> rowHtml) {
        this.rowHtml = rowHtml;
    }

    Buffer render(Events.Event event, Format format) {
        return switch (format) {
            case ROW -> row(event);
            case JSON -> SseFrame.event(event.id(), EventJson.write(event));
        };
    }

    private Buffer row(Events.Event event) {
        try {
            return SseFrame.event(event.id(), rowHtml.apply(event));
        } catch (RuntimeException e) {
            // Let through, it would come back with every write and no listener would get past this event.
            LOGGER.atError().addKeyValue("event", event.id()).setCause(e).log("event could not be rendered as a row");
            return SseFrame.position(event.id());
        }
    }
}
