package dev.signalbox.dashboard;

import dev.signalbox.bus.Events;
import dev.signalbox.bus.Monitors;
import dev.signalbox.web.Edge;
import dev.signalbox.web.Routes;
import io.vertx.core.Vertx;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The pages. What they show is asked over the bus, when it is asked for; the stream that keeps them live has routes of its
 * own. Thread-safe, so one may be mounted by every web instance.
 */
public final class PageRoutes implements Routes {

    private static final Duration THEME_KEPT = Duration.ofDays(365);

    private final Pages pages;
    private final RowRenderer renderer;
    private final NodePage nodePage;
    private final InstantSource clock;

    /**
     * Reads and compiles the templates.
     *
     * @param renderer the one that the stream uses
     * @param node what the node says of itself on its page; asked on an event loop, so it must not block
     */
    public PageRoutes(PagesConf conf, RowRenderer renderer, Supplier<JsonObject> node) {
        this(conf, renderer, node, InstantSource.system());
    }

    PageRoutes(PagesConf conf, RowRenderer renderer, Supplier<JsonObject> node, InstantSource clock) {
        this.pages = new Pages(conf, clock);
        this.renderer = renderer;
        this.nodePage = new NodePage(pages, node);
        this.clock = clock;
    }

    @Override
    public void mount(Edge edge) {
        Router router = edge.router();
        EventsPage events = new EventsPage(edge, pages, renderer, clock);
        router.get("/").handler(events::list);
        router.get("/events/rows").handler(events::rows);
        router.get("/events/:id").handler(new EventPage(edge, pages, clock)::show);
        router.get("/monitors").handler(new MonitorsPage(edge, pages, clock)::show);
        router.get("/monitors/checkins").handler(new CheckInsPage(edge, pages, clock)::show);
        router.get("/monitor").handler(ctx -> Pages.seeOther(ctx, "/monitors"));
        mountLivelogs(edge, router);
        mountTriggers(edge, router);
        router.get("/node").handler(nodePage::show);
        router.post("/.clear").handler(ctx -> clear(edge.vertx(), ctx));
        router.post("/.theme").handler(PageRoutes::setTheme);
    }

    private void mountLivelogs(Edge edge, Router router) {
        LivelogsPage livelogs = new LivelogsPage(edge, pages, clock);
        LivelogPage livelog = new LivelogPage(edge, pages, clock);
        router.get("/livelogs").handler(livelogs::show);
        router.get("/livelogs/:stream").handler(livelog::show);
        router.get("/livelogs/:stream/facts").handler(livelog::facts);
        router.get("/livelogs/:stream/lines").handler(livelog::lines);
        router.get("/livelogs/:stream/find").handler(livelog::find);
        router.post("/livelogs/:stream/remove").handler(livelogs::remove);
    }

    private void mountTriggers(Edge edge, Router router) {
        TriggersPage triggers = new TriggersPage(edge, pages, clock);
        router.get("/triggers").handler(triggers::show);
        TriggerPage trigger = new TriggerPage(edge, pages, renderer, clock);
        router.get("/triggers/new").handler(trigger::blank);
        router.post("/triggers/new").handler(trigger::create);
        router.post("/triggers/preview").handler(trigger::preview);
        router.get("/triggers/:id").handler(trigger::show);
        router.post("/triggers/:id").handler(trigger::save);
        router.post("/triggers/:id/test").handler(trigger::test);
        router.post("/triggers/:id/enable").handler(triggers::enable);
        router.post("/triggers/:id/disable").handler(triggers::disable);
        router.post("/triggers/:id/remove").handler(triggers::remove);
        DeliveriesPage deliveries = new DeliveriesPage(edge, pages, clock);
        router.get("/triggers/:id/deliveries").handler(deliveries::list);
        router.post("/triggers/:id/deliveries/replay").handler(deliveries::replayDead);
        router.get("/triggers/:id/deliveries/:delivery").handler(deliveries::one);
        router.post("/triggers/:id/deliveries/:delivery/replay").handler(deliveries::replayOne);
    }

    private static void clear(Vertx vertx, RoutingContext ctx) {
        Events.CLEAR
                .ask(vertx, new Events.Clear())
                .compose(cleared -> Monitors.CLEAR.ask(vertx, new Monitors.Clear()))
                .onSuccess(cleared -> Pages.seeOther(ctx, "/"))
                .onFailure(ctx::fail);
    }

    private static void setTheme(RoutingContext ctx) {
        Theme theme = Theme.ofWord(ctx.queryParams().get("theme"));
        ctx.response()
                .addCookie(Cookie.cookie(Theme.COOKIE, theme.word())
                        .setPath("/")
                        .setMaxAge(THEME_KEPT.toSeconds())
                        .setSameSite(CookieSameSite.LAX));
        Pages.seeOther(ctx, local(ctx.queryParams().get("back")));
    }

    /** Only a path of this node: a link made by somebody else must not lead away from it. */
    private static String local(@Nullable String path) {
        if (path == null) {
            return "/";
        }
        boolean ours = path.startsWith("/")
                && !path.startsWith("//")
                && path.chars().allMatch(c -> c > ' ' && c < 0x7f && c != '\\');
        return ours ? path : "/";
    }
}
