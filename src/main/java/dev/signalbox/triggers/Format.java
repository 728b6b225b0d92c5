package dev.signalbox.triggers;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The form in which an event leaves. */
enum Format {
    /** Our own, for programs. */
    JSON,
    SLACK,
    DISCORD,
    NTFY,
    GOTIFY,
    /** What the operator's template makes of it. */
    TEMPLATE;

    String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    static Optional<Format> ofWord(String word) {
        return Arrays.stream(values())
                .filter(format -> format.word().equals(word))
                .findFirst();
    }
}
