package dev.signalbox.dashboard;

import dev.signalbox.bus.Events;

/**
 * What a stream is to carry.
 *
 * @param filter which events, where there are any
 * @param events whether it carries events at all
 * @param checkIns whether it is told when monitors change
 */
record Subscription(Format format, Events.Filter filter, boolean events, boolean checkIns) {}
