package dev.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnerIT {

    private static final String HEADER = "\nX-Sender: backup job";

    @Test
    void byDefaultASenderOnThisMachineGoesByItsHostName() {
        try (RunningWeb web = RunningWeb.start()) {
            assertThat(web.get("/whoami").body()).isEqualTo(ReverseNames.ofThisMachine());
        }
    }

    @Test
    void byDefaultNoHeaderNamesTheSender() {
        try (RunningWeb web = RunningWeb.start()) {
            assertThat(web.send("GET /whoami HTTP/1.1" + HEADER).body()).isEqualTo(ReverseNames.ofThisMachine());
        }
    }

    @Test
    void aTrustedProxyNamesTheSender() {
        Map<String, Object> conf =
                Map.of("owner.proxy-header", "X-Sender", "owner.proxies", List.of("127.0.0.1"), "owner.local", "here");
        try (RunningWeb web = RunningWeb.with(conf)) {
            assertThat(web.send("GET /whoami HTTP/1.1" + HEADER).body()).isEqualTo("backup job");
            assertThat(web.send("GET /whoami HTTP/1.1\nX-Sender: a<b>").body()).isEqualTo("a<b>");
            assertThat(web.get("/whoami").body()).isEqualTo("here");
        }
    }

    @Test
    void anybodyElseDoesNot() {
        Map<String, Object> conf =
                Map.of("owner.proxy-header", "X-Sender", "owner.proxies", List.of("10.0.0.0/8"), "owner.local", "here");
        try (RunningWeb web = RunningWeb.with(conf)) {
            assertThat(web.send("GET /whoami HTTP/1.1" + HEADER).body()).isEqualTo("here");
        }
    }

    @Test
    void aConfiguredNameIsTaken() {
        try (RunningWeb web = RunningWeb.with(Map.of("owner.names", Map.of("127.0.0.1", "workshop")))) {
            assertThat(web.get("/whoami").body()).isEqualTo("workshop");
        }
    }
}
