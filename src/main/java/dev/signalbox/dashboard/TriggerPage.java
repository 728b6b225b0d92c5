package dev.signalbox.dashboard;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Triggers;
import dev.signalbox.web.Edge;
import io.vertx.core.Future;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.ext.web.RoutingContext;
import java.time.InstantSource;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The editor of one trigger, with its preview and its test. Confined to one web instance. */
final class TriggerPage {

    /**
     * Carries a generated secret over the redirect that follows, so that a reload makes no second trigger. The answer that
     * shows it takes it away.
     */
    private static final String SECRET_COOKIE = "signalbox-secret";

    /** As long as a redirect may take on a slow line. */
    private static final long SECRET_SECONDS = 60;

    private static final Pattern SECRET = Pattern.compile("whsec_[A-Za-z0-9+/=]{1,100}");

    /** What script asks for is a piece of the page. */
    private static final String HTMX = "HX-Request";

    private static final String PAGE = "trigger";

    private final Edge edge;
    private final Pages pages;
    private final EventRows rows;
    private final InstantSource clock;

    TriggerPage(Edge edge, Pages pages, RowRenderer renderer, InstantSource clock) {
        this.edge = edge;
        this.pages = pages;
        this.rows = new EventRows(renderer);
        this.clock = clock;
    }

    /** {@code GET /triggers/new}. */
    void blank(RoutingContext ctx) {
        pages.send(ctx, PAGE, page(ctx, new Draft(null, TriggerForm.NEW), null));
    }

    /** {@code GET /triggers/:id?saved}. */
    void show(RoutingContext ctx) {
        pages.send(ctx, PAGE, stored(ctx.pathParam("id")).compose(draft -> page(ctx, draft, null)));
    }

    /** {@code POST /triggers/new}. */
    void create(RoutingContext ctx) {
        submitted(ctx, null, form -> Triggers.CREATE.ask(edge.vertx(), new Triggers.Create(form.settings())));
    }

    /** {@code POST /triggers/:id}. */
    void save(RoutingContext ctx) {
        String id = ctx.pathParam("id");
        submitted(ctx, id, form -> get(id).compose(stored -> change(TriggerEdit.of(stored, form))));
    }

    private Future<Triggers.Trigger> change(TriggerEdit edit) {
        return edit.isEmpty()
                ? Future.succeededFuture(edit.stored())
                : Triggers.CHANGE.ask(
                        edge.vertx(), new Triggers.Change(edit.stored().id(), edit.changes(), edit.read()));
    }

    /** {@code POST /triggers/preview?id=}: the form as it is, with what it would have matched. */
    void preview(RoutingContext ctx) {
        @Nullable String id = ctx.queryParams().get("id");
        Future<TriggerForm> form = FormBody.read(edge, ctx).map(TriggerForm::of);
        if (isPiece(ctx)) {
            pages.send(
                    ctx,
                    "_preview",
                    form.compose(typed ->
                            draft(id, typed).otherwise(new Draft(null, typed)).compose(this::preview)));
            return;
        }
        pages.send(ctx, PAGE, form.compose(typed -> draft(id, typed)).compose(draft -> page(ctx, draft, null)));
    }

    /** {@code POST /triggers/:id/test}: what is stored, not what is typed. */
    void test(RoutingContext ctx) {
        String id = ctx.pathParam("id");
        Future<TestedView> tested = Triggers.TEST
                .ask(edge.vertx(), new Triggers.Test(id))
                .map(TestedView::of)
                .recover(cause -> unlessMissing(cause, TestedView::failed));
        if (isPiece(ctx)) {
            pages.send(ctx, "_tested", tested);
            return;
        }
        pages.send(ctx, PAGE, tested.compose(known -> stored(id).compose(draft -> page(ctx, draft, known))));
    }

    /** A form, and the trigger that it is to change; null for a new one. */
    private record Draft(@Nullable TriggerView trigger, TriggerForm form) {

        String path() {
            return trigger == null ? "/triggers/new" : trigger.href();
        }

        String title() {
            return trigger == null ? "New trigger" : trigger.name();
        }

        /** What was typed before this was there, by somebody who is to see this now. */
        Draft typed(TriggerForm before) {
            return trigger == null
                    ? this
                    : new Draft(trigger, before.reading(trigger.trigger().updated()));
        }

        Triggers.Settings filters() {
            return trigger == null
                    ? form.settings()
                    : TriggerEdit.of(trigger.trigger(), form).filters();
        }
    }

    private void submitted(
            RoutingContext ctx, @Nullable String id, Function<TriggerForm, Future<Triggers.Trigger>> store) {
        FormBody.read(edge, ctx)
                .map(TriggerForm::of)
                .compose(form -> store.apply(form).transform(stored -> {
                    if (stored.succeeded()) {
                        seeStored(ctx, stored.result());
                        return Future.succeededFuture();
                    }
                    return refuse(ctx, id, form, stored.cause());
                }))
                .onFailure(ctx::fail);
    }

    private static void seeStored(RoutingContext ctx, Triggers.Trigger stored) {
        String path = "/triggers/" + FilterForm.encoded(stored.id());
        if (SECRET.matcher(stored.secret()).matches()) {
            ctx.response().addCookie(cookie(path, stored.secret(), SECRET_SECONDS));
        }
        Pages.seeOther(ctx, path + "?saved");
    }

    /** What was typed stays, next to what is wrong with it. */
    private Future<Void> refuse(RoutingContext ctx, @Nullable String id, TriggerForm form, Throwable cause) {
        return switch (FaultException.of(cause)) {
            case Fault.Invalid invalid -> {
                Map<String, String> errors = new TreeMap<>(EventsModel.byField(invalid));
                errors.putAll(form.mistakes());
                yield draft(id, form)
                        .compose(draft -> preview(draft).map(preview -> model(ctx, draft, errors, preview, null)))
                        .compose(model -> answer(ctx, 400, model));
            }
            case Fault.Conflict _
            when id != null ->
                stored(id)
                        .map(now -> now.typed(form))
                        .compose(draft -> page(ctx, draft, null))
                        .compose(model -> answer(ctx, 409, model.asOutdated()));
            default -> Future.failedFuture(cause);
        };
    }

    private Future<Void> answer(RoutingContext ctx, int status, TriggerModel model) {
        pages.send(ctx, status, PAGE, model);
        return Future.succeededFuture();
    }

    private Future<Triggers.Trigger> get(String id) {
        return Triggers.GET.ask(edge.vertx(), new Triggers.Get(id));
    }

    private Future<Draft> stored(String id) {
        return get(id).map(trigger -> new Draft(new TriggerView(trigger, clock.instant()), TriggerForm.of(trigger)));
    }

    private Future<Draft> draft(@Nullable String id, TriggerForm form) {
        return id == null
                ? Future.succeededFuture(new Draft(null, form))
                : stored(id).map(draft -> new Draft(draft.trigger(), form));
    }

    /** Never fails: an editor without its preview is worth more than neither. */
    private Future<PreviewView> preview(Draft draft) {
        return Triggers.PREVIEW
                .ask(edge.vertx(), new Triggers.Preview(draft.filters()))
                .map(previewed -> PreviewView.of(previewed, rows))
                .otherwise(cause -> PreviewView.failed(FaultException.of(cause)));
    }

    private Future<TriggerModel> page(RoutingContext ctx, Draft draft, @Nullable TestedView tested) {
        return preview(draft).map(preview -> model(ctx, draft, Map.of(), preview, tested));
    }

    private TriggerModel model(
            RoutingContext ctx,
            Draft draft,
            Map<String, String> errors,
            PreviewView preview,
            @Nullable TestedView tested) {
        return new TriggerModel(
                pages.frame(ctx, draft.title(), TriggersPage.SECTION).at(draft.path()),
                draft.trigger(),
                draft.form(),
                errors,
                preview,
                tested,
                draft.trigger() == null ? "" : takeSecret(ctx, draft.path()),
                ctx.queryParams().contains("saved"),
                false);
    }

    private static String takeSecret(RoutingContext ctx, String path) {
        Cookie cookie = ctx.request().getCookie(SECRET_COOKIE);
        if (cookie == null) {
            return "";
        }
        ctx.response().addCookie(cookie(path, "", 0));
        return SECRET.matcher(cookie.getValue()).matches() ? cookie.getValue() : "";
    }

    private static Cookie cookie(String path, String value, long seconds) {
        return Cookie.cookie(SECRET_COOKIE, value)
                .setPath(path)
                .setMaxAge(seconds)
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT);
    }

    private static <T> Future<T> unlessMissing(Throwable cause, Function<Fault, T> otherwise) {
        Fault fault = FaultException.of(cause);
        return fault instanceof Fault.NotFound
                ? Future.failedFuture(cause)
                : Future.succeededFuture(otherwise.apply(fault));
    }

    private static boolean isPiece(RoutingContext ctx) {
        return ctx.request().headers().contains(HTMX);
    }
}
