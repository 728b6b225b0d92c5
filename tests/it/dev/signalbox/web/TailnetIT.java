package dev.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TailnetIT {

    private static final String LAPTOP = """
            {"Node":{"Name":"laptop.tail1234.ts.net.","ComputedName":"laptop"},"UserProfile":{"LoginName":"ada@example.org"}}
            """;

    @TempDir
    private Path directory;

    private FakeTailscaled tailscaled;

    @BeforeEach
    void start() {
        tailscaled = new FakeTailscaled(directory.resolve("tailscaled.sock"));
    }

    @AfterEach
    void stop() {
        tailscaled.close();
    }

    @Test
    void theOwnerIsTheMachineThatTailscaledNames() {
        tailscaled.answering(200, LAPTOP);
        try (RunningWeb web = web(Map.of())) {
            assertThat(web.get("/whoami").body()).isEqualTo("laptop");
            assertThat(tailscaled.asked.getFirst())
                    .matches("local-tailscaled\\.sock /localapi/v0/whois 127\\.0\\.0\\.1:\\d+");
        }
    }

    @Test
    void oneConnectionIsAskedAboutOnce() {
        tailscaled.answering(200, LAPTOP);
        try (RunningWeb web = web(Map.of());
                RawClient client = new RawClient(web.port)) {
            for (int i = 0; i < 10; i++) {
                client.send("GET /whoami HTTP/1.1\nHost: localhost\n\n");
                assertThat(client.answer().body()).isEqualTo("laptop");
            }
            assertThat(tailscaled.asked).hasSize(1);
        }
    }

    @Test
    void withoutAComputedNameTheFirstLabelDoes() {
        tailscaled.answering(200, "{\"Node\":{\"Name\":\"desk.tail1234.ts.net.\"}}");
        try (RunningWeb web = web(Map.of())) {
            assertThat(web.get("/whoami").body()).isEqualTo("desk");
        }
    }

    @Test
    void whateverTailscaledDoesAnOwnerIsFound() {
        for (String body : List.of("", "no json", "[]", "{\"Node\":null}", "{\"Node\":7}")) {
            tailscaled.answering(200, body);
            try (RunningWeb web = web(Map.of())) {
                assertThat(web.get("/whoami").body()).as(body).isEqualTo("here");
            }
        }
        for (int status : List.of(403, 404, 500)) {
            tailscaled.answering(status, "no");
            try (RunningWeb web = web(Map.of())) {
                assertThat(web.get("/whoami").body()).isEqualTo("here");
            }
        }
    }

    @Test
    void aTailscaledThatNeverAnswersDoesNotHoldUpAnOwner() {
        tailscaled.silent();
        try (RunningWeb web = web(Map.of("owner.timeout", "50ms"))) {
            assertThat(web.get("/whoami").body()).isEqualTo("here");
        }
    }

    @Test
    void aMachineOfTheTailnetComesIn() {
        tailscaled.answering(200, LAPTOP);
        try (RunningWeb web = web(Map.of("auth.mode", "tailnet"))) {
            assertThat(web.get("/whoami").status()).isEqualTo(200);
            assertThat(web.post("/.log", "", "held while asking".getBytes()).body())
                    .isEqualTo("held while asking");
            assertThat(web.send("GET /whoami HTTP/1.1\nHost: signalbox.tail1234.ts.net")
                            .status())
                    .isEqualTo(200);
            assertThat(web.send("GET /whoami HTTP/1.1\nHost: evil.example.org").status())
                    .isEqualTo(403);
        }
    }

    @Test
    void aStrangerDoesNot() {
        tailscaled.answering(404, "no match for IP:port");
        try (RunningWeb web = web(Map.of("auth.mode", "tailnet"))) {
            assertThat(web.get("/whoami").status()).isEqualTo(403);
            assertThat(web.get("/healthz").status()).isEqualTo(200);
        }
    }

    @Test
    void whenTailscaledIsGoneStrangersAreToldToComeBack() {
        tailscaled.close();
        try (RunningWeb web = web(Map.of("auth.mode", "tailnet"))) {
            Answer answer = web.get("/whoami");

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isNotEmpty();

            try (FakeTailscaled again = new FakeTailscaled(directory.resolve("tailscaled.sock"))) {
                again.answering(200, LAPTOP);
                await().until(() -> web.get("/whoami").status() == 200);
            }
        }
    }

    private RunningWeb web(Map<String, Object> changed) {
        // Patient, because the first lookup of a cold process may well take longer than an event would wait.
        Map<String, Object> all = new HashMap<>(Map.of("owner.timeout", "10s"));
        all.putAll(changed);
        all.put("owner.tailscale-socket", directory.resolve("tailscaled.sock").toString());
        all.put("owner.local", "here");
        return RunningWeb.with(all);
    }
}
