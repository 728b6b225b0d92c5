package dev.signalbox.triggers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.bus.Bus;
import dev.signalbox.bus.Call;
import dev.signalbox.bus.Events;
import dev.signalbox.bus.Events.Event;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import dev.signalbox.bus.Severity;
import dev.signalbox.bus.Triggers;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people ask for at their desk, with a real database and real targets, and a store of events that answers when told. */
class TriggerDeskIT {

    private static Vertx vertx;
    private static Context context;
    private static Deliveries store;

    private final Queue<Events.Find> asked = new ConcurrentLinkedQueue<>();
    private volatile Future<Events.Found> found = events();
    private Call.Registration answering;
    private RawTarget target;
    private Sender sender;
    private TriggerDesk desk;

    @BeforeAll
    static void open() {
        vertx = Vertx.vertx();
        context = vertx.getOrCreateContext();
        Bus.open(vertx);
        store = new Deliveries(vertx);
    }

    @AfterAll
    static void close() {
        store.close();
        vertx.close().await();
    }

    @BeforeEach
    void start() throws IOException {
        store.clear();
        target = RawTarget.answering("204 No Content", "", "");
        answering = Events.FIND
                .answer(vertx, ask -> {
                    asked.add(ask);
                    return found;
                })
                .await();
        TriggersConf conf = TriggerSamples.conf(Duration.ofSeconds(20), "127.0.0.0/8");
        TargetGuard guard = TargetGuard.open(vertx, conf.allowTargets());
        Payload payload = new Payload();
        sender = new Sender(vertx, guard, payload, conf, "1.2.3");
        desk = new TriggerDesk(
                vertx,
                store.triggers,
                store.log,
                new Registry(store.triggers),
                new TriggerFields(guard, payload),
                sender,
                Duration.ofSeconds(25),
                () -> {});
    }

    @AfterEach
    void end() throws IOException {
        answering.end().await();
        target.close();
        sender.close().await();
    }

    @Test
    void aSlowExpressionHoldsUpNobodyAndEnds() {
        found = events(IntStream.range(0, 60)
                .mapToObj(id -> event("db-1", "a".repeat(60_000) + "!"))
                .toArray(Event[]::new));
        AtomicInteger turns = new AtomicInteger();
        context.runOnContext(go -> vertx.setPeriodic(10, tick -> turns.addAndGet(asked.isEmpty() ? 0 : 1)));

        Triggers.Previewed previewed = onLoop(() -> desk.preview(preview("message_regex", "(a?){200}[b-z]$")))
                .await();

        assertThat(turns.get()).as("turns that others had").isGreaterThan(5);
        assertThat(previewed.looked()).isBetween(1, 30);
        assertThat(previewed.matched()).isZero();
    }

    @Test
    void aPreviewIsOfTheLastEventsWhateverTheirOrigin() {
        found = events(event("db-1", "disk full"), event("web", "disk full"), event("db-2", "fine"));

        Triggers.Previewed previewed = onLoop(
                        () -> desk.preview(preview("origins", List.of("db-*"), "message_regex", "disk")))
                .await();

        assertThat(previewed.looked()).isEqualTo(3);
        assertThat(previewed.matched()).isEqualTo(1);
        assertThat(previewed.events()).extracting(Event::origin).containsExactly("db-1");
        assertThat(asked).extracting(Events.Find::filter).containsExactly(Events.Filter.ALL);
    }

    @Test
    void aTestAsksTheStoreForWhatTheTriggerWants() {
        UUID trigger = trigger(target);
        store.run("update event_trigger set severities = '{3}', kinds = '{log}', origins = '{rare-*,odd}'");
        found = events(event("odd", "the newest that matches"), event("odd", "older"));

        Triggers.Tested tested = test(trigger).await();

        assertThat(tested.statusCode()).isEqualTo(204);
        assertThat(target.received.peek().body()).contains("the newest that matches");
        assertThat(asked)
                .extracting(Events.Find::filter)
                .containsExactly(new Events.Filter(
                        List.of(Severity.ERROR), List.of("log"), List.of("rare-*", "odd"), "", null, null));
    }

    @Test
    void onlySoManyPreviewsAreUnderWayAtOnce() {
        Promise<Events.Found> slow = Promise.promise();
        found = slow.future();
        List<Future<Triggers.Previewed>> previews = new ArrayList<>();
        for (int i = 0; i < Previews.PLACES; i++) {
            previews.add(onLoop(() -> desk.preview(preview("message_regex", "x"))));
        }

        assertBusy(onLoop(() -> desk.preview(preview("message_regex", "x"))));
        assertThat(previews).noneMatch(Future::isComplete);

        slow.complete(events().result());
        Future.all(previews).await();
        onLoop(() -> desk.preview(preview("message_regex", "x"))).await();
    }

    @Test
    void onlySoManyTestsAreUnderWayAtOnce() throws IOException {
        List<Future<Triggers.Tested>> tests = new ArrayList<>();
        UUID another = trigger(target);
        try (RawTarget hanging =
                RawTarget.with((socket, out) -> socket.getInputStream().read())) {
            for (int i = 0; i < TriggerDesk.TESTS; i++) {
                tests.add(test(trigger(hanging)));
            }
            await().until(() -> hanging.received.size() == TriggerDesk.TESTS);

            assertBusy(test(another));
            assertThat(tests).noneMatch(Future::isComplete);
        }

        Future.all(tests).await();
        assertThat(test(another).await().statusCode()).isEqualTo(204);
    }

    @Test
    void oneTriggerIsTestedOnceAtATime() throws IOException {
        Future<Triggers.Tested> first;
        try (RawTarget hanging =
                RawTarget.with((socket, out) -> socket.getInputStream().read())) {
            UUID trigger = trigger(hanging);
            first = test(trigger);
            await().until(() -> hanging.received.size() == 1);

            assertBusy(test(trigger));
            assertThat(test(trigger(target)).await().statusCode()).isEqualTo(204);
        }

        assertThat(first.await().statusCode()).isZero();
    }

    @Test
    void whatIsNotThereIsNotTestedForEver() {
        UUID nobody = UUID.randomUUID();
        for (int i = 0; i < 2; i++) {
            Future<?> refused = test(nobody);
            await().until(refused::isComplete);
            assertThat(((FaultException) refused.cause()).fault()).isInstanceOf(Fault.NotFound.class);
        }
    }

    /** Who counts the deliveries of another meanwhile stumbles. */
    @Test
    void oneTriggerIsShownWithoutALookAtTheOthers() {
        UUID trigger = trigger(target);
        store.make(trigger, 2);
        UUID other = trigger(target);
        store.make(other, 3);
        store.run("""
                create function stumble(id uuid) returns boolean language plpgsql cost 10000 as
                $$ begin if id = '%s' then raise exception 'looked at'; end if; return true; end $$""".formatted(other));
        store.insist("alter table delivery rename to kept");
        store.run("create view delivery as select * from kept where stumble(trigger_id)");
        try {
            assertThat(onLoop(() -> desk.get(new Triggers.Get(trigger.toString())))
                            .await()
                            .due())
                    .isEqualTo(2);
            Future<?> all = onLoop(() -> desk.find());
            await().until(all::isComplete);
            assertThat(all.failed()).as("all are looked at for a list").isTrue();
        } finally {
            store.insist("drop view delivery");
            store.insist("alter table kept rename to delivery");
            store.run("drop function stumble");
        }
    }

    private static Triggers.Preview preview(Object... settings) {
        return new Triggers.Preview(GivenFields.with(settings));
    }

    private Future<Triggers.Tested> test(UUID trigger) {
        return onLoop(() -> desk.test(new Triggers.Test(trigger.toString())));
    }

    private static void assertBusy(Future<?> refused) {
        await().until(refused::isComplete);
        assertThat(refused.cause())
                .isInstanceOfSatisfying(
                        FaultException.class, cause -> assertThat(cause.fault()).isInstanceOf(Fault.Unavailable.class));
    }

    private static <T> Future<T> onLoop(Supplier<Future<T>> work) {
        return Future.future(promise -> context.runOnContext(go -> work.get().onComplete(promise)));
    }

    private static UUID trigger(RawTarget target) {
        UUID trigger = store.trigger();
        store.run(
                "update event_trigger set url = $2 where id = $1", trigger, "http://127.0.0.1:" + target.port() + "/");
        return trigger;
    }

    private static Event event(String origin, String message) {
        return new Event(7, TriggerSamples.NOW, "log", origin, "laptop", Severity.ERROR, message, "{}");
    }

    private static Future<Events.Found> events(Event... events) {
        return Future.succeededFuture(new Events.Found(List.of(events), 0, 0));
    }
}
