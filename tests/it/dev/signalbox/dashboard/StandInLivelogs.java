package dev.signalbox.dashboard;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Livelogs;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** Speaks for live logs on the bus: answers what a test put in, and remembers what was asked. */
final class StandInLivelogs {

    final List<Object> asked = new CopyOnWriteArrayList<>();
    volatile Livelogs.Found found = new Livelogs.Found(List.of(), null);
    volatile Livelogs.@Nullable Log log;
    volatile String text = "";
    volatile Livelogs.Grepped grepped = new Livelogs.Grepped(List.of(), 0, true);
    volatile boolean countable = true;
    volatile Livelogs.@Nullable Ports ports;

    Future<?> open(Vertx vertx) {
        return Future.all(List.of(
                Livelogs.FIND.answer(vertx, find -> answer(find, found)),
                Livelogs.GET.answer(vertx, get -> answer(get, log)),
                Livelogs.REMOVE.answer(vertx, remove -> answer(remove, new Livelogs.Removed(1))),
                Livelogs.LOCATE.answer(vertx, this::locate),
                Livelogs.GREP.answer(vertx, grep -> answer(grep, grepped)),
                Livelogs.READ.answer(vertx, this::read),
                Livelogs.PORTS.answer(vertx, ask -> answer(ask, ports))));
    }

    /** A generation as the node tells of it. */
    static Livelogs.Log log(String stream, int generation, String state, long bytes) {
        Instant started = Samples.NOW.minusSeconds(120);
        boolean live = state.equals("live");
        return new Livelogs.Log(
                stream,
                generation,
                state,
                bytes,
                started,
                live ? null : started.plusSeconds(72),
                "192.0.2.7",
                "",
                "",
                live ? List.of(1_000L, 2_000L) : List.of());
    }

    /** The last question of this type. */
    <Q> Q asked(Class<Q> type) {
        return asked.reversed().stream()
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElseThrow();
    }

    private <A> Future<A> answer(Object question, @Nullable A answer) {
        asked.add(question);
        return answer == null
                ? Future.failedFuture(new FaultException(new Fault.NotFound("there is no such thing")))
                : Future.succeededFuture(answer);
    }

    private Future<Livelogs.Located> locate(Livelogs.Locate locate) {
        if (!countable) {
            asked.add(locate);
            return Future.future(never -> {});
        }
        String bytes = bytes();
        long line = 1;
        int offset = 0;
        for (int next = bytes.indexOf('\n') + 1; next > 0; next = bytes.indexOf('\n', next) + 1) {
            if (locate.line() > 0 ? line == locate.line() : next > locate.offset()) {
                break;
            }
            line++;
            offset = next;
        }
        long lines = bytes.lines().count();
        return answer(locate, new Livelogs.Located(line, offset, lines, bytes.length()));
    }

    private Future<Livelogs.Piece> read(Livelogs.Read read) {
        String bytes = bytes();
        int from = (int) Math.min(read.offset(), bytes.length());
        int to = Math.min(bytes.length(), from + read.limit());
        return answer(read, new Livelogs.Piece(bytes.substring(from, to), bytes.length()));
    }

    private String bytes() {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
