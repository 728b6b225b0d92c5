package dev.signalbox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.Events;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.Monitors;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PagesIT {

    private static final String HOSTILE = "<b>\"x\"&</b>";
    private static final String ESCAPED = "&lt;b&gt;&quot;x&quot;&amp;&lt;/b&gt;";
    private PageServer pages;

    @BeforeEach
    void open() throws Exception {
        pages = new PageServer();
    }

    @AfterEach
    void close() {
        pages.close();
    }

    @Test
    void aPermalinkShowsTheWholeEventEscapedOnce() throws Exception {
        String message = HOSTILE + "\n" + "long ".repeat(4_000) + "end";
        Events.Event event = Samples.event(HOSTILE, HOSTILE, message, "{\"key\":{\"nested\":\"<i>\"}}");
        pages.facts.event = event;

        HttpResponse<String> page = pages.get("/events/" + event.id());

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("<pre class=\"msg whole\">" + ESCAPED + "\nlong")
                .contains("long end</pre>")
                .contains("<td>" + ESCAPED + "</td>")
                .contains("<th scope=\"row\">key</th><td>{\n  &quot;nested&quot;: &quot;&lt;i&gt;&quot;\n}</td>")
                .contains("datetime=\"2026-11-20T11:55:00Z\">2026-11-20 11:55:00.000 UTC</time>")
                .contains("href=\"/?origin=%3Cb%3E%22x%22%26%3C%2Fb%3E\"")
                .contains("/api/events/" + event.id())
                .contains("&quot;id&quot;: &quot;" + event.id() + "&quot;")
                .doesNotContain(HOSTILE)
                .doesNotContain("&amp;lt;b");
    }

    @Test
    void anUnknownEventIsNotFoundInWords() throws Exception {
        assertThat(pages.get("/events/12").statusCode()).isEqualTo(404);
        assertThat(pages.get("/events/12").body()).contains("there is no event 12");
        assertThat(pages.get("/events/abc").statusCode()).isEqualTo(404);
        assertThat(pages.get("/events/99999999999999999999").statusCode()).isEqualTo(404);
    }

    @Test
    void aMonitorHasABarForEachHourThatLinksToItsCheckIns() throws Exception {
        pages.facts.strips = new Monitors.Strips(
                List.of(new Monitors.Strip(
                        HOSTILE, "laptop", Samples.NOW, Samples.NOW.minusSeconds(120), Collections.nCopies(48, 1))),
                null);

        String body = pages.get("/monitors").body();

        assertThat(pages.facts.asked(Monitors.Overview.class)).isEqualTo(new Monitors.Overview(Samples.NOW, 48));
        assertThat(body.split("<rect class=\"on\"", -1)).hasSize(49);
        assertThat(body)
                .contains(ESCAPED)
                .doesNotContain(HOSTILE)
                .contains("active")
                .contains("As of 2026-11-20 12:00:00 UTC; ")
                .contains("<title>1 check-in, 2026-11-20 11:00 UTC to 2026-11-20 12:00 UTC</title>")
                .contains("origin=%3Cb%3E%22x%22%26%3C%2Fb%3E&amp;owner=laptop&amp;since=")
                .contains("title=\"2026-11-20 11:58:00.000 UTC\">2 min</time>");
    }

    @Test
    void aPageOfMonitorsSaysHowLongItsBarsHold() throws Exception {
        assertThat(pages.get("/monitors").body()).contains("<div id=\"monitors\" data-stale-after=\"0\">");

        pages.facts.strips = new Monitors.Strips(List.of(), Samples.NOW.plusMillis(1_500_500));
        assertThat(pages.get("/monitors").body()).contains("data-stale-after=\"1501\"");

        pages.facts.strips = new Monitors.Strips(List.of(), Samples.NOW.plusMillis(1));
        assertThat(pages.get("/monitors").body()).contains("data-stale-after=\"60\"");
    }

    @Test
    void withoutMonitorsThePageShowsHowToMakeOne() throws Exception {
        assertThat(pages.get("/monitors").body())
                .contains("curl -X POST &#39;" + pages.address() + "/.monitor?origin=nightly-backup&#39;");
    }

    @Test
    void theOldAddressOfMonitorsLeadsToTheNew() throws Exception {
        HttpResponse<String> answer = pages.get("/monitor");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue("/monitors");
    }

    @Test
    void theCheckInsOfABarAreListed() throws Exception {
        Instant at = Samples.NOW.minusSeconds(60);
        pages.facts.pings = new Monitors.Pings(List.of(new Monitors.Ping(at, "laptop")));

        String body = pages.get(
                        "/monitors/checkins?origin=back%26up&owner=laptop&since=2026-11-20T11:00:00Z&until=2026-11-20T12:00:00Z")
                .body();

        Monitors.ListPings asked = pages.facts.asked(Monitors.ListPings.class);
        assertThat(asked.origin()).isEqualTo("back&up");
        assertThat(asked.owner()).isEqualTo("laptop");
        assertThat(asked.since()).isEqualTo(Samples.NOW.minus(Duration.ofHours(1)));
        assertThat(asked.until()).isEqualTo(Samples.NOW);
        assertThat(body)
                .contains("2026-11-20 11:59:00.000 UTC")
                .contains("<td>laptop</td>")
                .doesNotContain("Older check-ins");
    }

    @Test
    void aFullPageOfCheckInsLeadsOnToTheMillisecondOfItsLast() throws Exception {
        Instant at = Samples.NOW.minusSeconds(60);
        pages.facts.pings = new Monitors.Pings(Collections.nCopies(1_000, new Monitors.Ping(at, "laptop")));

        assertThat(pages.get("/monitors/checkins?origin=o&owner=laptop").body())
                .contains("href=\"/monitors/checkins?origin=o&amp;owner=laptop&amp;until=2026-11-20T11:59:00.001Z\"");
    }

    @Test
    void badTimesOfCheckInsAreRefused() throws Exception {
        assertThat(pages.get("/monitors/checkins?origin=x&since=soon").statusCode())
                .isEqualTo(400);
    }

    @Test
    void theNodeTellsOfItself() throws Exception {
        assertThat(pages.get("/node").body())
                .contains("node&lt;1&gt;")
                .contains("<th scope=\"row\">version</th><td>1.2.3</td>")
                .contains("<td>&lt;embedded&gt;</td>")
                .contains("<th scope=\"row\">rejected too large</th><td class=\"number\">7</td>");
    }

    @Test
    void clearingSaysWhatItDestroysThenDestroysItAndLeadsHome() throws Exception {
        assertThat(pages.get("/").body()).contains("Destroys every event and every monitor with its history");
        assertThat(pages.facts.asked).noneMatch(Events.Clear.class::isInstance);

        HttpResponse<String> answer = pages.post("/.clear");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue("/");
        assertThat(pages.facts.asked).contains(new Events.Clear(), new Monitors.Clear());
    }

    @Test
    void aClearThatFailedDoesNotClaimToHaveWorked() throws Exception {
        pages.facts.broken = new Fault.Unavailable("the database is away", 2);

        assertThat(pages.post("/.clear").statusCode()).isEqualTo(503);
    }

    @Test
    void aThemeIsRememberedByTheBrowserAndShown() throws Exception {
        HttpResponse<String> answer = pages.post("/.theme?theme=dark&back=%2F%3Fq%3Dx%2520y");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue("/?q=x%20y");
        String cookie = answer.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(cookie)
                .startsWith("signalbox-theme=dark;")
                .contains("Path=/")
                .contains("SameSite=Lax");
        assertThat(pages.get("/", "Cookie", "signalbox-theme=dark").body())
                .contains("<html lang=\"en\" class=\"theme-dark\">")
                .contains("action=\"/.theme?theme=light&amp;back=%2F\"");
    }

    @Test
    void aStrangeThemeIsTheOneOfTheSystem() throws Exception {
        assertThat(pages.get("/", "Cookie", "signalbox-theme=%22%3E%3Cscript%3E")
                        .body())
                .contains("<html lang=\"en\" class=\"\">");
    }

    @Test
    void theWayBackNeverLeadsToAnotherSite() throws Exception {
        for (String back : List.of("https://evil.example", "//evil.example", "%2F%5Cevil.example", "%2Fa%0Ab", "")) {
            assertThat(pages.post("/.theme?theme=dark&back=" + back).headers().firstValue("Location"))
                    .as(back)
                    .hasValue("/");
        }
    }
}
