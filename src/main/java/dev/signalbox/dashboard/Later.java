package dev.signalbox.dashboard;

/** Runs something once after a while, on the event loop of whoever asks. */
@FunctionalInterface
interface Later {

    /** @param millis at least 1 */
    void after(long millis, Runnable task);
}
