package dev.signalbox.livelog;

import java.util.Locale;

/** What has become of a generation. */
enum State {
    /** Its producer is connected. */
    LIVE,
    /** Whole: its producer ended it, and all of it is on disk. */
    DONE,
    /** Its producer broke off, or it could not be kept whole. It may be continued. */
    BROKEN;

    /** As in the table, in headers and in JSON. */
    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static State of(String word) {
        return valueOf(word.toUpperCase(Locale.ROOT));
    }
}
