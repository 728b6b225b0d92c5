package dev.signalbox.triggers;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Templates made to keep the parser busy. The timeout only keeps a failure from hanging the run. */
@Timeout(30)
class PayloadTemplateLimitsTest {

    private static final Map<String, String> PLAIN = Map.of("Content-Type", "text/plain");

    private final Payload payload = new Payload();

    static Stream<String> slow() {
        return Stream.of(
                "{{event." + "a.".repeat(600) + "a}}",
                "{{event." + "a/".repeat(90) + "a}}",
                "{{event." + "a-".repeat(90) + "a}}",
                "{{" + "../".repeat(60) + "a}}",
                "{{" + "[a]".repeat(60) + "}}",
                "{{a" + ".[a b]".repeat(30) + "}}",
                "{{" + "[".repeat(90) + "]".repeat(90) + "}}",
                "{{json a." + "[b.".repeat(60) + "}}",
                "{{" + " ".repeat(16_000) + "event.message}}",
                "{{" + "\n".repeat(100) + "event.message}}",
                "{{#" + " ".repeat(16_000) + "}}",
                "{{json \"" + "a".repeat(10_000) + "\"}}",
                "{{json \"" + "\\\"".repeat(90) + "\"}}",
                "{{json \"}}" + "a.".repeat(5_000) + "a\"}}",
                "{{json 'a}}{{b' " + "a.".repeat(5_000) + "a}}",
                "{{json a.[}}" + "a.".repeat(5_000) + "]}}",
                "{{json " + "1".repeat(10_000) + "}}",
                "{{json" + " a".repeat(5_000) + "}}",
                "{{json" + " a=b".repeat(3_000) + "}}",
                "{{#a as |" + "x ".repeat(5_000) + "|}}{{/a}}",
                "{{a}}".repeat(3_000),
                "{{~a~}} \n".repeat(1_500),
                "{{#a}}{{/a}}".repeat(1_300),
                "{".repeat(16_000),
                "{{{{a}}}}x{{{{/a}}}}".repeat(800),
                "{{~".repeat(5_000),
                "{{!" + "a.".repeat(5_000),
                "{{!--" + "a.".repeat(5_000) + "a}}",
                "{{!--}}{{" + "a.".repeat(5_000) + "a}}",
                "\\{{" + "a.".repeat(5_000) + "a}}",
                "\\{{!-- }}{{" + "a.".repeat(5_000) + "a}}--}}",
                "{{json a'b\" 'c}} \" " + "a.".repeat(5_000) + "a}}",
                "{{a.[]}}" + "a.".repeat(5_000) + "]}}");
    }

    static Stream<String> harmless() {
        return Stream.of(
                "x".repeat(16_384),
                "{ ".repeat(8_000),
                "}".repeat(16_000),
                "\n".repeat(16_000),
                "\\".repeat(16_000),
                "{{!}}".repeat(3_000),
                "{{!" + "a.".repeat(8_000) + "}}",
                "{{!-- it's {{a}} " + "a.".repeat(8_000) + "--}}",
                "{{a}}".repeat(800),
                "{{a}}}".repeat(800),
                "{{json" + " a=b".repeat(48) + "}}" + "{{a.b.c.d.e.f.g.h.i.j}}".repeat(150),
                "{{json " + "1".repeat(180) + "}}",
                "{{json \"" + "a.".repeat(90) + "\"}}",
                "{{#if a}}".repeat(100) + "{{/if}}".repeat(100));
    }

    @ParameterizedTest
    @MethodSource("slow")
    void whatIsSlowToParseIsRefused(String template) {
        assertThatThrownBy(() -> payload.check(template, PLAIN)).isInstanceOf(PayloadException.class);
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void whatIsOnlyLongIsRendered(String template) {
        assertThatCode(() -> payload.check(template, PLAIN)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{{#each ../../../event.metadata.a.b.c}}{{/each}}",
                "{{event.metadata.jobs.[1].steps.[the first].name}}",
                "{{#if\n                event.message\n}}x{{/if}}",
                "{{~{event.message}~}}{{~event.message~}}{{{event.message}}}",
                "{{json \"it's\"}}{{json 'a \"b\" [c'}}",
                "{\"a\":{\"b\":{\"c\":\"{{event.message}}\"}}}",
                "it's \"quoted\" [here {{type}} and \\ there",
            })
    void whatPeopleWriteIsNot(String template) {
        assertThatCode(() -> payload.check(template, PLAIN)).doesNotThrowAnyException();
    }

    @Test
    void theLineIsTold() {
        assertThatThrownBy(() -> payload.check("a\nb {{x." + "a.".repeat(20) + "a}}", PLAIN))
                .hasMessage("is wrong in line 2, column 3: the tag has a path of more than 10 parts");
    }
}
