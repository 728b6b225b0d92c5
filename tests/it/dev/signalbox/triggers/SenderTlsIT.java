package dev.signalbox.triggers;

import static dev.signalbox.triggers.TriggerSamples.NOW;
import static dev.signalbox.triggers.TriggerSamples.addresses;
import static dev.signalbox.triggers.TriggerSamples.event;
import static dev.signalbox.triggers.TriggerSamples.trigger;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.net.PfxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A target whose certificate says {@code hook.test}, and is trusted or not. */
class SenderTlsIT {

    private static final String PASSWORD = "changeit";
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private final Vertx vertx = Vertx.vertx();
    private final LinkedBlockingQueue<String> asked = new LinkedBlockingQueue<>();
    private Path store;
    private RawTarget target;

    @BeforeEach
    void listen() throws Exception {
        store = directory.resolve("target.p12");
        keytool();
        SSLServerSocket server = (SSLServerSocket)
                context().getServerSocketFactory().createServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
        SSLParameters parameters = server.getSSLParameters();
        parameters.setSNIMatchers(List.of(new SNIMatcher(0) {
            @Override
            public boolean matches(SNIServerName name) {
                return asked.add(new String(name.getEncoded(), java.nio.charset.StandardCharsets.US_ASCII));
            }
        }));
        server.setSSLParameters(parameters);
        target = RawTarget.on(server, (socket, out) -> RawTarget.respond(out, "200 OK", "", "safe"));
    }

    @AfterEach
    void stop() throws IOException {
        target.close();
        vertx.close().await();
    }

    @Test
    void theNameOfTheUrlIsInHostAndSniAndTheCertificate() throws Exception {
        Outcome outcome = send(trusting(), "hook.test");

        assertThat(outcome.error()).isEmpty();
        assertThat(outcome.snippet()).isEqualTo("safe");
        assertThat(asked).contains("hook.test");
        assertThat(target.received.take().headers()).containsEntry("host", "hook.test:" + target.port());
    }

    @Test
    void aCertificateOfAnotherNameIsRefused() throws Exception {
        Outcome outcome = send(trusting(), "other.test");

        assertThat(outcome.status()).isZero();
        assertThat(outcome.error()).contains("no safe connection").contains("other.test");
        assertThat(target.received).isEmpty();
    }

    @Test
    void aCertificateThatNobodyVouchesForIsRefused() throws Exception {
        Outcome outcome = send(sender(null), "hook.test");

        assertThat(outcome.status()).isZero();
        assertThat(outcome.error()).contains("no safe connection");
        assertThat(target.received).isEmpty();
    }

    private Outcome send(Sender sender, String host) throws Exception {
        Trigger trigger = trigger("https://" + host + ":" + target.port() + "/", Format.JSON);
        return sender.send(UUID.randomUUID(), trigger, event("x"), 0, NOW).await(15, TimeUnit.SECONDS);
    }

    private Sender trusting() {
        return sender(new PfxOptions().setPath(store.toString()).setPassword(PASSWORD));
    }

    private Sender sender(PfxOptions trust) {
        TriggersConf conf = TriggerSamples.conf(TIMEOUT, "127.0.0.0/8");
        TargetGuard guard = new TargetGuard(
                new AddressGuard(conf.allowTargets(), address -> false),
                host -> Future.succeededFuture(addresses("127.0.0.1")));
        return new Sender(vertx, guard, new Payload(), conf, "1.2.3", trust);
    }

    private SSLContext context() throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    private void keytool() throws IOException, InterruptedException {
        Process made = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "hook",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=hook.test",
                        "-ext",
                        "san=dns:hook.test",
                        "-ext",
                        "bc:critical=ca:true",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .start();
        String output = new String(made.getInputStream().readAllBytes());
        assertThat(made.waitFor()).as(output).isZero();
    }
}
