/** Pages and the streams that keep them live. */
@NullMarked
package dev.signalbox.dashboard;

import org.jspecify.annotations.NullMarked;
