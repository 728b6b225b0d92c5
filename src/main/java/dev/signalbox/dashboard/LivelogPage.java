package dev.signalbox.dashboard;

import com.github.jknack.handlebars.Handlebars;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Livelogs;
import dev.signalbox.bus.Livelogs.Grep;
import dev.signalbox.bus.Livelogs.Grepped;
import dev.signalbox.bus.Livelogs.Locate;
import dev.signalbox.bus.Livelogs.Located;
import dev.signalbox.web.Edge;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One generation of a live log: a page that holds a stretch of it and can be read without script, and the questions that
 * script asks to follow, number and search it. Its bytes script fetches where everybody does. Confined to one web instance.
 */
final class LivelogPage {

    private static final String STREAM = "stream";

    /** Generations named on the page; the rest are in the list. */
    private static final int OTHERS = 20;

    /** Hits of one answer to script, which asks on. */
    private static final int HITS = 1_000;

    /** Lines that are shown above one that was asked for, in bytes: a few, so that it is seen in its surroundings. */
    private static final int LEAD = 1_024;

    /** Counting the lines of a large log that nobody has read lately takes longer, and the text need not wait for it. */
    private static final long NUMBERS_MILLIS = 500;

    private final Edge edge;
    private final Pages pages;
    private final InstantSource clock;

    LivelogPage(Edge edge, Pages pages, InstantSource clock) {
        this.edge = edge;
        this.pages = pages;
        this.clock = clock;
    }

    /** {@code GET /livelogs/:stream?generation=&line=&at=&before=&find=&from=}. */
    void show(RoutingContext ctx) {
        LogQuery query = LogQuery.of(ctx.queryParams());
        pages.send(
                ctx,
                "livelog",
                log(ctx).compose(log -> find(log, query).compose(found -> page(ctx, log, query, found))));
    }

    /** {@code GET /livelogs/:stream/facts?generation=}: the head of the page as it is now. */
    void facts(RoutingContext ctx) {
        pages.send(ctx, "_livelog", log(ctx).compose(this::head));
    }

    /** {@code GET /livelogs/:stream/lines?generation=&line=|offset=}. */
    void lines(RoutingContext ctx) {
        LogQuery query = LogQuery.of(ctx.queryParams());
        Locate locate = new Locate(
                ctx.pathParam(STREAM), generation(ctx), Math.max(0, query.line()), Math.max(0, query.offset()));
        Livelogs.LOCATE
                .ask(edge.vertx(), locate)
                .map(located -> new JsonObject()
                        .put("line", located.line())
                        .put("offset", located.offset())
                        .put("lines", located.lines())
                        .put("length", located.length()))
                .onSuccess(json -> send(ctx, json))
                .onFailure(ctx::fail);
    }

    /** {@code GET /livelogs/:stream/find?generation=&text=&from=&limit=}. */
    void find(RoutingContext ctx) {
        LogQuery query = LogQuery.of(ctx.queryParams());
        String text = ctx.queryParams().get("text");
        if (text == null || text.isEmpty()) {
            throw new FaultException(new Fault.Invalid("text", "is what to find, and must not be empty"));
        }
        int limit = query.limit() < 0 ? HITS : Math.clamp(query.limit(), 1, HITS);
        Livelogs.GREP
                .ask(
                        edge.vertx(),
                        new Grep(ctx.pathParam(STREAM), generation(ctx), text, Math.max(0, query.from()), limit))
                .onSuccess(found -> send(ctx, json(found)))
                .onFailure(ctx::fail);
    }

    /** The parameter {@code generation}; 0 for the latest. */
    static int generation(RoutingContext ctx) {
        return (int) Math.min(Integer.MAX_VALUE, Math.max(0, LogQuery.number(ctx.queryParams(), "generation")));
    }

    private static JsonObject json(Grepped found) {
        JsonArray hits = new JsonArray();
        found.hits().forEach(hit -> hits.add(new JsonArray().add(hit.line()).add(hit.offset())));
        return new JsonObject()
                .put("hits", hits)
                .put("through", found.through())
                .put("complete", found.complete());
    }

    private static void send(RoutingContext ctx, JsonObject json) {
        ctx.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
                .end(json.encode());
    }

    private Future<Livelogs.Log> log(RoutingContext ctx) {
        return Livelogs.GET.ask(edge.vertx(), new Livelogs.Get(ctx.pathParam(STREAM), generation(ctx)));
    }

    private Future<LivelogHead> head(Livelogs.Log log) {
        return Livelogs.FIND
                .ask(edge.vertx(), new Livelogs.Find(log.stream(), null, OTHERS))
                .map(found -> LivelogHead.of(log, found.logs(), clock.instant()));
    }

    /** What was looked for without script; absent when nothing was. */
    private Future<Optional<Grepped>> find(Livelogs.Log log, LogQuery query) {
        if (query.find().isEmpty() || !log.contentEncoding().isEmpty()) {
            return Future.succeededFuture(Optional.empty());
        }
        // Of two, the second is where the next search begins.
        Grep grep = new Grep(log.stream(), log.generation(), query.find(), Math.max(0, query.from()), 2);
        return Livelogs.GREP.ask(edge.vertx(), grep).map(Optional::of);
    }

    private Future<LivelogModel> page(RoutingContext ctx, Livelogs.Log log, LogQuery query, Optional<Grepped> found) {
        Future<LivelogHead> head = head(log);
        Future<Text> text = log.contentEncoding().isEmpty()
                ? text(
                        log,
                        query,
                        found.flatMap(known -> known.hits().stream().findFirst())
                                .orElse(null))
                : Future.succeededFuture(Text.NONE);
        return head.compose(known -> text.map(shown -> new LivelogModel(
                pages.frame(ctx, log.stream() + " #" + log.generation() + " " + log.state(), "/livelogs"),
                known,
                query,
                shown.window(),
                shown.lines(),
                new Handlebars.SafeString(shown.html()),
                found.map(grepped -> FoundText.of(known.log(), query.find(), grepped))
                        .orElse(null),
                edge.baseUrl(ctx))));
    }

    /** @param lines how many the log has; 0 when that is not known */
    private record Text(@Nullable LogWindow window, long lines, String html) {
        static final Text NONE = new Text(null, 0, "");
    }

    private Future<Text> text(Livelogs.Log log, LogQuery query, Livelogs.@Nullable Hit hit) {
        if (hit != null) {
            return text(log, LogWindow.Wanted.near(hit.offset() - LEAD), hit.line());
        }
        if (query.line() > 0) {
            Locate locate = new Locate(log.stream(), log.generation(), query.line(), 0);
            return Livelogs.LOCATE
                    .ask(edge.vertx(), locate)
                    .compose(located -> text(log, LogWindow.Wanted.near(located.offset() - LEAD), located.line()));
        }
        return text(log, wanted(log, query), 0);
    }

    private static LogWindow.Wanted wanted(Livelogs.Log log, LogQuery query) {
        if (query.at() >= 0) {
            return LogWindow.Wanted.after(Math.min(query.at(), log.bytes()));
        }
        if (query.before() >= 0) {
            return LogWindow.Wanted.before(Math.min(query.before(), log.bytes()));
        }
        return log.state().equals("live") ? LogWindow.Wanted.before(log.bytes()) : LogWindow.Wanted.after(0);
    }

    private Future<Text> text(Livelogs.Log log, LogWindow.Wanted wanted, long marked) {
        return Livelogs.READ
                .ask(edge.vertx(), wanted.read(log.stream(), log.generation()))
                .map(piece -> LogWindow.of(wanted, piece))
                .compose(window -> number(log, window.start())
                        .map(located -> new Text(
                                window,
                                located.map(Located::lines).orElse(0L),
                                LogLines.html(window, located.map(Located::line).orElse(0L), marked))));
    }

    /** Which line a byte is in; absent when that cannot be had soon. */
    private Future<Optional<Located>> number(Livelogs.Log log, long offset) {
        Promise<Optional<Located>> soon = Promise.promise();
        long timer = edge.vertx().setTimer(NUMBERS_MILLIS, late -> soon.tryComplete(Optional.empty()));
        Livelogs.LOCATE
                .ask(edge.vertx(), new Locate(log.stream(), log.generation(), 0, offset))
                .map(Optional::of)
                .otherwise(Optional.empty())
                .onSuccess(located -> {
                    edge.vertx().cancelTimer(timer);
                    soon.tryComplete(located);
                });
        return soon.future();
    }

    /**
     * What a search without script has come to.
     *
     * @param line where it was found; 0 when it was not
     * @param next goes on with the search; empty when there is nothing to go on with
     */
    record FoundText(String text, long line, boolean complete, String next) {
        static FoundText of(LivelogView log, String text, Grepped found) {
            List<Livelogs.Hit> hits = found.hits();
            long from = hits.size() > 1 ? hits.get(1).offset() : found.complete() ? -1 : found.through();
            String next = log.href() + "&find=" + FilterForm.encoded(text) + "&from=" + from;
            return new FoundText(
                    text, hits.isEmpty() ? 0 : hits.getFirst().line(), found.complete(), from < 0 ? "" : next);
        }
    }
}
