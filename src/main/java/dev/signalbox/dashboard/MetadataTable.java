package dev.signalbox.dashboard;

import dev.signalbox.bus.Events;
import org.jspecify.annotations.Nullable;

/** Writes an event's metadata as a table of its members, nested ones as indented JSON. Single use, one thread. */
final class MetadataTable implements JsonText.Members {

    private final StringBuilder out;
    private final int maxMembers;
    private final int maxChars;
    private int members;
    private boolean cut;

    private MetadataTable(StringBuilder out, int maxMembers, int maxChars) {
        this.out = out;
        this.maxMembers = maxMembers;
        this.maxChars = maxChars;
    }

    /** All of it. Writes nothing when there is none. */
    static void append(StringBuilder out, Events.Event event) {
        append(out, event, Integer.MAX_VALUE, Integer.MAX_VALUE);
    }

    /**
     * The first {@code maxMembers}, and of each value the first {@code maxChars}. Writes nothing when there is none.
     *
     * @return whether something was left out
     */
    static boolean append(StringBuilder out, Events.Event event, int maxMembers, int maxChars) {
        String json = event.metadata();
        if (json.length() <= 2) {
            return false;
        }
        MetadataTable table = new MetadataTable(out, maxMembers, maxChars);
        int start = out.length();
        out.append("<table class=\"meta\"><caption class=\"vh\">Metadata</caption><tbody>");
        if (JsonText.eachMember(json, table)) {
            out.append("</tbody></table>");
        } else {
            out.setLength(start);
            out.append("<pre class=\"msg\">");
            table.value(json);
            out.append("</pre>");
        }
        return table.cut;
    }

    @Override
    public void member(String name, @Nullable String value, boolean nested) {
        members++;
        if (members > maxMembers) {
            cut = true;
            return;
        }
        out.append("<tr><th scope=\"row\">");
        Html.append(out, name);
        out.append("</th><td>");
        String text = String.valueOf(value);
        value(nested ? JsonText.pretty(text) : text);
        out.append("</td></tr>");
    }

    private void value(String value) {
        if (value.length() <= maxChars) {
            Html.append(out, value);
        } else {
            Html.append(out, value, 0, maxChars);
            out.append('…');
            cut = true;
        }
    }
}
