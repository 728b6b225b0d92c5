package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Every matched event leaves as a webhook, at least once and always as the same one, whenever the node ends. */
class TriggersKilledE2E {

    private static final int EVENTS = 150;

    /** For a node that is asked to end while it sends them, in turns of a few at once. */
    private static final int SLOW_EVENTS = 60;

    @TempDir
    private static Path directory;

    @RegisterExtension
    static final Nodes NODES = new Nodes();

    private static final Http HTTP = new Http();
    private static NodeProcess node;
    private static Hooks hooks;

    private final Receiver target = Receiver.accepting();
    private final Map<String, String> acknowledged = new HashMap<>();

    @BeforeAll
    static void start() {
        node = NODES.start(directory, Hooks.SETTINGS);
        hooks = new Hooks(HTTP, node);
    }

    @AfterAll
    static void end() {
        HTTP.close();
    }

    @AfterEach
    void close() {
        target.close();
    }

    @Test
    void whatMatchedIsDeliveredAfterEveryKill() throws IOException, InterruptedException {
        hooks.make("load", target);

        killUnderLoad();
        killBetweenPostAndRecord();
        killWithDatabase();

        Hooks.awaitAll(target, acknowledged.keySet());
        Hooks.assertRepeatedAlike(target.received());
        assertThat(target.received())
                .filteredOn(webhook -> acknowledged.containsKey(webhook.eventId()))
                .allSatisfy(webhook -> assertThat(webhook.message()).isEqualTo(acknowledged.get(webhook.eventId())));
    }

    @Test
    void whatIsUnderWayIsFinishedWhenAskedToEndAndTheRestIsSentLater() throws IOException {
        String trigger = hooks.make("slow", target);
        target.manner((webhook, socket) -> {
            // So that some are under way at any time; nothing is waited for.
            Thread.sleep(200);
            return Receiver.ACCEPT.answer(webhook, socket);
        });
        Set<String> events = Set.copyOf(hooks.log("slow", SLOW_EVENTS));
        await().atMost(Hooks.PATIENCE).until(() -> target.count() > 1);

        assertThat(node.terminate()).as(node.tail()).isZero();
        assertThat(target.count()).isLessThan(SLOW_EVENTS);
        node.restart();

        Hooks.awaitAll(target, events);
        await().atMost(Hooks.PATIENCE)
                .until(() -> hooks.deliveries(trigger, "&state=done").size() == SLOW_EVENTS);
        Hooks.assertOnce(target, events);
    }

    private void killUnderLoad() {
        try (Load load = Load.on(HTTP, node).awaitAcknowledged(EVENTS)) {
            node.kill9();
            collect(load);
        }
        node.restart();
    }

    /** When the target has just said that it accepts, which nobody will remember. */
    private void killBetweenPostAndRecord() throws InterruptedException {
        CountDownLatch killed = new CountDownLatch(1);
        CountDownLatch posted = new CountDownLatch(1);
        try (Load load = Load.on(HTTP, node).awaitAcknowledged(EVENTS)) {
            target.manner((webhook, socket) -> {
                Receiver.ACCEPT.answer(webhook, socket);
                posted.countDown();
                killed.await();
                return true;
            });
            posted.await();
            node.kill9();
            collect(load);
        }
        target.manner(Receiver.ACCEPT);
        killed.countDown();
        node.restart();
    }

    private void killWithDatabase() {
        try (Load load = Load.on(HTTP, node).awaitAcknowledged(EVENTS)) {
            node.postmaster().kill9();
            node.kill9();
            collect(load);
        }
        node.restart();
    }

    private void collect(Load load) {
        acknowledged.putAll(load.stop().acknowledged());
    }
}
