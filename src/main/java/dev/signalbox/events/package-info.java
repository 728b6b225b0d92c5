/** Store, search and retention of events. */
@NullMarked
package dev.signalbox.events;

import org.jspecify.annotations.NullMarked;
