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

    /**
     * Writes nothing when there is no metadata.
     *
     * @param maxMembers how many are shown
     * @param maxChars how much of each value is shown
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
        boolean readable = JsonText.eachMember(json, table);
        if (!readable) {
            out.setLength(start);
            out.append("<pre class=\"msg\">");
            table.value(json);
            out.append("</pre>");
        } else {
            out.append("</tbody></table>");
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
        value(nested && value != null && value.length() <= maxChars ? JsonText.pretty(value) : String.valueOf(value));
        out.append("</td></tr>");
    }

    private void value(String value) {
        Html.append(out, value, 0, Math.min(value.length(), maxChars * 4));
        if (value.length() > maxChars * 4) {
            out.append('…');
            cut = true;
        }
    }
}
