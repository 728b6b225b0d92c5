package dev.signalbox.web;

import java.util.concurrent.atomic.AtomicLong;

/** How many bytes of request bodies the node may hold at once. Shared by all instances. */
final class BodyBudget {

    private final long limit;
    private final AtomicLong held = new AtomicLong();

    BodyBudget(long limit) {
        this.limit = limit;
    }

    /** False, and nothing is taken, when the limit would be passed. */
    boolean take(long bytes) {
        if (held.addAndGet(bytes) <= limit) {
            return true;
        }
        held.addAndGet(-bytes);
        return false;
    }

    void give(long bytes) {
        held.addAndGet(-bytes);
    }

    long held() {
        return held.get();
    }
}
