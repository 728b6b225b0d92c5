/**
 * The shared reactive pool, the migrations, and the embedded PostgreSQL that stands behind both when no other is
 * configured.
 */
@NullMarked
package dev.signalbox.db;

import org.jspecify.annotations.NullMarked;
