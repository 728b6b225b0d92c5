package dev.signalbox.bus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.hazelcast.config.Config;
import dev.signalbox.bus.Events.Draft;
import dev.signalbox.bus.Events.Save;
import dev.signalbox.bus.Events.Saved;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Two clustered Vert.x instances in one JVM: what crosses between them is what another node would get. */
class BusIT {

    private static Vertx one;
    private static Vertx other;

    @BeforeAll
    static void cluster() {
        one = member();
        other = member();
    }

    @AfterAll
    static void close() {
        one.close().await();
        other.close().await();
    }

    @Test
    void aCallIsAnsweredByAnotherNodeWithEqualRecords() {
        Call<Save, Saved> call = new Call<>("test.save", Reach.CLUSTER, Duration.ofSeconds(10));
        List<Save> arrived = new CopyOnWriteArrayList<>();
        Save question = new Save(List.of(draft("first"), draft("\u0000 ü \uD83D\uDE00 \"quoted\"")));
        call.answer(other, save -> {
                    arrived.add(save);
                    return Future.succeededFuture(new Saved(List.of(Long.MAX_VALUE, 1L)));
                })
                .await();

        await().ignoreExceptions()
                .untilAsserted(
                        () -> assertThat(call.ask(one, question).await().ids()).containsExactly(Long.MAX_VALUE, 1L));

        assertThat(arrived).contains(question);
        assertThat(arrived.getFirst()).isNotSameAs(question);
    }

    @Test
    void aFaultKeepsItsFieldsAcrossNodes() {
        Call<Save, Saved> call = new Call<>("test.fail", Reach.CLUSTER, Duration.ofSeconds(10));
        Fault fault =
                new Fault.Invalid(List.of(new Fault.FieldError("q", "has no end"), new Fault.FieldError("", "x")));
        call.answer(other, save -> Future.failedFuture(new FaultException(fault)))
                .await();

        await().untilAsserted(() -> assertThat(failure(call)).isEqualTo(fault));
    }

    @Test
    void aTopicOfTheClusterReachesEveryNodeAndOneOfTheNodeDoesNot() {
        Topic<Saved> cluster = new Topic<>("test.cluster", Reach.CLUSTER);
        Topic<Saved> node = new Topic<>("test.node", Reach.NODE);
        List<Saved> far = new CopyOnWriteArrayList<>();
        List<Saved> near = new CopyOnWriteArrayList<>();
        cluster.subscribe(other, far::add).await();
        node.subscribe(other, far::add).await();
        node.subscribe(one, near::add).await();

        await().untilAsserted(() -> {
            node.publish(one, new Saved(List.of(1L)));
            cluster.publish(one, new Saved(List.of(2L)));
            assertThat(near).contains(new Saved(List.of(1L)));
            assertThat(far).contains(new Saved(List.of(2L)));
        });

        assertThat(far).doesNotContain(new Saved(List.of(1L)));
    }

    @Test
    void withinANodeARecordPassesByReference() {
        Call<Save, Saved> call = Call.onNode("test.reference");
        List<Save> arrived = new CopyOnWriteArrayList<>();
        Save question = new Save(List.of(draft("m")));
        call.answer(one, save -> {
                    arrived.add(save);
                    return Future.succeededFuture(new Saved(List.of()));
                })
                .await();

        call.ask(one, question).await();

        assertThat(arrived.getFirst()).isSameAs(question);
    }

    @Test
    void aCallNobodyAnswersIsUnavailable() {
        assertThatThrownBy(() -> Call.<Save, Saved>onNode("test.nobody")
                        .ask(one, new Save(List.of()))
                        .await())
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault()).isInstanceOf(Fault.Unavailable.class));
    }

    @Test
    void aDefectOfTheAnswererIsToldWithoutItsDetails() {
        Call<Save, Saved> call = Call.onNode("test.defect");
        call.answer(one, save -> {
                    throw new IllegalStateException("secret detail");
                })
                .await();

        assertThat(failure(call)).isInstanceOf(Fault.Broken.class);
        assertThat(failure(call).why()).doesNotContain("secret");
    }

    private static Fault failure(Call<Save, Saved> call) {
        return call.ask(one, new Save(List.of()))
                .map((Fault) new Fault.Broken("answered"))
                .otherwise(cause -> ((FaultException) cause).fault())
                .await();
    }

    private static Draft draft(String message) {
        return new Draft(
                Instant.parse("2026-11-20T08:00:00.123456Z"), "log", "o", "me", Severity.WARN, message, "{\"a\":1}");
    }

    private static Vertx member() {
        Config config = new Config().setClusterName("signalbox-bus-test");
        config.setProperty("hazelcast.logging.type", "none");
        config.getNetworkConfig().setPort(0).getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        config.getNetworkConfig().setPort(15_701).setPortAutoIncrement(true);
        config.getNetworkConfig().getJoin().getMulticastConfig().setEnabled(false);
        config.getNetworkConfig().getJoin().getTcpIpConfig().setEnabled(true).addMember("127.0.0.1");
        Vertx vertx = Vertx.builder()
                .withClusterManager(new HazelcastClusterManager(config))
                .with(new io.vertx.core.VertxOptions()
                        .setEventBusOptions(new io.vertx.core.eventbus.EventBusOptions().setHost("127.0.0.1")))
                .buildClustered()
                .await();
        Bus.open(vertx);
        return vertx;
    }
}
