/** Growing byte streams: taken in over one request, relayed to any number of readers, kept for later. */
@NullMarked
package dev.signalbox.livelog;

import org.jspecify.annotations.NullMarked;
