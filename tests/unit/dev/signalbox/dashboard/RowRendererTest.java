package dev.signalbox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.bus.Events;
import org.junit.jupiter.api.Test;

class RowRendererTest {

    private static final String HOSTILE = "<img src=x onerror=\"alert('1')\">&amp;";
    private static final String ESCAPED = "&lt;img src=x onerror=&quot;alert(&#39;1&#39;)&quot;&gt;&amp;amp;";

    private final RowRenderer renderer = new RowRenderer(() -> Samples.NOW);

    private String html(Events.Event event) {
        return renderer.html(event);
    }

    @Test
    void theRootCarriesTheIdTwice() {
        assertThat(html(Samples.message("x")))
                .startsWith("<li class=\"row s-warn\" id=\"e7234567890123456789\" data-id=\"7234567890123456789\">")
                .endsWith("</details></li>");
    }

    @Test
    void timeIsRelativeWithTheExactOneBesideAndLinksToTheEvent() {
        assertThat(html(Samples.message("x")))
                .contains(
                        "<a class=\"at\" href=\"/events/7234567890123456789\">"
                                + "<time datetime=\"2026-11-20T11:55:00Z\" title=\"2026-11-20 11:55:00.000 UTC\">5 min</time></a>");
    }

    @Test
    void severityIsAWordBesideItsMark() {
        assertThat(html(Samples.message("x"))).contains("<span class=\"sev\"><i></i>warn</span>");
    }

    @Test
    void originOwnerMessageAndMetadataAreEscapedOnce() {
        String metadata = "{\"" + HOSTILE.replace("\"", "\\\"") + "\":\"" + HOSTILE.replace("\"", "\\\"") + "\"}";

        String html = html(Samples.event(HOSTILE, HOSTILE, HOSTILE, metadata));

        assertThat(html).doesNotContain("<img").doesNotContain("&amp;lt;").doesNotContain("&amp;amp;amp;");
        assertThat(html).contains("title=\"only from " + ESCAPED + "\">" + ESCAPED + "</a>");
        assertThat(html).contains("title=\"sent by " + ESCAPED + "\">" + ESCAPED + "</span>");
        assertThat(html).contains("<span class=\"line\">" + ESCAPED + "</span>");
        assertThat(html).contains("<tr><th scope=\"row\">" + ESCAPED + "</th><td>" + ESCAPED + "</td></tr>");
    }

    @Test
    void theLinkOfAnOriginIsEncoded() {
        assertThat(html(Samples.event("a b&c=d/é#%", "laptop", "x", "{}")))
                .contains("href=\"/?origin=a+b%26c%3Dd%2F%C3%A9%23%25\"");
    }

    @Test
    void anAbsentOriginIsNoLink() {
        assertThat(html(Samples.event("", "laptop", "x", "{}"))).doesNotContain("?origin=");
    }

    @Test
    void linesAreKeptOnExpand() {
        assertThat(html(Samples.message("one\n  two\nthree")))
                .contains("<span class=\"line\">one</span><span class=\"plus\">+2 lines</span></summary>")
                .contains("<pre class=\"msg\">one\n  two\nthree</pre>");
    }

    @Test
    void noCarriageReturnCanReachAStream() {
        assertThat(html(Samples.event("a\rb", "c\rd", "e\r\nf\rg", "{\"h\":\"i\\rj\"}")))
                .doesNotContain("\r");
    }

    @Test
    void jsonIsPrettyOnExpand() {
        assertThat(html(Samples.message("{\"a\":\"<b>\"}")))
                .contains("<span class=\"line\">{&quot;a&quot;: &quot;&lt;b&gt;&quot;}</span>")
                .contains("<pre class=\"msg\">{\n  &quot;a&quot;: &quot;&lt;b&gt;&quot;\n}</pre>");
    }

    @Test
    void nestedMetadataIsIndented() {
        assertThat(html(Samples.event("o", "w", "m", "{\"user\":{\"id\":7}}")))
                .contains("<td>{\n  &quot;id&quot;: 7\n}</td>");
    }

    @Test
    void metadataThatCannotBeReadIsShownAsItIs() {
        assertThat(html(Samples.event("o", "w", "m", "{broken"))).contains("<pre class=\"msg\">{broken</pre>");
    }

    @Test
    void aHugeEventMakesASmallRowThatSaysWhereTheRestIs() {
        String html = html(Samples.event("o", "w", "&".repeat(65_536), "{\"k\":\"" + "v".repeat(16_000) + "\"}"));

        assertThat(html).contains("Too long for a row: show all of it").hasSizeLessThan(60_000);
    }

    @Test
    void aBlankMessageIsNamed() {
        assertThat(html(Samples.message(" \n"))).contains("<em>(blank)</em>");
    }
}
