package dev.signalbox.dashboard;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Time that passes when the test says so. */
final class FakeLater implements Later {

    private record Due(long at, Runnable task) {}

    private final List<Due> due = new ArrayList<>();
    private long now;

    @Override
    public void after(long millis, Runnable task) {
        due.add(new Due(now + millis, task));
    }

    long nanos() {
        return now * 1_000_000;
    }

    int waiting() {
        return due.size();
    }

    void pass(long millis) {
        long until = now + millis;
        for (Due next = next(until); next != null; next = next(until)) {
            due.remove(next);
            now = next.at();
            next.task().run();
        }
        now = until;
    }

    private Due next(long until) {
        return due.stream()
                .filter(task -> task.at() <= until)
                .min(Comparator.comparingLong(Due::at))
                .orElse(null);
    }
}
