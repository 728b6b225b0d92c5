package dev.signalbox.bus;

/**
 * Anything that may cross the event bus. The permits list is the catalogue of the whole node.
 *
 * <p>A message is a record of immutable parts: within a node a consumer is handed the sender's own instance. Between
 * nodes it travels as JSON (see {@link MessageWire}), so every part must be a record, enum, list, map, number, text,
 * boolean or {@link java.time.Instant}.
 */
public sealed interface Message permits Events.Message, Livelogs.Message, Monitors.Message, Triggers.Message {}
