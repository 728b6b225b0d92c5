package dev.signalbox.triggers;

import static dev.signalbox.triggers.Deliveries.events;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.signalbox.bus.Bus;
import dev.signalbox.bus.Call;
import dev.signalbox.bus.EventId;
import dev.signalbox.bus.Events;
import dev.signalbox.bus.Events.Event;
import dev.signalbox.db.Outbox;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.SqlConnection;
import io.vertx.sqlclient.Transaction;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** From a stored batch to a recorded try, on a real database that refuses for a while, and with a real target. */
class CourierIT {

    private static final int BURST = 10;
    private static final int IN_FLIGHT = 4;

    private static Vertx vertx;
    private static Context context;
    private static Deliveries store;

    private RawTarget target;
    private Call.Registration answering;
    private Registry registry;
    private Courier courier;
    private Dispatcher dispatcher;

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
        answering = Events.BATCH
                .answer(
                        vertx,
                        ask -> Future.succeededFuture(new Events.BatchEvents(
                                events(ask.firstId(), (int) (ask.lastId() - ask.firstId() + 1)), true)))
                .await();
        TriggersConf conf = new TriggersConf(
                TriggerSamples.blocks("127.0.0.0/8"),
                Duration.ofMinutes(1),
                IN_FLIGHT,
                IN_FLIGHT,
                65_536,
                BURST,
                1,
                Duration.ofDays(5),
                Duration.ofDays(30));
        registry = new Registry(store.triggers);
        TriggerMeters meters = new TriggerMeters(new SimpleMeterRegistry());
        Sender sender = new Sender(vertx, TargetGuard.open(vertx, conf.allowTargets()), new Payload(), conf, "1.2.3");
        courier = new Courier(vertx, store.sql, registry, sender, conf, meters);
        dispatcher = new Dispatcher(vertx, store.match, registry, courier, conf, meters);
    }

    @AfterEach
    void end() throws IOException {
        drain(Future.succeededFuture()).await();
        answering.end().await();
        target.close();
    }

    @Test
    void whatTheDatabaseRefusedForAWhileUsesUpNothingOfTheRate() {
        UUID trigger = trigger();
        Outbox.Entry entry = batch();
        refuse("delivery");
        sweep();
        await().until(() -> refusals() > 0);
        accept("delivery");

        await().until(() -> {
            sweep();
            return target.received.size() == BURST;
        });
        assertThat(store.count("delivery where trigger_id = $1", trigger)).isEqualTo(BURST);
        assertThat(store.get(trigger).suppressed()).isZero();
        assertThat(store.match.left(Duration.ZERO, 10).await()).doesNotContain(entry);
    }

    @Test
    void whatCannotBeRecordedForAWhileIsRecordedLaterAndNotSentAgain() {
        trigger();
        batch();
        refuse("attempt");
        sweep();
        await().until(() -> target.received.size() == BURST && refusals() > 0);
        assertThat(store.count("delivery where state = 'done'")).isZero();
        accept("attempt");

        await().until(() -> store.count("delivery where state = 'done'") == BURST);
        assertThat(store.count("attempt where status = 204")).isEqualTo(BURST);
        assertThat(target.received).hasSize(BURST);
    }

    @Test
    void whatTheRateOfAnotherNodeHeldBackIsCarriedByWhoeverFiresNext() {
        UUID trigger = trigger();
        store.run("update event_trigger set suppressed = 5 where id = $1", trigger);
        registry.refresh().await();
        batch();

        sweep();

        await().until(() -> store.count("delivery where state = 'done'") == BURST);
        assertThat(store.count("delivery where suppressed = 5")).isEqualTo(1);
        assertThat(store.get(trigger).suppressed()).isZero();
    }

    /** By the processor time of the event loop's thread, which does not depend on what else the machine does. */
    @Test
    void expressionsThatTakeLongHoldUpNobody() {
        UUID trigger = trigger();
        UUID heavy = trigger();
        store.run("update event_trigger set message_regex = '(a?){215}[b-z]$' where id = $1", heavy);
        registry.reload().await();
        Event event = TriggerSamples.event("a".repeat(30_000));
        long cost = processorTime(
                Thread.currentThread(), () -> registry.compiled().snapshot().matching(event));
        Outbox.Entry entry = store.batch(event.id(), event.id());
        Thread loop = Future.<Thread>future(found -> context.runOnContext(go -> found.complete(Thread.currentThread())))
                .await();

        long spent = processorTime(loop, () -> {
            context.runOnContext(go -> dispatcher.stored(new Events.Stored(0, event.id(), List.of(event))));
            await().until(() -> store.count("delivery where trigger_id = $1 and state = 'done'", trigger) == 1);
        });

        assertThat(spent).isLessThan(cost / 2);
        assertThat(store.match.left(Duration.ZERO, 10).await()).doesNotContain(entry);
    }

    private static long processorTime(Thread thread, Runnable work) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long before = threads.getThreadCpuTime(thread.threadId());
        work.run();
        return threads.getThreadCpuTime(thread.threadId()) - before;
    }

    /** Slow ones that succeed stay open for ever; here one alone fills the room of the whole node. */
    @Test
    void slowTargetsLeaveRoomForTheOthers() throws IOException {
        try (RawTarget slow =
                RawTarget.with((socket, out) -> socket.getInputStream().read())) {
            store.make(trigger(slow), 3 * IN_FLIGHT);
            context.runOnContext(go -> courier.claim());
            await().until(() -> slow.received.size() == IN_FLIGHT);
            store.make(trigger(), BURST);

            context.runOnContext(go -> courier.claim());

            await().until(() -> target.received.size() == BURST);
            assertThat(slow.received).hasSize(IN_FLIGHT);
        }
    }

    @Test
    void whatComesWhileTheNodeEndsIsLeftToOthersBeforeItHasEnded() {
        UUID trigger = trigger();
        store.make(trigger, BURST);
        Promise<Void> settling = Promise.promise();
        Future<Void> drained = drain(settling.future());
        List<Delivery> ours = store.claim(BURST, trigger);

        context.runOnContext(go -> courier.send(ours.subList(0, 1)));
        await().until(() -> store.count("delivery where due <= now()") == 1);
        assertThat(isComplete(drained)).isFalse();
        context.runOnContext(go -> {
            courier.send(ours.subList(1, BURST));
            settling.complete();
        });

        drained.await();
        assertThat(store.claim(BURST, trigger)).hasSize(BURST);
        assertThat(target.received).isEmpty();
    }

    @Test
    void whatIsClaimedWhileTheNodeEndsIsLeftToOthersBeforeItHasEnded() {
        UUID trigger = trigger();
        store.make(trigger, BURST);
        SqlConnection other = store.pool.getConnection().await();
        Transaction transaction = other.begin().await();
        other.query("lock table delivery in share mode").execute().await();

        context.runOnContext(go -> courier.claim());
        Future<Void> drained = drain(Future.succeededFuture());
        assertThat(isComplete(drained)).isFalse();
        transaction.rollback().await();
        other.close().await();

        drained.await();
        assertThat(store.claim(BURST, trigger)).hasSize(BURST);
        assertThat(target.received).isEmpty();
    }

    /** After all that was to be done before. */
    private static boolean isComplete(Future<?> future) {
        return Future.<Boolean>future(answer -> context.runOnContext(go -> answer.complete(future.isComplete())))
                .await();
    }

    private Future<Void> drain(Future<Void> settling) {
        return Future.future(
                drained -> context.runOnContext(go -> courier.drain(settling).onComplete(drained)));
    }

    @Test
    void whatIsGivenUpIsToldOnceForEachTrigger() throws IOException {
        ListAppender<ILoggingEvent> log = new ListAppender<>();
        Logger logger = (Logger) LoggerFactory.getLogger(Deaths.class);
        log.start();
        logger.addAppender(log);
        try (RawTarget failing = RawTarget.answering("500 No", "", "")) {
            UUID trigger = trigger(failing);
            store.make(trigger, 3);
            store.run("update delivery set attempts = $1", Schedule.MAX_ATTEMPTS - 1);

            context.runOnContext(go -> courier.claim());

            await().until(() -> store.count("delivery where state = 'dead'") == 3);
            await().until(() -> log.list.stream().mapToInt(CourierIT::deaths).sum() == 3);
            assertThat(log.list).allSatisfy(line -> {
                assertThat(line.getLevel()).isEqualTo(Level.WARN);
                assertThat(line.getKeyValuePairs().toString())
                        .contains(trigger.toString(), "tries=\"10\"", "answered 500");
            });
        } finally {
            logger.detachAppender(log);
        }
    }

    private static int deaths(ILoggingEvent line) {
        return line.getKeyValuePairs().stream()
                .filter(pair -> pair.key.equals("deliveries"))
                .mapToInt(pair -> (int) pair.value)
                .sum();
    }

    private UUID trigger() {
        return trigger(target);
    }

    private UUID trigger(RawTarget target) {
        UUID trigger = store.trigger();
        store.run(
                "update event_trigger set url = $2 where id = $1", trigger, "http://127.0.0.1:" + target.port() + "/");
        registry.reload().await();
        return trigger;
    }

    /** Left over since a minute ago. */
    private Outbox.Entry batch() {
        long first = EventId.floor(Instant.now().minusSeconds(60));
        return store.batch(first, first + BURST - 1);
    }

    private void sweep() {
        context.runOnContext(go -> dispatcher.sweep());
    }

    /** As the database refuses whoever must give way to another transaction. */
    private static void refuse(String table) {
        store.run("create sequence refused");
        store.run("""
                create or replace function refuse() returns trigger language plpgsql as
                $$ begin perform nextval('refused'); raise exception using errcode = '40001'; end $$""");
        store.insist("create trigger refused before insert on " + table + " execute function refuse()");
    }

    /** Sequences keep what a transaction that is rolled back did. */
    private static long refusals() {
        return store.count("refused where is_called");
    }

    private static void accept(String table) {
        store.insist("drop trigger refused on " + table);
        store.run("drop sequence refused");
    }
}
