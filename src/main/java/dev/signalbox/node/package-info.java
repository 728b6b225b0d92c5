/** Puts a node together: configuration, database, bus, verticles; starts it, stops it. */
@NullMarked
package dev.signalbox.node;

import org.jspecify.annotations.NullMarked;
