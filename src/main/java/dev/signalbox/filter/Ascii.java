package dev.signalbox.filter;

/** The letters A to Z. */
final class Ascii {

    private Ascii() {}

    static char lower(char c) {
        return c >= 'A' && c <= 'Z' ? (char) (c + ('a' - 'A')) : c;
    }
}
