package dev.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OwnersTest {

    private static final SocketAddress LAPTOP = SocketAddress.inetSocketAddress(40_000, "192.0.2.7");
    private static final SocketAddress LOCAL = SocketAddress.inetSocketAddress(40_000, "127.0.0.1");

    private final Vertx vertx = Vertx.vertx();
    private final Context loop = vertx.getOrCreateContext();
    private final AtomicInteger asked = new AtomicInteger();

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @Test
    void theTailnetKnowsBest() {
        Owners owners = owners(Map.of("owner.names", Map.of("192.0.2.7", "configured")), "laptop", "reverse.lan");

        assertThat(nameOf(owners, LAPTOP)).isEqualTo("laptop");
    }

    @Test
    void aConfiguredNameComesBeforeTheNameServers() {
        Owners owners = owners(Map.of("owner.names", Map.of("192.0.2.7", "configured")), "", "reverse.lan");

        assertThat(nameOf(owners, LAPTOP)).isEqualTo("configured");
    }

    @Test
    void theNameServersComeBeforeTheAddress() {
        assertThat(nameOf(owners(Map.of(), "", "reverse.lan"), LAPTOP)).isEqualTo("reverse.lan");
        assertThat(nameOf(owners(Map.of(), "", ""), LAPTOP)).isEqualTo("192.0.2.7");
        assertThat(nameOf(owners(Map.of("owner.reverse-dns", "false"), "", "reverse.lan"), LAPTOP))
                .isEqualTo("192.0.2.7");
    }

    @Test
    void aSenderOnThisMachineGoesByItsName() {
        assertThat(nameOf(owners(Map.of(), "", "reverse.lan"), LOCAL)).isEqualTo("this-machine");
    }

    @Test
    void resolversThatFailLeaveTheAddress() {
        Owners owners = owners(
                Map.of(), peer -> Future.failedFuture("no tailscaled"), address -> Future.failedFuture("no DNS"));

        assertThat(nameOf(owners, LAPTOP)).isEqualTo("192.0.2.7");
    }

    @Test
    void aResolverThatNeverAnswersLeavesTheAddress() {
        Owners owners = owners(Map.of(), peer -> Promise.<String>promise().future(), address -> answer(""));

        assertThat(nameOf(owners, LAPTOP)).isEqualTo("192.0.2.7");
        assertThat(nameOf(owners, LOCAL)).isEqualTo("this-machine");
    }

    @Test
    void aLateAnswerNamesTheNextEvent() {
        Promise<String> late = Promise.promise();
        Owners owners = owners(Map.of(), peer -> late.future(), address -> answer(""));
        assertThat(nameOf(owners, LAPTOP)).isEqualTo("192.0.2.7");

        loop.runOnContext(ready -> late.complete("laptop"));

        await().until(() -> nameOf(owners, LAPTOP).equals("laptop"));
    }

    @Test
    void oneLookupServesAllWhoAskMeanwhile() {
        Promise<String> slow = Promise.promise();
        Owners owners = owners(Map.of("owner.timeout", "10s"), peer -> count(slow.future()), address -> answer(""));

        Future<String> both = onLoop(
                        () -> Future.all(owners.of(LAPTOP, Whois.key(LAPTOP)), owners.of(LAPTOP, Whois.key(LAPTOP))))
                .compose(asking -> asking)
                .map(named -> named.resultAt(0) + " " + named.resultAt(1));
        loop.runOnContext(ready -> slow.complete("laptop"));

        assertThat(both.await()).isEqualTo("laptop laptop");
        assertThat(asked).hasValue(1);
    }

    @Test
    void aKnownNameIsAtHandAtOnce() {
        Owners owners = owners(Map.of(), peer -> count(answer("laptop")), address -> answer(""));
        nameOf(owners, LAPTOP);

        assertThat(onLoop(() -> owners.of(LAPTOP, Whois.key(LAPTOP)).succeeded())
                        .await())
                .isTrue();
        assertThat(asked).hasValue(1);
    }

    @Test
    void machinesBehindOneLoopbackAddressAreToldApartByPort() {
        Owners owners = owners(Map.of(), peer -> answer("port-" + peer.port()), address -> answer(""));

        assertThat(nameOf(owners, LOCAL)).isEqualTo("port-40000");
        assertThat(nameOf(owners, SocketAddress.inetSocketAddress(40_001, "127.0.0.1")))
                .isEqualTo("port-40001");
    }

    private Owners owners(Map<String, Object> changed, String tailnet, String reverse) {
        return owners(changed, peer -> answer(tailnet), address -> answer(reverse));
    }

    private Owners owners(
            Map<String, Object> changed,
            Function<SocketAddress, Future<String>> tailnet,
            Function<String, Future<String>> reverse) {
        OwnerConf conf = OwnerConf.from(TestSettings.with(new HashMap<>(changed)));
        return new Owners(vertx, conf, "this-machine", tailnet, reverse);
    }

    private Future<String> count(Future<String> answer) {
        asked.incrementAndGet();
        return answer;
    }

    private static Future<String> answer(String name) {
        return Future.succeededFuture(name);
    }

    private String nameOf(Owners owners, SocketAddress peer) {
        return onLoop(() -> owners.of(peer, Whois.key(peer)))
                .compose(name -> name)
                .await();
    }

    private <T> Future<T> onLoop(Callable<T> call) {
        Promise<T> done = Promise.promise();
        loop.runOnContext(turn -> {
            try {
                done.complete(call.call());
            } catch (Exception e) {
                done.fail(e);
            }
        });
        return done.future();
    }
}
