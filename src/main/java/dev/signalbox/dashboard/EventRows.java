package dev.signalbox.dashboard;

import dev.signalbox.bus.Events;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes a list of events with a separator where the day changes, in UTC until script knows better. Thread-safe. */
final class EventRows {

    private final RowRenderer renderer;

    EventRows(RowRenderer renderer) {
        this.renderer = renderer;
    }

    /** @param events newest first */
    String withDays(List<Events.Event> events) {
        StringBuilder out = new StringBuilder();
        LocalDate last = null;
        for (Events.Event event : events) {
            last = appendDay(out, event.at(), last);
            out.append(renderer.html(event)).append('\n');
        }
        return out.toString();
    }

    /** As the stream sends them. */
    String bare(List<Events.Event> events) {
        StringBuilder out = new StringBuilder();
        events.forEach(event -> out.append(renderer.html(event)).append('\n'));
        return out.toString();
    }

    private static LocalDate appendDay(StringBuilder out, Instant at, @Nullable LocalDate last) {
        LocalDate day = LocalDate.ofInstant(at, ZoneOffset.UTC);
        if (!day.equals(last)) {
            out.append("<li class=\"day\"><time datetime=\"").append(day).append("\">");
            out.append(Clock.day(at)).append("</time></li>\n");
        }
        return day;
    }
}
