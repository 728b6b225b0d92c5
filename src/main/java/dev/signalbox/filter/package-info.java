/** The search language: parsed once, matched in memory here and in SQL by the store. */
@NullMarked
package dev.signalbox.filter;

import org.jspecify.annotations.NullMarked;
