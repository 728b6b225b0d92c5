package dev.signalbox.filter;

/** A part of an expression in RE2 syntax, as {@link Tokens} cuts it. Positions count from 0. */
sealed interface Token {

    /** A parenthesis that opens a group of any kind. */
    record Open(int at) implements Token {}

    record Close(int at) implements Token {}

    record Bar() implements Token {}

    /**
     * How often whatever stands before it.
     *
     * @param most {@link #ENDLESS} when there is no upper bound
     */
    record Repeat(int least, int most) implements Token {
        static final int ENDLESS = -1;
    }

    /**
     * Takes exactly one character.
     *
     * @param choices the ASCII characters it may be, in lower case, whichever case was asked for; empty when they are
     *     many, or not all ASCII
     */
    record One(String choices) implements Token {}

    /** Takes no character: an anchor or a word boundary. */
    record Nothing() implements Token {}

    /** Something that RE2 does not accept; nothing follows. */
    record Unknown() implements Token {}
}
