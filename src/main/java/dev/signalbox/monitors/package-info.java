/** Jobs that check in. */
@NullMarked
package dev.signalbox.monitors;

import org.jspecify.annotations.NullMarked;
