package dev.signalbox.dashboard;

import dev.signalbox.bus.Events;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Writes one event as a row of the list: the same HTML in the page and in the stream that keeps it live. Written by hand,
 * because it runs for every event that any browser watches, and Handlebars takes several times as long for so many small
 * parts. Thread-safe.
 */
public final class RowRenderer {

    /** What of a message a row holds; a page of a hundred rows of 64 KiB each would be read by nobody. */
    static final int MESSAGE_CHARS = 8_192;

    private static final int METADATA_MEMBERS = 50;
    private static final int METADATA_CHARS = 512;
    private static final int TYPICAL_CHARS = 1_400;

    private final InstantSource clock;

    public RowRenderer() {
        this(InstantSource.system());
    }

    RowRenderer(InstantSource clock) {
        this.clock = clock;
    }

    /** An {@code <li>} with {@code id="e<event id>"} and {@code data-id}. Has line feeds, but no carriage returns. */
    public String html(Events.Event event) {
        StringBuilder out = new StringBuilder(TYPICAL_CHARS + event.message().length());
        String severity = event.severity().word();
        out.append("<li class=\"row s-").append(severity).append("\" id=\"e").append(event.id());
        out.append("\" data-id=\"").append(event.id()).append("\">");
        appendTime(out, event);
        out.append("<span class=\"sev\"><i></i>").append(severity).append("</span>");
        appendOrigin(out, event.origin());
        out.append("<span class=\"owner\" title=\"sent by ");
        Html.append(out, event.owner());
        out.append("\">");
        Html.append(out, event.owner());
        out.append("</span>");
        appendMessage(out, event);
        return out.append("</details></li>").toString();
    }

    private void appendTime(StringBuilder out, Events.Event event) {
        Instant at = event.at();
        out.append("<a class=\"at\" href=\"/events/")
                .append(event.id())
                .append("\"><time datetime=\"")
                .append(at);
        out.append("\" title=\"").append(Clock.exact(at)).append("\">");
        out.append(Clock.ago(at, clock.instant())).append("</time></a>");
    }

    private static void appendOrigin(StringBuilder out, String origin) {
        if (origin.isEmpty()) {
            out.append("<span class=\"origin none\" title=\"no origin\">–</span>");
            return;
        }
        out.append("<a class=\"origin\" href=\"/?origin=");
        out.append(URLEncoder.encode(origin, StandardCharsets.UTF_8)).append("\" title=\"only from ");
        Html.append(out, origin);
        out.append("\">");
        Html.append(out, origin);
        out.append("</a>");
    }

    private static void appendMessage(StringBuilder out, Events.Event event) {
        MessageText text = MessageText.of(event.message(), MESSAGE_CHARS);
        out.append(text.full().isEmpty() ? "<details>" : "<details class=\"has-full\">");
        out.append("<summary><span class=\"line\">");
        if (text.line().isBlank()) {
            out.append("<em>(blank)</em>");
        } else {
            Ansi.append(out, text.line(), 0, text.lineEnd());
            out.append(text.lineEnd() < text.line().length() ? "…" : "");
        }
        out.append("</span>");
        if (text.moreLines() > 0) {
            out.append("<span class=\"plus\">+").append(text.moreLines());
            out.append(text.moreLines() == 1 ? " line" : " lines").append("</span>");
        }
        out.append("</summary><div class=\"more\">");
        if (!text.full().isEmpty()) {
            out.append("<pre class=\"msg\">");
            Ansi.append(out, text.full(), 0, text.fullEnd());
            out.append("</pre>");
        }
        boolean cut = MetadataTable.append(out, event, METADATA_MEMBERS, METADATA_CHARS);
        appendFacts(out, event, cut || text.cut());
        out.append("</div>");
    }

    private static void appendFacts(StringBuilder out, Events.Event event, boolean cut) {
        out.append("<p class=\"facts\"><a href=\"/events/").append(event.id()).append("\">");
        out.append(cut ? "Too long for a row: show all of it" : "Open").append("</a> <span>kind ");
        Html.append(out, event.kind());
        out.append("</span> <span>id ").append(event.id()).append("</span></p>");
    }
}
