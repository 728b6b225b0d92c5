package dev.signalbox.livelog;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.Events.Draft;
import dev.signalbox.bus.Severity;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TellerTest {

    private static final Instant ENDED = Samples.STARTED.plusSeconds(60);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                            | LIVE   | started",
                "''                            | DONE   | started; done, 7 bytes",
                "''                            | BROKEN | started; broke off after 7 bytes",
                "live                          | DONE   | done, 7 bytes",
                "live                          | BROKEN | broke off after 7 bytes",
                "owes continued                | LIVE   | continued",
                "owes continued                | DONE   | continued; done, 7 bytes",
                "owes continued                | BROKEN | continued; broke off after 7 bytes",
                "owes broken,continued         | LIVE   | broke off; continued",
                "owes started,broken,continued | DONE   | started; broke off; continued; done, 7 bytes"
            })
    void everythingIsToldThatWasNotToldBefore(String told, State state, String all) {
        LogRow row = Samples.row("build", 3, state, 7, state == State.LIVE ? null : ENDED, told);

        assertThat(Teller.drafts(row))
                .extracting(Draft::message)
                .containsExactly(List.of(all.split("; ")).stream()
                        .map(what -> "log build #3 " + what)
                        .toArray(String[]::new));
    }

    @Test
    void anEventSaysWhoseItIsAndWhen() {
        List<Draft> drafts = Teller.drafts(Samples.row("build", 3, State.BROKEN, 7, ENDED, ""));

        Draft started = drafts.getFirst();
        assertThat(started.at()).isEqualTo(Samples.STARTED);
        assertThat(started.kind()).isEqualTo("livelog");
        assertThat(started.origin()).isEqualTo("build");
        assertThat(started.owner()).isEqualTo("127.0.0.1");
        assertThat(started.severity()).isEqualTo(Severity.INFO);
        assertThat(new JsonObject(started.metadata()).getString("state")).isEqualTo("live");
        Draft broken = drafts.getLast();
        assertThat(broken.at()).isEqualTo(ENDED);
        assertThat(broken.severity()).isEqualTo(Severity.WARN);
        assertThat(new JsonObject(broken.metadata()))
                .isEqualTo(new JsonObject()
                        .put("stream", "build")
                        .put("generation", 3)
                        .put("state", "broken")
                        .put("bytes", 7));
    }
}
