package dev.signalbox.livelog;

/**
 * One generation of one stream.
 *
 * @param generation 1 or larger; a later one has a larger number
 */
record LogKey(String stream, int generation) {}
