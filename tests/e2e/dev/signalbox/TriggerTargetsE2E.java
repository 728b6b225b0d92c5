package dev.signalbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Targets that do everything but accept at once, and many that do. Those of which the second try is awaited get their first
 * at the beginning, so that the pause in between passes for all of them together.
 */
class TriggerTargetsE2E {

    private static final int BURST = 10_000;
    private static final int DOWN_EVENTS = 40;

    @TempDir
    private static Path directory;

    @RegisterExtension
    static final Nodes NODES = new Nodes();

    private static final Http HTTP = new Http();
    private static NodeProcess node;
    private static Hooks hooks;

    private static final Case FAILS = new Case("fails", Receiver.status("500 Internal Server Error"));
    private static final Case BUSY = new Case("busy", Receiver.status("429 Too Many Requests", "Retry-After: 8\r\n"));
    private static final Case MOVED =
            new Case("moved", Receiver.status("301 Moved Permanently", "Location: http://127.0.0.1:1/elsewhere\r\n"));
    private static final Case RESETS = new Case("resets", Receiver::reset);
    private static final Case SILENT = new Case("silent", Receiver::hang);
    private static final List<Case> FIRST_TRIES = List.of(FAILS, BUSY, MOVED, RESETS, SILENT);

    /** A target that accepts from the second try on, and the trigger for it. */
    private static final class Case {
        private final String origin;
        private final Receiver target;
        private String trigger = "";

        Case(String origin, Receiver.Manner first) {
            this.origin = origin;
            target = Receiver.with(Receiver.first(1, first, Receiver.ACCEPT));
        }

        /** What it said to the first try; the second has been accepted. */
        JsonObject firstTry() {
            JsonObject delivery = hooks.tried(trigger, 2);
            assertThat(delivery.getString("state")).isEqualTo("done");
            assertThat(delivery.getInteger("status_code")).isEqualTo(204);
            assertThat(target.received()).hasSize(2);
            Hooks.assertRepeatedAlike(target.received());
            return delivery.getJsonArray("attempt_log").getJsonObject(0);
        }
    }

    @BeforeAll
    static void start() throws IOException {
        node = NODES.start(directory, Hooks.SETTINGS);
        hooks = new Hooks(HTTP, node);
        for (Case each : FIRST_TRIES) {
            each.trigger = hooks.make(each.origin, each.target);
            HTTP.log(node, each.origin, "for " + each.origin);
        }
    }

    @AfterAll
    static void end() {
        HTTP.close();
        FIRST_TRIES.forEach(each -> each.target.close());
    }

    @Test
    void whatFailedIsTriedAgain() {
        JsonObject first = FAILS.firstTry();

        assertThat(first.getInteger("status_code")).isEqualTo(500);
        assertThat(first.getString("error")).isNotEmpty();
    }

    @Test
    void aTargetThatAsksForAPauseGetsIt() throws IOException {
        JsonObject delivery = hooks.tried(BUSY.trigger, 1);
        assertThat(Duration.between(
                        delivery.getInstant("created"),
                        hooks.tried(BUSY.trigger, 2)
                                .getJsonArray("attempt_log")
                                .getJsonObject(1)
                                .getInstant("at")))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(8));
        assertThat(BUSY.firstTry().getInteger("status_code")).isEqualTo(429);
    }

    @Test
    void aRedirectIsAFailureAndIsNotFollowed() {
        assertThat(MOVED.firstTry().getInteger("status_code")).isEqualTo(301);
    }

    @Test
    void aResetAndASilenceAreFailuresWithoutAStatus() {
        for (Case each : List.of(RESETS, SILENT)) {
            JsonObject first = each.firstTry();
            assertThat(first.getInteger("status_code")).isZero();
            assertThat(first.getString("error")).isNotEmpty();
        }
        assertThat(SILENT.firstTry().getInteger("latency_ms")).isGreaterThanOrEqualTo(1_000);
    }

    @Test
    void aTargetThatIsGoneStopsItsTriggerAndAnotherLookStartsIt() throws IOException {
        try (Receiver target = Receiver.with(Receiver.status("410 Gone"))) {
            String trigger = hooks.make("gone", target);
            HTTP.log(node, "gone", "is this the right place?");

            await().atMost(Hooks.PATIENCE)
                    .until(() -> hooks.get(trigger).getString("state").equals("stopped"));
            assertThat(hooks.get(trigger).getString("stopped")).isEqualTo("gone");
            assertThat(hooks.tried(trigger, 1).getString("state")).isEqualTo("dead");

            target.manner(Receiver.ACCEPT);
            // As a form sends all it has.
            assertThat(hooks.change(
                                    trigger,
                                    new JsonObject()
                                            .put("enabled", true)
                                            .put("name", "to gone")
                                            .put("url", target.url()))
                            .getString("state"))
                    .isEqualTo("stopped");
            assertThat(hooks.change(trigger, new JsonObject().put("enabled", true))
                            .getString("state"))
                    .isEqualTo("active");
            String dead = hooks.deliveries(trigger, "").getFirst().getString("id");
            assertThat(hooks.send("POST", "/api/deliveries/" + dead + "/replay", "")
                            .statusCode())
                    .isEqualTo(200);

            await().atMost(Hooks.PATIENCE).until(() -> target.count() == 1);
            Hooks.assertRepeatedAlike(target.received());
        }
    }

    @Test
    void anEndlessAnswerIsReadToItsBoundAndCountsAsAccepted() throws IOException {
        try (Receiver target = Receiver.accepting()) {
            target.manner(target.endless());
            String trigger = hooks.make("endless", target);
            HTTP.log(node, "endless", "tell me everything");

            JsonObject delivery = hooks.tried(trigger, 1);

            assertThat(delivery.getString("state")).isEqualTo("done");
            assertThat(delivery.getJsonArray("attempt_log").getJsonObject(0).getString("response_snippet"))
                    .startsWith("xxx")
                    .hasSizeLessThan(10_000);
            // What the systems on both sides hold in between comes on top of the 64 KiB that are read.
            assertThat(target.written()).isLessThan(32 << 20);
        }
    }

    @Test
    void aTargetThatWasDownGetsEverythingOnceItIsBack() throws IOException {
        try (Receiver target = Receiver.accepting()) {
            String trigger = hooks.make("down", target);
            target.shut();
            Set<String> events = Set.copyOf(hooks.log("down", DOWN_EVENTS));
            // Five failures in a row, and what looks now and then: the others have not been tried.
            await().atMost(Hooks.PATIENCE).until(() -> tries(trigger) > 5);
            assertThat(tries(trigger)).isLessThan(DOWN_EVENTS);
            assertThat(hooks.get(trigger).getString("state")).isEqualTo("failing");

            target.reopen();

            Hooks.awaitAll(target, events);
            await().atMost(Hooks.PATIENCE)
                    .until(() -> hooks.get(trigger).getString("state").equals("active"));
            Hooks.assertOnce(target, events);
        }
    }

    /** While the first try of a dead target's first delivery has not even ended. */
    @Test
    void aDeadTargetHoldsUpNobody() throws IOException {
        try (Receiver dead = Receiver.with(Receiver::hang);
                Receiver healthy = Receiver.accepting()) {
            String stuck = hooks.make("shared", dead);
            hooks.make("shared", healthy);

            Set<String> events = Set.copyOf(hooks.log("shared", 300));

            Hooks.awaitAll(healthy, events);
            Hooks.assertOnce(healthy, events);
            assertThat(dead.accepted()).isEmpty();
            assertThat(hooks.deliveries(stuck, "&state=due")).hasSize(300);
        }
    }

    /** Such as two channels of one chat service, one of which has been deleted. */
    @Test
    void oneThatFailsClosesNobodyElsesWayToTheSameHost() throws IOException {
        Receiver.Manner fails = Receiver.status("500 Internal Server Error");
        try (Receiver host = Receiver.with((webhook, socket) ->
                (webhook.body().contains("to failing") ? fails : Receiver.ACCEPT).answer(webhook, socket))) {
            String failing = hooks.make("failing", host);
            hooks.make("fine", host);
            hooks.log("failing", 20);
            await().atMost(Hooks.PATIENCE).until(() -> tries(failing) >= 5);

            Set<String> events = Set.copyOf(hooks.log("fine", 50));

            Hooks.awaitAll(host, events);
            Hooks.assertOnce(host, events);
            assertThat(tries(failing)).as("closed after five failures").isLessThan(20);
        }
    }

    @Test
    void aBurstThatMatchesThreeTriggersArrivesOnceAtEach() throws IOException {
        try (Receiver first = Receiver.accepting();
                Receiver second = Receiver.accepting();
                Receiver third = Receiver.accepting()) {
            List<Receiver> targets = List.of(first, second, third);
            for (Receiver target : targets) {
                hooks.make("burst", target);
            }

            Set<String> events = Set.copyOf(hooks.log("burst", BURST));

            for (Receiver target : targets) {
                Hooks.awaitAll(target, events);
                Hooks.assertOnce(target, events);
                assertThat(target.received()).hasSize(BURST);
            }
        }
    }

    private static int tries(String trigger) throws IOException {
        return hooks.deliveries(trigger, "").stream()
                .mapToInt(delivery -> delivery.getInteger("attempts"))
                .sum();
    }
}
