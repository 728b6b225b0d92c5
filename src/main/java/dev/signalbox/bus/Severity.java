package dev.signalbox.bus;

import java.util.Locale;
import java.util.Optional;

/** How much an event matters, least first. Stored by {@link #ordinal()}: never reorder. */
public enum Severity {
    DEBUG,
    INFO,
    WARN,
    ERROR,
    CRITICAL;

    private final String word = name().toLowerCase(Locale.ROOT);

    /** The lower-case word of the outside contract. */
    public String word() {
        return word;
    }

    /** The severity with this exact word; case matters, as in the contract. */
    public static Optional<Severity> ofWord(String word) {
        for (Severity severity : values()) {
            if (severity.word.equals(word)) {
                return Optional.of(severity);
            }
        }
        return Optional.empty();
    }
}
