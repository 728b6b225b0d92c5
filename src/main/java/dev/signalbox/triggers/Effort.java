package dev.signalbox.triggers;

/**
 * What matching may cost. RE2 takes steps in proportion to the size of the program times the length of the message: one
 * takes 30 ns where an expression follows many ways at once, and much less mostly. One thread.
 */
final class Effort {

    private long left;

    /** @param steps instructions times characters */
    Effort(long steps) {
        this.left = steps;
    }

    /** Whether there was as much left. Once there was not, there never is. */
    boolean spend(long steps) {
        left = steps > left ? -1 : left - steps;
        return left >= 0;
    }

    boolean isUsedUp() {
        return left < 0;
    }
}
