package dev.signalbox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class JsonTextTest {

    @Test
    void objectsAndArraysAreJson() {
        assertThat(JsonText.isJson(" {\"a\":[1,2]} \n")).isTrue();
        assertThat(JsonText.isJson("[]")).isTrue();
    }

    @Test
    void whatOnlyLooksLikeItIsNot() {
        assertThat(JsonText.isJson("[INFO] done [ok]")).isFalse();
        assertThat(JsonText.isJson("{a}")).isFalse();
        assertThat(JsonText.isJson("{\"a\":1} {\"b\":2}")).isFalse();
        assertThat(JsonText.isJson("\"text\"")).isFalse();
        assertThat(JsonText.isJson("12")).isFalse();
        assertThat(JsonText.isJson("")).isFalse();
        assertThat(JsonText.isJson("[".repeat(5_000) + "]".repeat(5_000))).isFalse();
    }

    @Test
    void compactIsOneLineAndKeepsEveryDigitAndEscape() {
        assertThat(JsonText.compact("{\n \"a\" : 1.50e+400,\r\n\t\"b\":\"x\\u001b \\\" {[,:\",\"a\":[ ]}"))
                .isEqualTo("{\"a\": 1.50e+400, \"b\": \"x\\u001b \\\" {[,:\", \"a\": []}");
    }

    @Test
    void prettyHasOneMemberALine() {
        assertThat(JsonText.pretty("{\"a\":{\"b\":[1,2]},\"c\":{},\"d\":[]}")).isEqualTo("""
                        {
                          "a": {
                            "b": [
                              1,
                              2
                            ]
                          },
                          "c": {},
                          "d": []
                        }""");
    }

    @Test
    void deepPartsStayOnOneLineSoThatIndentationCannotExplode() {
        String deep = "[".repeat(900) + "1,".repeat(20_000) + "1" + "]".repeat(900);

        assertThat(JsonText.pretty(deep)).hasSizeLessThan(2 * deep.length());
    }

    @Test
    void membersComeInOrderWithTextsUnquotedAndNestedOnesWhole() {
        List<String> members = new ArrayList<>();

        boolean object = JsonText.eachMember(
                "{\"t\":\"a\\nb\",\"n\":1.0,\"o\":{\"x\":[1]},\"z\":null}",
                (name, value, nested) -> members.add(name + "=" + value + (nested ? "!" : "")));

        assertThat(object).isTrue();
        assertThat(members).containsExactly("t=a\nb", "n=1.0", "o={\"x\":[1]}!", "z=null");
    }

    @Test
    void membersOfWhatIsNoObjectAreRefused() {
        assertThat(JsonText.eachMember("[1]", (name, value, nested) -> {})).isFalse();
        assertThat(JsonText.eachMember("{\"a\":", (name, value, nested) -> {})).isFalse();
    }
}
