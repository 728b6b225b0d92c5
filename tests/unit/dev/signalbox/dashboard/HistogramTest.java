package dev.signalbox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.Events;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HistogramTest {

    private static final FilterForm FORM = new FilterForm("a b", List.of(), List.of(), List.of("web&1"), "24h", "");
    private static final TimeWindow WINDOW =
            new TimeWindow(Instant.parse("2026-11-20T08:00:00Z"), Duration.ofMinutes(15), 3);

    private final Histogram histogram = Histogram.of(
            FORM,
            WINDOW,
            new Events.Counted(
                    List.of(
                            List.of(0L, 0L, 0L, 0L, 0L),
                            List.of(0L, 99_999L, 0L, 1L, 0L),
                            List.of(10L, 0L, 0L, 0L, 0L)),
                    true));

    @Test
    void aBarLinksToItsOwnSpanAndKeepsTheFilter() {
        assertThat(histogram.bars().get(1).href())
                .isEqualTo("/?q=a+b&origin=web%261&since=2026-11-20T08%3A15%3A00Z&until=2026-11-20T08%3A30%3A00Z");
    }

    @Test
    void aBarSaysItsTimeAndItsCountsWorstFirst() {
        assertThat(histogram.bars().get(1).title()).isEqualTo("2026-11-20 08:15:00.000 UTC: 1 error, 99,999 info");
        assertThat(histogram.bars().get(0).title()).endsWith(": none");
    }

    @Test
    void oneErrorAmongAHundredThousandIsSeen() {
        assertThat(histogram.bars().get(1).parts())
                .containsExactly(new Histogram.Part("error", 58, 2), new Histogram.Part("info", 8, 50));
    }

    @Test
    void barsStandSideBySideWithinTheDrawing() {
        assertThat(histogram.bars()).extracting(Histogram.Bar::x).containsExactly(0, 10, 20);
        assertThat(histogram.width()).isEqualTo(30);
        assertThat(histogram.bars())
                .flatExtracting(Histogram.Bar::parts)
                .allMatch(part -> part.y() >= 0 && part.y() + part.height() <= histogram.height());
    }

    @Test
    void theTableHasOnlyBarsWithEvents() {
        assertThat(histogram.filled()).extracting(Histogram.Bar::total).containsExactly(100_000L, 10L);
        assertThat(histogram.words()).isEqualTo("100,010 events, 2026-11-20 08:00 UTC to 2026-11-20 08:45 UTC");
    }
}
