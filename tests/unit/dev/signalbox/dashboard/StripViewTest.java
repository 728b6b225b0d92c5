package dev.signalbox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.Monitors;
import java.util.List;
import org.junit.jupiter.api.Test;

class StripViewTest {

    private static StripView view(Integer... bars) {
        return StripView.of(
                new Monitors.Strip("back&up", "lap top", Samples.NOW, Samples.NOW.minusSeconds(300), List.of(bars)),
                Samples.NOW);
    }

    @Test
    void aBarIsFilledWhenTheJobCheckedInInItsHour() {
        StripView view = view(0, 2, 1);

        assertThat(view.bars()).extracting(StripView.Bar::filled).containsExactly(false, true, true);
        assertThat(view.bars()).extracting(StripView.Bar::x).containsExactly(0, 10, 20);
        assertThat(view.words()).isEqualTo("2 of 3 h");
    }

    @Test
    void aBarSaysItsCountAndHour() {
        assertThat(view(0, 2, 1).bars())
                .extracting(StripView.Bar::title)
                .containsExactly(
                        "no check-in, 2026-11-20 09:00 UTC to 2026-11-20 10:00 UTC",
                        "2 check-ins, 2026-11-20 10:00 UTC to 2026-11-20 11:00 UTC",
                        "1 check-in, 2026-11-20 11:00 UTC to 2026-11-20 12:00 UTC");
    }

    @Test
    void aBarLinksToTheCheckInsOfItsHourAndTheNewestIncludesNow() {
        assertThat(view(0, 1).bars().getLast().href())
                .isEqualTo("/monitors/checkins?origin=back%26up&owner=lap+top"
                        + "&since=2026-11-20T11:00:00.000001Z&until=2026-11-20T12:00:00.000001Z");
    }

    @Test
    void theStateIsAWord() {
        assertThat(view(0, 1).state()).isEqualTo("active");
        assertThat(view(1, 0).state()).isEqualTo("quiet");
        assertThat(view(0, 0).state()).isEqualTo("silent");
    }
}
