package dev.signalbox.dashboard;

/** What the payload of a stream is. */
enum Format {
    /** A rendered row of the events page. */
    ROW,
    /** The event of the outside contract. */
    JSON
}
