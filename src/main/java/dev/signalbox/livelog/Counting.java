package dev.signalbox.livelog;

import dev.signalbox.livelog.Scans.Scan;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.nio.channels.FileChannel;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** Carries indexes on. Of those who want the same one, one has a part of it done while the others hold no thread. Thread-safe. */
final class Counting {

    /** Indexes of which somebody has a part done at the moment, and when that is over. */
    private final ConcurrentMap<LineIndex, Future<Void>> parts = new ConcurrentHashMap<>();

    /** Completes once {@code index} reaches {@code length}. */
    Future<Void> reach(Scan scan, LineIndex index, FileChannel file, long length) {
        if (index.reaches(length)) {
            return Future.succeededFuture();
        }
        Promise<Void> part = Promise.promise();
        Future<Void> others = parts.putIfAbsent(index, part.future());
        if (others != null) {
            // However it went for them: they may have left, or may not have needed as much.
            return others.transform(over -> reach(scan, index, file, length));
        }
        return scan.slice(spent -> {
                    index.count(file, length, spent);
                    return true;
                })
                .onComplete(over -> {
                    parts.remove(index);
                    part.complete();
                })
                .compose(over -> reach(scan, index, file, length));
    }
}
