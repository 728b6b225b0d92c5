package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.signalbox.Receiver.Webhook;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * The node is killed at each step on the way from an event to its webhook, where the step before is committed and the next
 * has begun. Whatever was acknowledged arrives, always as the same webhook.
 */
class TriggersStagesE2E {

    /** At each step: some steps are short, or begin only when others wait. */
    private static final int ROUNDS = 2;

    /** More than one trigger may have under way on a node, so that some deliveries are still anybody's. */
    private static final int EVENTS = 120;

    /** Long enough that a step is seen while it lasts, and not so long that what a killed node took is late. */
    private static final String TIMEOUT = "3s";

    private static final String LEASED =
            "select id::text from delivery where trigger_id = ?::uuid and attempts = 0 and due > now()";

    private static final String FREE =
            "select id::text from delivery where trigger_id = ?::uuid and attempts = 0 and due <= now()";

    private static final String ALL = "select id::text from delivery where trigger_id = ?::uuid";

    @TempDir
    private static Path directory;

    @RegisterExtension
    static final Nodes NODES = new Nodes();

    private static final Http HTTP = new Http();
    private static NodeProcess node;
    private static Hooks hooks;

    private final Map<String, String> acknowledged = new HashMap<>();
    private Receiver target;
    private String trigger;

    @BeforeAll
    static void start() {
        node = NODES.start(directory, Hooks.settings(Map.of("SIGNALBOX_TRIGGERS_TIMEOUT", TIMEOUT)));
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
    void killedAfterTheAnswerAndBeforeTheMatch() throws Exception {
        make(Receiver.accepting());
        for (int round = 0; round < ROUNDS; round++) {
            try (Tables tables = new Tables(node)) {
                tables.lock("delivery");
                Set<String> before = tables.texts(ALL, trigger);
                try (Load load = Load.on(HTTP, node).awaitAcknowledged(EVENTS)) {
                    tables.awaitWaiting("delivery", "insert into delivery");
                    kill(load);
                }
                tables.unlock();
                assertThat(tables.texts(ALL, trigger)).isEqualTo(before);
            }
            node.restart();
        }

        assertDelivered();
    }

    /** Some deliveries are taken by who records them, others later by whoever looks for them. */
    @Test
    void killedAfterTheClaimAndBeforeTheRequest() throws Exception {
        make(Receiver.stalled());
        for (int round = 0; round < ROUNDS; round++) {
            try (Tables tables = new Tables(node)) {
                try (Load load = Load.on(HTTP, node).awaitAcknowledged(EVENTS)) {
                    await().until(() -> !tables.texts(LEASED, trigger).isEmpty());
                    kill(load);
                }
                assertThat(tables.texts(LEASED, trigger)).isNotEmpty();
                killWhoClaims(tables, tables.texts(FREE, trigger));
                if (round == ROUNDS - 1) {
                    target.reopen();
                }
                node.restart();
            }
        }

        assertDelivered();
    }

    private void killWhoClaims(Tables tables, Set<String> free) throws SQLException {
        node.restart();
        await().until(() -> !Collections.disjoint(tables.texts(LEASED, trigger), free));
        node.kill9();
        assertThat(tables.texts(LEASED, trigger)).containsAnyElementsOf(free);
    }

    @Test
    void killedAfterTheTargetsAnswerAndBeforeItIsRecorded() throws Exception {
        make(Receiver.accepting());
        Set<String> unrecorded = new HashSet<>();
        for (int round = 0; round < ROUNDS; round++) {
            try (Tables tables = new Tables(node)) {
                tables.lock("attempt");
                int before = target.count();
                try (Load load = Load.on(HTTP, node).awaitAcknowledged(EVENTS)) {
                    tables.awaitWaiting("attempt", "insert into attempt");
                    kill(load);
                }
                unrecorded.addAll(ids(target.accepted().subList(before, target.count())));
                tables.unlock();
            }
            node.restart();
        }

        awaitRepeated(unrecorded);
        assertDelivered();
    }

    private void make(Receiver receiver) throws IOException {
        target = receiver;
        trigger = hooks.make("load", receiver);
    }

    private void kill(Load load) {
        node.kill9();
        acknowledged.putAll(load.stop().acknowledged());
    }

    private void awaitRepeated(Set<String> webhooks) {
        assertThat(webhooks).isNotEmpty();
        await().atMost(Hooks.PATIENCE)
                .until(() -> target.accepted().stream()
                        .filter(webhook -> webhooks.contains(webhook.id()))
                        .collect(Collectors.groupingBy(Webhook::id, Collectors.counting()))
                        .values()
                        .stream()
                        .allMatch(times -> times > 1));
    }

    private void assertDelivered() throws IOException {
        Hooks.awaitAll(target, acknowledged.keySet());
        Hooks.assertRepeatedAlike(target.received());
        assertThat(target.received())
                .filteredOn(webhook -> acknowledged.containsKey(webhook.eventId()))
                .allSatisfy(webhook -> assertThat(webhook.message()).isEqualTo(acknowledged.get(webhook.eventId())));
        await().atMost(Hooks.PATIENCE)
                .until(() -> hooks.deliveries(trigger, "&state=due").isEmpty());
        assertThat(hooks.send("DELETE", "/api/event-triggers/" + trigger, "").statusCode())
                .isEqualTo(204);
    }

    private static Set<String> ids(Collection<Webhook> webhooks) {
        return webhooks.stream().map(Webhook::id).collect(Collectors.toSet());
    }
}
