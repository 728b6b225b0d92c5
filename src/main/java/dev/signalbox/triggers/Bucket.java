package dev.signalbox.triggers;

/** How many deliveries a trigger may still cause: so many at once, and then so many a second. One thread. */
final class Bucket {

    private final int burst;
    private final double perNano;
    private double left;
    private long asOf;

    Bucket(int burst, int perSecond, long now) {
        this.burst = burst;
        this.perNano = perSecond / 1e9;
        this.left = burst;
        this.asOf = now;
    }

    /** Takes up to {@code wanted}, and gives how many there were. */
    int take(int wanted, long now) {
        left = Math.min(burst, left + (now - asOf) * perNano);
        asOf = now;
        int taken = (int) Math.min(wanted, Math.floor(left));
        left -= taken;
        return taken;
    }

    /** Puts back what was taken in vain. */
    void give(int taken) {
        left = Math.min(burst, left + taken);
    }
}
