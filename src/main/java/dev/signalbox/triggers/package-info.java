/** What matters leaves as a webhook: matching of stored events, and their delivery. */
@NullMarked
package dev.signalbox.triggers;

import org.jspecify.annotations.NullMarked;
