package dev.signalbox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SseFrameTest {

    private final SseParser browser = new SseParser();

    @Test
    void anEventCarriesItsId() {
        assertThat(SseFrame.event(7, "x").toString()).isEqualTo("id: 7\ndata: x\n\n");
    }

    @ParameterizedTest
    @CsvSource({
        "a<LF>b, a<LF>b", "a<CR>b, a<LF>b", "a<CR><LF>b, a<LF>b", "a<LF><CR>b, a<LF><LF>b", "a<CR><CR>b, a<LF><LF>b",
        "a<LF>, a<LF>", "a<CR><LF>, a<LF>", "<LF>, <LF>", "a<U+2028>b, a<U+2028>b",
                "<LF>data: x<LF><LF>id: 9, <LF>data: x<LF><LF>id: 9"
    })
    void lineEndsStayInsideTheMessage(String sent, String received) {
        browser.feed(SseFrame.event(7, text(sent)).toString());

        assertThat(browser.all()).containsExactly(new SseParser.Message("", "7", text(received)));
    }

    @Test
    void anEmptyPayloadIsStillAMessage() {
        browser.feed(SseFrame.event(7, "").toString());

        assertThat(browser.all()).containsExactly(new SseParser.Message("", "7", ""));
    }

    @Test
    void aPositionDispatchesNothingButCounts() {
        browser.feed(SseFrame.position(8).toString());

        assertThat(browser.all()).isEmpty();
        assertThat(browser.lastEventId()).isEqualTo("8");
    }

    @Test
    void namedEventsAndCommentsLeaveThePositionAlone() {
        browser.feed(SseFrame.position(8).toString());
        browser.feed(SseFrame.named("reset", "{}").toString());
        browser.feed(SseFrame.comment().toString());
        browser.feed(SseFrame.hello(1_000).toString());

        assertThat(browser.all()).containsExactly(new SseParser.Message("reset", "8", "{}"));
        assertThat(browser.lastEventId()).isEqualTo("8");
        assertThat(browser.retry()).isEqualTo("1000");
    }

    private static String text(String marked) {
        return marked.replace("<LF>", "\n").replace("<CR>", "\r").replace("<U+2028>", "\u2028");
    }
}
