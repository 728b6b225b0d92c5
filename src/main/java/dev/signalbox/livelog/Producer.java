package dev.signalbox.livelog;

/**
 * Who sends a log, and what they say of it.
 *
 * @param address of the client
 * @param contentType as declared; empty when it was not
 * @param contentEncoding as declared, lower case; empty when the bytes are the log itself
 */
record Producer(String address, String contentType, String contentEncoding) {}
