package dev.signalbox.triggers;

import static dev.signalbox.triggers.RunningSender.DELIVERY;
import static dev.signalbox.triggers.TriggerSamples.NOW;
import static dev.signalbox.triggers.TriggerSamples.event;
import static dev.signalbox.triggers.TriggerSamples.trigger;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Where a webhook goes, and where it does not. */
class SenderGuardIT {

    private final RunningSender running = new RunningSender();

    @AfterEach
    void stop() throws IOException {
        running.close();
    }

    @Test
    void redirectsAreNotFollowed() throws Exception {
        RawTarget inner = running.keep(RawTarget.answering("200 OK", "", "secret"));
        for (String status : List.of("301 Moved", "302 Found", "303 See", "307 Temporary", "308 Permanent")) {
            RawTarget target = running.keep(
                    RawTarget.answering(status, "Location: http://127.0.0.1:" + inner.port() + "/\r\n", ""));

            Outcome outcome = running.send(running.sender(RunningSender.PATIENT), target);

            assertThat(outcome.error()).contains("redirect");
            assertThat(Schedule.verdict(outcome.status())).isEqualTo(Schedule.Verdict.RETRY);
        }
        assertThat(inner.connections).hasValue(0);
    }

    @Test
    void aTargetThatIsNotAllowedIsNotConnectedTo() throws Exception {
        RawTarget target = running.keep(RawTarget.answering("200 OK", "", ""));
        TargetGuard strict = new TargetGuard(new AddressGuard(List.of(), address -> false), running::names);
        Sender sender =
                new Sender(running.vertx, strict, new Payload(), TriggerSamples.conf(RunningSender.PATIENT), "1.2.3");

        for (String host : List.of("127.0.0.1", "[::ffff:127.0.0.1]", "hook.test", "127.1", "2130706433")) {
            Trigger trigger = trigger("http://" + host + ":" + target.port() + "/", Format.JSON);

            Outcome outcome = sender.send(DELIVERY, trigger, event("x"), 0, NOW).await();

            assertThat(outcome.status()).isZero();
            assertThat(outcome.error()).startsWith("the url ");
        }
        assertThat(target.connections).hasValue(0);
    }

    @Test
    void aNameIsLookedUpOnceAndItsHostIsKept() throws Exception {
        RawTarget target = running.keep(RawTarget.answering("200 OK", "", ""));

        Outcome outcome = running.sender(RunningSender.PATIENT)
                .send(DELIVERY, trigger("http://hook.test:" + target.port() + "/", Format.JSON), event("x"), 0, NOW)
                .await();

        assertThat(outcome.status()).isEqualTo(200);
        assertThat(running.lookUps).hasValue(1);
        assertThat(target.received.take().headers()).containsEntry("host", "hook.test:" + target.port());
    }

    @Test
    void aKeptConnectionIsNotUsedForAnotherAddressOfTheName() throws Exception {
        RawTarget first = running.keep(RawTarget.answering("200 OK", "", "first"));
        try (ServerSocket other = new ServerSocket(first.port(), 50, InetAddress.ofLiteral("127.0.0.2"))) {
            running.keep(RawTarget.on(other, (socket, out) -> RawTarget.respond(out, "200 OK", "", "second")));
            Sender sender = running.sender(RunningSender.PATIENT);
            Trigger trigger = trigger("http://moves.test:" + first.port() + "/", Format.JSON);

            assertThat(sender.send(DELIVERY, trigger, event("x"), 0, NOW)
                            .await()
                            .snippet())
                    .isEqualTo("first");
            assertThat(sender.send(DELIVERY, trigger, event("x"), 0, NOW)
                            .await()
                            .snippet())
                    .isEqualTo("second");
        }
    }

    @Test
    void aDeadAddressIsFollowedByTheNext() throws Exception {
        RawTarget target = running.keep(RawTarget.answering("200 OK", "", ""));

        Outcome outcome = running.sender(RunningSender.PATIENT)
                .send(DELIVERY, trigger("http://two.test:" + target.port() + "/", Format.JSON), event("x"), 0, NOW)
                .await();

        assertThat(outcome.status()).isEqualTo(200);
    }

    @Test
    void aNameServerThatDoesNotAnswerIsWaitedForNoLonger() throws Exception {
        Outcome outcome = running.sender(RunningSender.HASTY)
                .send(DELIVERY, trigger("http://silent.test/", Format.JSON), event("x"), 0, NOW)
                .await(10, TimeUnit.SECONDS);

        assertThat(outcome.error()).contains("no answer within");
    }

    @Test
    void aProxyOfTheSystemIsNotAsked() throws Exception {
        RawTarget proxy = running.keep(RawTarget.answering("200 OK", "", "from the proxy"));
        RawTarget target = running.keep(RawTarget.answering("200 OK", "", "from the target"));
        Map<String, String> properties = Map.of(
                "http.proxyHost", "127.0.0.1",
                "http.proxyPort", Integer.toString(proxy.port()),
                "socksProxyHost", "127.0.0.1",
                "socksProxyPort", Integer.toString(proxy.port()),
                "java.net.useSystemProxies", "true");
        properties.forEach(System::setProperty);
        try {
            assertThat(running.send(running.sender(RunningSender.PATIENT), target)
                            .snippet())
                    .isEqualTo("from the target");
            assertThat(proxy.connections).hasValue(0);
        } finally {
            properties.keySet().forEach(System::clearProperty);
        }
    }
}
