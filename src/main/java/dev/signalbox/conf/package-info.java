/** Reads settings and reports every mistake at once. */
@NullMarked
package dev.signalbox.conf;

import org.jspecify.annotations.NullMarked;
