/** The only seam between features: what they say to each other, one file per conversation, and the doors they say it through. */
@NullMarked
package dev.signalbox.bus;

import org.jspecify.annotations.NullMarked;
