package dev.signalbox.browser;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Times are those of the viewer, wherever the node is. */
class TimesE2E {

    /** Neither whole hours from UTC nor ever on summer time. */
    private static final ZoneId ZONE = ZoneId.of("Asia/Kolkata");

    @RegisterExtension
    final Desk desk = new Desk();

    @Test
    void aRowTellsHowLongAgoAndExactlyInTheZoneOfTheViewer() {
        Instant at = Instant.now().minus(Duration.ofMinutes(190));
        log("earlier", at);
        desk.log("a", "just now");
        EventsView view = new EventsView(desk.open(inZone(), "/"));

        assertThat(time(view, "earlier")).hasText("3 h");
        assertThat(time(view, "just now")).hasText(Pattern.compile("now|\\d+ s"));
        assertThat(time(view, "earlier")).hasAttribute("title", Pattern.compile(exactly(at) + "\\.\\d{3} .+"));

        view.row("earlier").locator(".at").click();
        assertThat(view.page().locator(".when time")).hasText(Pattern.compile(exactly(at) + "\\.\\d{3} .+"));
    }

    @Test
    void daysBeginAtMidnightOfTheViewer() {
        LocalDate day = LocalDate.now(ZoneOffset.UTC).minusDays(2);
        log("at 23:29", day.atTime(LocalTime.of(17, 59)).toInstant(ZoneOffset.UTC));
        log("at 00:31", day.atTime(LocalTime.of(19, 1)).toInstant(ZoneOffset.UTC));

        assertThat(days(desk.open(inZone(), "/"))).hasCount(2);
        assertThat(days(desk.open(new NewContextOptions().setTimezoneId("UTC"), "/")))
                .hasCount(1);
    }

    private void log(String message, Instant at) {
        desk.post("me", "{\"origin\":\"a\",\"message\":\"" + message + "\",\"at\":\"" + at + "\"}\n");
    }

    private static Locator time(EventsView view, String message) {
        return view.row(message).locator("time");
    }

    private static Locator days(Page page) {
        return page.locator("#rows > .day");
    }

    private static NewContextOptions inZone() {
        return new NewContextOptions().setTimezoneId(ZONE.getId());
    }

    private static String exactly(Instant at) {
        return DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss").withZone(ZONE).format(at);
    }
}
