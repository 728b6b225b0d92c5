package dev.signalbox.events;

import dev.signalbox.bus.Events.Filter;
import dev.signalbox.filter.Search;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The runs of ids in which a search may find something, newest first, a few at a time: first what is not summarised yet,
 * then the runs whose summary does not exclude it. That a search goes from run to run also lets it end at any time and
 * say how far it came. Used for one search.
 */
final class Windows {

    /** The first group is small, since a common word is found at once; the next ones grow, since a rare one is not. */
    private static final int FIRST_GROUP = 4;

    private static final int LARGEST_GROUP = 256;

    private final BlockSql blocks;
    private final Set<Integer> needed;
    private final boolean whole;
    private final long after;
    private long before;
    private @Nullable Long sealedThrough;
    private int group = FIRST_GROUP;
    private boolean exhausted;

    /** Ids between {@code after} and {@code before}, both exclusive. */
    Windows(BlockSql blocks, Filter filter, Search search, long after, long before) {
        this.blocks = blocks;
        this.needed = Fingerprint.needed(filter, search);
        // Without conditions, or with one that has an index, the first rows there are do.
        this.whole = search.terms().isEmpty()
                && filter.origins().isEmpty()
                && filter.kinds().isEmpty();
        this.after = after;
        this.before = before;
    }

    /** The next runs, newest first and apart; empty when there are no more. */
    Future<List<BlockSql.Range>> next() {
        if (exhausted || before <= after + 1) {
            return Future.succeededFuture(List.of());
        }
        if (whole) {
            exhausted = true;
            return Future.succeededFuture(List.of(new BlockSql.Range(after + 1, before - 1)));
        }
        return sealedThrough == null ? newest() : summarised();
    }

    private Future<List<BlockSql.Range>> newest() {
        return blocks.sealedThrough().compose(through -> {
            sealedThrough = through;
            long first = Math.max(after, through) + 1;
            if (first >= before) {
                return next();
            }
            BlockSql.Range newest = new BlockSql.Range(first, before - 1);
            before = first;
            return Future.succeededFuture(List.of(newest));
        });
    }

    private Future<List<BlockSql.Range>> summarised() {
        return blocks.candidates(needed, after, before, group).map(found -> {
            exhausted = found.size() < group;
            group = Math.min(group * 4, LARGEST_GROUP);
            List<BlockSql.Range> clipped = new ArrayList<>();
            for (BlockSql.Range range : found) {
                clipped.add(new BlockSql.Range(Math.max(range.first(), after + 1), Math.min(range.last(), before - 1)));
            }
            if (!found.isEmpty()) {
                before = found.getLast().first();
            }
            return clipped;
        });
    }
}
