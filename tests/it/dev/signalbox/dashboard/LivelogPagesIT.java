package dev.signalbox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.Livelogs;
import io.vertx.core.json.JsonObject;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LivelogPagesIT {

    private PageServer pages;
    private StandInLivelogs livelogs;

    @BeforeEach
    void open() throws Exception {
        pages = new PageServer();
        livelogs = pages.livelogs;
    }

    @AfterEach
    void close() {
        pages.close();
    }

    @Test
    void eachGenerationHasARow() throws Exception {
        livelogs.found = new Livelogs.Found(
                List.of(
                        StandInLivelogs.log("build", 2, "live", 12_345),
                        StandInLivelogs.log("build", 1, "broken", 999)),
                Samples.NOW.minusSeconds(500));

        String body = body("/livelogs?stream=build");

        assertThat(livelogs.asked(Livelogs.Find.class)).isEqualTo(new Livelogs.Find("build", null, 2));
        assertThat(body)
                .contains("data-live data-stale-after=\"3\"")
                .contains("href=\"/livelogs/build?generation=2\">build <span class=\"gen\">#2</span></a>")
                .contains("<path d=\"M58 24V13h1V2h1V24z\"/></svg> <span>1.5 kB/s</span>")
                .contains("title=\"12,345 bytes\">12.3 kB</span>")
                .contains("so far 2 min</span>")
                .contains("took 1 min 12 s</span>")
                .contains("title=\"2026-11-20 11:58:00.000 UTC\">2 min</time>")
                .contains("sent from 192.0.2.7")
                .contains("action=\"/livelogs/build/remove?generation=1\"")
                .contains("Destroys generation 1 of build, 999 B.")
                .doesNotContain("action=\"/livelogs/build/remove?generation=2\"")
                .contains("href=\"/livelogs?stream=build&amp;before=2026-11-20T11:51:40Z\" rel=\"next\"");
    }

    @Test
    void aPageWhereNothingIsLiveIsNotStaleByItself() throws Exception {
        livelogs.found = new Livelogs.Found(List.of(StandInLivelogs.log("build", 1, "done", 1)), null);

        assertThat(body("/livelogs")).contains("data-live data-stale-after=\"0\"");
        assertThat(body("/livelogs?before=2026-11-20T11:51:40Z"))
                .doesNotContain("data-live")
                .contains("To the newest");
        assertThat(livelogs.asked(Livelogs.Find.class).before()).isEqualTo("2026-11-20T11:51:40Z");
    }

    @Test
    void theEmptyPageHasTheCommandsOfThisNode() throws Exception {
        assertThat(body("/livelogs"))
                .contains("make 2&gt;&amp;1 | curl -sS -T - " + pages.address() + "/livelog/build<")
                .contains("curl -T build.log " + pages.address() + "/livelog/build<")
                .contains("curl -N " + pages.address() + "/livelog/build<")
                .doesNotContain("/log/");

        livelogs.ports = new Livelogs.Ports("127.0.0.1", 60_022, "0.0.0.0", 60_023, true, "token");
        assertThat(body("/livelogs?stream=tests"))
                .contains("curl -sS -T - http://127.0.0.1:60022/log/tests<")
                .contains("curl -N https://127.0.0.1:60023/log/token/tests<");
    }

    @Test
    void aNameThatAShellWouldObeyIsInNoCommand() throws Exception {
        assertThat(body("/livelogs?stream=x%3Brm%20-rf"))
                .contains("/livelog/build<")
                .contains("Live logs of x;rm -rf")
                .doesNotContain("/livelog/x");
    }

    @Test
    void removingLeadsBackToTheList() throws Exception {
        HttpResponse<String> answer = pages.post("/livelogs/build/remove?generation=3");

        assertThat(answer.statusCode()).isEqualTo(303);
        assertThat(answer.headers().firstValue("Location")).hasValue("/livelogs");
        assertThat(livelogs.asked(Livelogs.Remove.class)).isEqualTo(new Livelogs.Remove("build", 3));
    }

    @Test
    void aFinishedLogIsShownFromItsBeginningWithNumbers() throws Exception {
        put("done", 20_000);

        String body = body("/livelogs/build?generation=1");

        assertThat(livelogs.asked(Livelogs.Get.class)).isEqualTo(new Livelogs.Get("build", 1));
        assertThat(body)
                .contains("id=\"L1\"")
                .contains("<code>line 1</code>")
                .contains("id=\"L6664\"")
                .doesNotContain("id=\"L6665\"")
                .contains("placeholder=\"of 20,000\"")
                .contains("href=\"/livelogs/build?generation=1&amp;at=65533\" rel=\"next\"")
                .doesNotContain("rel=\"prev\"")
                .contains("href=\"/livelog/build?generation=1\" download=\"build-1.log\"");
    }

    @Test
    void aLiveLogIsShownFromItsEnd() throws Exception {
        put("live", 20_000);

        assertThat(body("/livelogs/build"))
                .contains("class=\"lines at-end\"")
                .contains("<code>line 20000</code>")
                .doesNotContain("<code>line 1</code>")
                .contains("rel=\"prev\"")
                .doesNotContain("rel=\"next\"")
                .contains("data-line=\"-1\" data-at=\"-1\"");
        // What somebody asked for is seen first, and not the end.
        for (String asked : List.of("at=0", "line=1", "find=line")) {
            assertThat(body("/livelogs/build?" + asked)).as(asked).contains("class=\"lines\"");
        }
    }

    @Test
    void theStretchBeforeAWindowJoinsIt() throws Exception {
        put("done", 20_000);
        assertThat(body("/livelogs/build?at=65533"))
                .contains("id=\"L6665\"")
                .contains("data-at=\"65533\"")
                .contains("href=\"/livelogs/build?generation=1&amp;before=65533\" rel=\"prev\"");

        assertThat(body("/livelogs/build?before=65533"))
                .contains("<code>line 6664</code>")
                .doesNotContain("<code>line 6665</code>")
                .contains("href=\"/livelogs/build?generation=1&amp;at=65533\" rel=\"next\"");
    }

    @Test
    void theLinkToTheEndLeadsThereHoweverMuchCameSince() throws Exception {
        put("live", 10);
        String link = "/livelogs/build?generation=1&before=999999999999999";
        assertThat(body("/livelogs/build")).contains("id=\"end\" href=\"" + link.replace("&", "&amp;") + "\"");
        put("live", 20_000);

        assertThat(body(link)).contains("<code>line 20000</code>").doesNotContain("rel=\"next\"");
    }

    @Test
    void aLineIsShownInItsSurroundings() throws Exception {
        put("done", 20_000);

        assertThat(body("/livelogs/build?line=15000"))
                .contains("<li class=\"ln at\" id=\"L15000\">")
                .contains("id=\"L14950\"");
    }

    @Test
    void numbersThatTakeTooLongAreLeftOut() throws Exception {
        put("done", 10);
        livelogs.countable = false;

        assertThat(body("/livelogs/build"))
                .contains("<li class=\"ln\"><a class=\"no\"></a><code>line 1</code></li>")
                .doesNotContain("id=\"L1\"");
    }

    @Test
    void theFirstMatchIsShownAndTheNextIsALink() throws Exception {
        put("done", 20_000);
        livelogs.grepped = new Livelogs.Grepped(List.of(new Livelogs.Hit(3, 14), new Livelogs.Hit(9, 56)), 63, false);

        String body = body("/livelogs/build?find=a%26b&from=7");

        assertThat(livelogs.asked(Livelogs.Grep.class)).isEqualTo(new Livelogs.Grep("build", 1, "a&b", 7, 2));
        assertThat(body)
                .contains("<li class=\"ln at\" id=\"L3\">")
                .contains("value=\"a&amp;b\"")
                .contains("line 3 <a href=\"/livelogs/build?generation=1&amp;find=a%26b&amp;from=56\">Next</a>");
    }

    @Test
    void aSearchThatHasNotComeToTheEndGoesOn() throws Exception {
        put("done", 100);
        livelogs.grepped = new Livelogs.Grepped(List.of(), 4_711, false);
        assertThat(body("/livelogs/build?find=x"))
                .contains("not found so far <a href=\"")
                .contains("from=4711\">Search on</a>");

        livelogs.grepped = new Livelogs.Grepped(List.of(), 4_711, true);
        assertThat(body("/livelogs/build?find=x")).contains(">not found</span>");
    }

    @Test
    void otherGenerationsAreNamedAndANewerOneIsPointedOut() throws Exception {
        put("done", 10);
        livelogs.found = new Livelogs.Found(
                List.of(StandInLivelogs.log("build", 2, "live", 5), StandInLivelogs.log("build", 1, "done", 5)), null);

        assertThat(body("/livelogs/build?generation=1"))
                .contains("newer: #2 live</a>")
                .contains("<td><a href=\"/livelogs/build?generation=2\">#2</a></td>")
                .doesNotContain("<td><a href=\"/livelogs/build?generation=1\">");
        assertThat(body("/livelogs/build/facts?generation=1"))
                .contains("<h1>build")
                .doesNotContain("<html")
                .contains("data-state=\"done\" data-bytes=\"71\"")
                .contains("newer: #2 live</a>");
    }

    @Test
    void aLogThatCamePackedIsNotShown() throws Exception {
        Livelogs.Log plain = StandInLivelogs.log("build", 1, "done", 71);
        livelogs.log = new Livelogs.Log(
                "build", 1, "done", 71, plain.started(), plain.ended(), "192.0.2.7", "", "gzip", List.of());

        assertThat(body("/livelogs/build"))
                .contains("packed (gzip)")
                .contains("curl -N --compressed &#39;" + pages.address() + "/livelog/build?generation=1&#39;")
                .doesNotContain("id=\"log\"");
        assertThat(livelogs.asked).noneMatch(Livelogs.Read.class::isInstance);
    }

    @Test
    void scriptAsksForLinesAndMatches() throws Exception {
        put("done", 100);
        livelogs.grepped = new Livelogs.Grepped(List.of(new Livelogs.Hit(3, 14)), 21, true);

        assertThat(new JsonObject(body("/livelogs/build/lines?generation=1&line=3")))
                .isEqualTo(new JsonObject("{\"line\":3,\"offset\":14,\"lines\":100,\"length\":792}"));
        assertThat(livelogs.asked(Livelogs.Locate.class)).isEqualTo(new Livelogs.Locate("build", 1, 3, 0));
        body("/livelogs/build/lines?generation=1&offset=20");
        assertThat(livelogs.asked(Livelogs.Locate.class)).isEqualTo(new Livelogs.Locate("build", 1, 0, 20));
        assertThat(new JsonObject(body("/livelogs/build/find?generation=1&text=x&from=7&limit=5")))
                .isEqualTo(new JsonObject("{\"hits\":[[3,14]],\"through\":21,\"complete\":true}"));
        assertThat(livelogs.asked(Livelogs.Grep.class)).isEqualTo(new Livelogs.Grep("build", 1, "x", 7, 5));
    }

    @Test
    void whatIsNoNumberIsRefusedByName() throws Exception {
        put("done", 100);
        for (String path : List.of(
                "/livelogs?before=soon",
                "/livelogs/build?line=x",
                "/livelogs/build?at=-1",
                "/livelogs/build?generation=1e3",
                "/livelogs/build/lines?offset=1234567890123456",
                "/livelogs/build/find?text=")) {
            assertThat(pages.get(path).statusCode()).as(path).isEqualTo(400);
        }
    }

    @Test
    void anUnknownLogIsNotFound() throws Exception {
        assertThat(pages.get("/livelogs/nowhere").statusCode()).isEqualTo(404);
        assertThat(pages.get("/livelogs/nowhere/facts").statusCode()).isEqualTo(404);
    }

    /** A log of this many lines that say their numbers. */
    private void put(String state, int lines) {
        livelogs.text = IntStream.rangeClosed(1, lines)
                .mapToObj(i -> "line " + i + "\n")
                .collect(Collectors.joining());
        livelogs.log = StandInLivelogs.log("build", 1, state, livelogs.text.length());
    }

    private String body(String path) throws Exception {
        HttpResponse<String> answer = pages.get(path);
        assertThat(answer.statusCode()).as(path).isEqualTo(200);
        return answer.body();
    }
}
