package dev.signalbox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.Events;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.Severity;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventsPageIT {

    private static final String HOSTILE = "<script>alert(\"1\")</script>";
    private PageServer pages;

    @BeforeEach
    void open() throws Exception {
        pages = new PageServer();
    }

    @AfterEach
    void close() {
        pages.close();
    }

    private static Events.Event event(long id, Duration age) {
        return new Events.Event(
                id, Samples.NOW.minus(age), "log", "worknode", "laptop", Severity.INFO, "event " + id, "{}");
    }

    @Test
    void anEmptyNodeShowsTheCommandForItsFirstEvent() throws Exception {
        HttpResponse<String> page = pages.get("/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Type")).hasValue("text/html; charset=utf-8");
        assertThat(page.body())
                .contains("curl -d &quot;started cleanup&quot; &#39;" + pages.address() + "/.log?origin=worknode&#39;")
                .contains("data-pos=\"41\"")
                .doesNotContain("<svg class=\"bars\"");
    }

    @Test
    void rowsComeNewestFirstUnderTheirDayWithALinkToOlderOnes() throws Exception {
        pages.facts.found =
                new Events.Found(List.of(event(9, Duration.ofMinutes(1)), event(8, Duration.ofHours(30))), 8, 9);

        String body = pages.get("/?q=event&origin=work%20node").body();

        assertThat(body)
                .containsSubsequence(
                        ">Friday, 20 November 2026<", "id=\"e9\"", ">Thursday, 19 November 2026<", "id=\"e8\"");
        assertThat(body).contains("<a href=\"/?q=event&amp;origin=work+node&amp;before=8\" rel=\"next\"");
        assertThat(body).contains("data-query=\"q=event&amp;origin=work+node\" data-pos=\"9\"");
    }

    @Test
    void theFilterOfTheAddressIsAskedForAndShownInTheForm() throws Exception {
        String body = pages.get("/?q=%22a%20b%22&severity=warn&severity=error&origin=web*&origin=db&kind=log&range=1h")
                .body();

        assertThat(pages.facts.asked(Events.Find.class))
                .isEqualTo(new Events.Find(
                        new Events.Filter(
                                List.of(Severity.WARN, Severity.ERROR),
                                List.of("log"),
                                List.of("web*", "db"),
                                "\"a b\"",
                                Samples.NOW.minus(Duration.ofHours(1)),
                                null),
                        Long.MAX_VALUE,
                        2));
        assertThat(body)
                .contains("name=\"q\" form=\"filters\" value=\"&quot;a b&quot;\"")
                .contains("value=\"error\" checked")
                .doesNotContain("value=\"info\" checked")
                .contains("name=\"origin\" value=\"web*\"")
                .contains("name=\"origin\" value=\"db\"")
                .contains("name=\"since\" value=\"1h\"");
    }

    @Test
    void aBrokenSearchIsExplainedBesideItsFieldAndKept() throws Exception {
        HttpResponse<String> page = pages.get("/?q=%2F(%2F&since=yesterday&severity=warn");

        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body())
                .contains("value=\"/(/\"")
                .contains("aria-invalid=\"true\" aria-describedby=\"q-error\"")
                .containsPattern("id=\"q-error\" role=\"alert\">Search .*regular expression")
                .contains("value=\"yesterday\" placeholder")
                .containsPattern("id=\"since-error\">From is &quot;yesterday&quot;")
                .contains("value=\"warn\" checked")
                .doesNotContain("data-pos");
        assertThat(pages.facts.asked).isEmpty();
    }

    @Test
    void aMistakeInNoFieldIsToldToo() throws Exception {
        HttpResponse<String> page = pages.get("/?before=abc");

        assertThat(page.statusCode()).isEqualTo(400);
        assertThat(page.body()).contains("before: is &quot;abc&quot;");
    }

    @Test
    void whateverIsTypedIsEscapedOnce() throws Exception {
        String body = pages.get(
                        "/?q=%3Cscript%3Ealert(%221%22)%3C%2Fscript%3E&origin=%3Cscript%3Ealert(%221%22)%3C%2Fscript%3E")
                .body();

        assertThat(body)
                .doesNotContain(HOSTILE)
                .contains("value=\"&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;\"");
        assertThat(body).doesNotContain("&amp;lt;");
    }

    @Test
    void theHistogramCoversTheTimeShownAndEachBarZooms() throws Exception {
        pages.facts.found = new Events.Found(List.of(event(9, Duration.ofMinutes(1))), 0, 9);

        String body = pages.get("/?origin=worknode").body();

        Events.Count count = pages.facts.asked(Events.Count.class);
        assertThat(Duration.between(count.since(), count.until()))
                .isBetween(Duration.ofHours(24), Duration.ofHours(25));
        assertThat(body)
                .contains("<svg class=\"bars\"")
                .contains(
                        "href=\"/?origin=worknode&amp;since=2026-11-20T11%3A00%3A00Z&amp;until=2026-11-20T11%3A15%3A00Z\"")
                .contains("<title>2026-11-20 11:00:00.000 UTC: 1 error, 2 info</title>")
                .contains("<td>1 error, 2 info</td>");
    }

    @Test
    void whatCannotBeCountedIsSaidAndTheListIsThere() throws Exception {
        pages.facts.found = new Events.Found(List.of(event(9, Duration.ofMinutes(1))), 0, 9);
        pages.facts.countable = false;

        assertThat(pages.get("/").body()).contains("Too many to count").contains("id=\"e9\"");
    }

    @Test
    void anOlderPageIsNotLive() throws Exception {
        pages.facts.found = new Events.Found(List.of(event(3, Duration.ofMinutes(1))), 0, 9);

        String body = pages.get("/?before=5").body();

        assertThat(body).doesNotContain("data-pos").contains("id=\"e3\"").contains("To the newest");
        assertThat(pages.facts.asked(Events.Find.class).before()).isEqualTo(5);
    }

    @Test
    void aFilterThatMatchesNothingSaysSo() throws Exception {
        assertThat(pages.get("/?q=nothing").body()).contains("No event matches this filter");
    }

    @Test
    void missedRowsComeOldestFirstWithThePositionToGoOnFrom() throws Exception {
        pages.facts.followed = new Events.Followed(
                List.of(event(5, Duration.ofMinutes(2)), event(6, Duration.ofMinutes(1))), 6, false);

        HttpResponse<String> rows = pages.get("/events/rows?from=4&severity=info");

        assertThat(rows.body())
                .startsWith("<li")
                .containsSubsequence("id=\"e5\"", "id=\"e6\"")
                .doesNotContain("<html");
        assertThat(rows.headers().firstValue("Signalbox-Position")).hasValue("6");
        assertThat(rows.headers().firstValue("Signalbox-Complete")).hasValue("false");
        Events.Follow follow = pages.facts.asked(Events.Follow.class);
        assertThat(follow.after()).isEqualTo(4);
        assertThat(follow.filter().severities()).containsExactly(Severity.INFO);
    }

    @Test
    void aFaultIsLeftToTheEdge() throws Exception {
        pages.facts.broken = new Fault.Unavailable("the disk is full", 5);

        assertThat(pages.get("/").statusCode()).isEqualTo(503);
        assertThat(pages.get("/events/rows?from=1").statusCode()).isEqualTo(503);
        assertThat(pages.get("/events/rows?from=x").statusCode()).isEqualTo(400);
    }

    @Test
    void thePageNeedsNothingInline() throws Exception {
        pages.facts.found = new Events.Found(List.of(event(9, Duration.ofMinutes(1))), 0, 9);

        assertThat(pages.get("/").body())
                .doesNotContainPattern("<script>")
                .doesNotContain("<style")
                .doesNotContainPattern("\\sstyle=")
                .doesNotContainPattern("\\son[a-z]+=")
                .contains("\"allowEval\":false")
                .contains("\"includeIndicatorStyles\":false");
    }
}
