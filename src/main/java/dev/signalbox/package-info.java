/** The command line. */
@NullMarked
package dev.signalbox;

import org.jspecify.annotations.NullMarked;
