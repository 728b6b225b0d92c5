package dev.signalbox.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What script makes of bytes, whatever pieces they come in. */
class LivelogTextE2E {

    private static final String ESC = "\u001b";

    /** Reads a text byte by byte, and in pieces of each length up to all of it; all must come to the same. */
    private static final String READ = """
            async text => {
                const { LineReader } = await import('/assets/livelog-text.js');
                const bytes = new TextEncoder().encode(text);
                const read = step => {
                    const reader = new LineReader(100);
                    const lines = [];
                    for (let at = 0; at < bytes.length; at += step) {
                        lines.push(...reader.push(bytes.subarray(at, at + step)));
                    }
                    const open = reader.open();
                    return JSON.stringify(open ? [...lines, open] : lines);
                };
                const whole = read(Math.max(1, bytes.length));
                for (let step = 1; step < bytes.length; step++) {
                    if (read(step) !== whole) {
                        throw new Error(`in pieces of ${step}: ${read(step)} and not ${whole}`);
                    }
                }
                return JSON.parse(whole).map(line =>
                    `${line.offset}+${line.length} ${line.text}${line.over ? ` over ${line.over}` : ''}`
                        + `${line.earlier ? ` after ${line.earlier}` : ''}${line.ended ? '' : ' open'}`);
            }
            """;

    private static final String PARSE = """
            async text => {
                const { parse, PLAIN } = await import('/assets/livelog-text.js');
                return parse(text, PLAIN).parts.map(part => part.mark ? `[${part.text}]` : `${part.classes}:${part.text}`);
            }
            """;

    @RegisterExtension
    final Desk desk = new Desk();

    private Page page;

    @BeforeEach
    void open() {
        page = desk.open("/livelogs");
    }

    @Test
    void aLineFeedEndsALine() {
        assertThat(read("one\n\nthree\nopen")).containsExactly("100+4 one", "104+1 ", "105+6 three", "111+4 open open");
        assertThat(read("")).isEmpty();
        assertThat(read("dos\r\nunix\n")).containsExactly("100+5 dos", "105+5 unix");
    }

    @Test
    void ofALineThatIsWrittenOverTheLastStateIsKept() {
        assertThat(read("1 %\r50 %\r100 %\nnext")).containsExactly("100+15 100 % after 2", "115+4 next open");
        assertThat(read("1 %\r50 %\r")).containsExactly("100+9 50 % after 1 open");
        assertThat(read("\r\r\n")).containsExactly("100+3 ");
    }

    @Test
    void aCharacterIsNotBrokenWhereAPieceEnds() {
        assertThat(read("größe 日本語 🚀\n🚀")).containsExactly("100+23 größe 日本語 🚀", "123+4 🚀 open");
    }

    @Test
    void aLongLineIsCut() {
        String line = "x".repeat(2_500);

        assertThat(strings(READ.replace("step++", "step += 499"), line + "\n"))
                .isEqualTo(List.of("100+2501 " + line.substring(500) + " over 500"));
    }

    @Test
    void coloursBecomeClasses() {
        assertThat(parse(ESC + "[31;1mred" + ESC + "[22;44m on blue" + ESC + "[0m plain"))
                .containsExactly("ansi af1 a-bold:red", "ansi af1 ab4: on blue", ": plain");
        assertThat(parse(ESC + "[38;5;196ma" + ESC + "[38;2;0;0;230mb" + ESC + "[48;5;15;7mc" + ESC + "[39;49;27md"))
                .containsExactly("ansi af9:a", "ansi af4:b", "ansi af4 ab15 a-inverse:c", ":d");
        assertThat(parse(ESC + "[mx" + ESC + "[91;100my" + ESC + "[;3;4;9mz"))
                .containsExactly(":x", "ansi af9 ab8:y", "ansi a-italic a-underline a-strike:z");
    }

    @Test
    void everythingElseIsShownByName() {
        assertThat(parse("a" + ESC + "[2Jb" + ESC + "]0;t\u0007c" + ESC + "(Bd" + ESC + "e" + ESC))
                .containsExactly(":a", "[ESC[2J]", ":b", "[ESC]0;tBEL]", ":c", "[ESC(B]", ":d", "[ESCe]", "[ESC]");
        assertThat(parse("\u0000\u0001x\u202ey\u2066\u200fz\u0085\ttab"))
                .containsExactly(
                        "[U+0000 U+0001]", ":x", "[U+202E]", ":y", "[U+2066 U+200F]", ":z", "[U+0085]", ":\ttab");
        assertThat(parse(ESC + "[Kx" + ESC + "[?25l" + ESC + "[1;31"))
                .containsExactly("[K]", ":x", "[ESC[?25l]", "[ESC[]", ":1;31");
    }

    private List<String> read(String text) {
        return strings(READ, text);
    }

    private List<String> parse(String text) {
        return strings(PARSE, text);
    }

    @SuppressWarnings("unchecked")
    private List<String> strings(String function, String text) {
        return (List<String>) page.evaluate(function, text);
    }
}
