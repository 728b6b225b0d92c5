package dev.signalbox.dashboard;

import com.github.jknack.handlebars.Handlebars;
import org.jspecify.annotations.Nullable;

/**
 * What the page of one log shows.
 *
 * @param window the stretch that the page holds; null when its bytes are packed
 * @param lineCount of the log; 0 when that is not known
 * @param found what a search without script has come to; null when nothing was looked for
 */
record LivelogModel(
        Frame frame,
        LivelogHead head,
        LogQuery query,
        @Nullable LogWindow window,
        long lineCount,
        Handlebars.SafeString lines,
        LivelogPage.@Nullable FoundText found,
        String baseUrl) {

    public LivelogView log() {
        return head.log();
    }

    /** Where script is to open the log; -1 to open it as it does by itself. */
    public long begin() {
        return window == null || (query.at() < 0 && query.before() < 0) ? -1 : window.start();
    }

    /** Whether the newest line is to be seen first, and not the first one of the window. */
    public boolean opensAtEnd() {
        return log().live() && query.line() < 0 && query.at() < 0 && found == null;
    }

    /** Reads a log that came packed. */
    public String packedCommand() {
        return "curl -N --compressed '" + baseUrl + log().bytesHref() + "'";
    }

    /** How wide the numbers may become, so that room is kept for them before they are known. */
    public int digits() {
        long bytes = log().bytes();
        if (!log().live() && bytes < 2_000_000) {
            return 5;
        }
        return bytes < 80_000_000 ? 7 : bytes < 8_000_000_000L ? 9 : 11;
    }

    public String count() {
        return lineCount == 0 ? "" : Amounts.number(lineCount);
    }

    public boolean empty() {
        return window != null && window.length() == 0;
    }

    /** Empty where the window begins with the log. */
    public String earlier() {
        return window == null || window.atStart() ? "" : log().href() + "&before=" + window.start();
    }

    /** Empty where the window ends with the log. */
    public String later() {
        return window == null || window.atEnd() ? "" : log().href() + "&at=" + window.end();
    }

    public String toStart() {
        return log().href() + "&at=0";
    }

    public String toEnd() {
        return log().href() + "&before=" + LogQuery.END;
    }
}
