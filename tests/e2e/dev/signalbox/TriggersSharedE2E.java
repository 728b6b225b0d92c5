package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.db.ExternalPostgres;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes over one database: what one of them sends, the other does not; and both outlive their database. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TriggersSharedE2E {

    private static final int EVENTS = 800;

    private static final int ROUNDS = 5;

    @TempDir
    private static Path directory;

    @RegisterExtension
    static final Nodes NODES = new Nodes();

    private static final Http HTTP = new Http();
    private static ExternalPostgres postgres;
    private static NodeProcess one;
    private static NodeProcess other;

    @BeforeAll
    static void start() throws IOException {
        postgres = new ExternalPostgres(directory.resolve("postgres"));
        CompletableFuture<NodeProcess> first = CompletableFuture.supplyAsync(() -> node("one"));
        CompletableFuture<NodeProcess> second = CompletableFuture.supplyAsync(() -> node("other"));
        one = first.join();
        other = second.join();
    }

    @AfterAll
    static void end() {
        HTTP.close();
        postgres.close();
    }

    /** However soon after the answer, and to whichever node. */
    @Test
    @Order(0)
    void whatIsSentAfterATriggerWasMadeIsMatchedWithIt() throws IOException {
        for (int round = 0; round < ROUNDS; round++) {
            try (Receiver target = Receiver.accepting()) {
                Hooks hooks = new Hooks(HTTP, one);
                String trigger = hooks.make("round-" + round, target);
                Set<String> events = Set.copyOf(new Hooks(HTTP, other).log("round-" + round, 3));

                Hooks.awaitAll(target, events);
                Hooks.assertOnce(target, events);
                disable(hooks, trigger);
            }
        }
    }

    @Test
    @Order(1)
    void noDeliveryIsMadeTwiceAndOneChangeHoldsOnBoth() throws IOException {
        try (Receiver target = Receiver.accepting()) {
            Hooks hooks = new Hooks(HTTP, one);
            String trigger = hooks.make("load", target);
            awaitKnown(hooks);
            try (Load load = Load.on(HTTP, one, other).awaitAcknowledged(EVENTS)) {
                load.stop().assertAnswered();
                Hooks.awaitAll(target, load.acknowledged().keySet());
                awaitNothingDue(hooks, trigger);
                Hooks.assertOnce(target, load.acknowledged().keySet());
                assertThat(target.received()).hasSameSizeAs(target.accepted());
            }
            disable(hooks, trigger);
        }
    }

    @Test
    @Order(2)
    void oneCooldownHoldsOnBoth() throws IOException {
        try (Receiver target = Receiver.accepting()) {
            Hooks hooks = new Hooks(HTTP, one);
            String trigger = hooks.make("load", target, new JsonObject().put("cooldown_seconds", 3_600));
            awaitKnown(hooks);
            long acknowledged;
            try (Load load = Load.on(HTTP, one, other).awaitAcknowledged(EVENTS)) {
                acknowledged = load.stop().acknowledged().size();
            }

            await().atMost(Hooks.PATIENCE).until(() -> hooks.get(trigger).getLong("suppressed") == acknowledged - 1);
            awaitNothingDue(hooks, trigger);
            assertThat(target.received()).hasSize(1);
            disable(hooks, trigger);
        }
    }

    @Test
    @Order(3)
    void nothingThatMatchedIsLostWhileTheDatabaseIsAway() throws IOException {
        try (Receiver target = Receiver.accepting()) {
            Hooks hooks = new Hooks(HTTP, one);
            String trigger = hooks.make("load", target);
            awaitKnown(hooks);
            try (Load load = Load.on(HTTP, one, other).awaitAcknowledged(EVENTS)) {
                postgres.stop();
                load.awaitRefusals(20);
                postgres.start();
                load.awaitAcknowledged(EVENTS).stop().assertAnswered();

                Hooks.awaitAll(target, load.acknowledged().keySet());
            }
            awaitNothingDue(hooks, trigger);
            Hooks.assertRepeatedAlike(target.received());
        }
    }

    private static NodeProcess node(String name) {
        return NODES.start(directory.resolve(name), Hooks.settings(Map.of("SIGNALBOX_DATABASE_URL", postgres.url())));
    }

    /** What was made before is known to the other node, too, once it has matched an event with a trigger made now. */
    private static void awaitKnown(Hooks hooks) throws IOException {
        try (Receiver target = Receiver.accepting()) {
            String trigger = hooks.make("probe", target);
            await().atMost(Hooks.PATIENCE).until(() -> {
                HTTP.log(other, "probe", "is it known?");
                return target.count() > 0;
            });
            disable(hooks, trigger);
        }
    }

    private static void disable(Hooks hooks, String trigger) throws IOException {
        hooks.change(trigger, new JsonObject().put("enabled", false));
    }

    private static void awaitNothingDue(Hooks hooks, String trigger) {
        await().atMost(Hooks.PATIENCE)
                .until(() -> hooks.deliveries(trigger, "&state=due").isEmpty());
    }
}
