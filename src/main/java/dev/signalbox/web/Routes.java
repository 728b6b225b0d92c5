package dev.signalbox.web;

/**
 * What a feature hands to the HTTP edge: the paths it answers and how it turns them into bus calls and back.
 *
 * <p>{@link #mount} is called once by each web instance, on that instance's event loop, so whatever it creates there
 * belongs to that one loop and needs no locks.
 */
@FunctionalInterface
public interface Routes {
    void mount(Edge edge);
}
