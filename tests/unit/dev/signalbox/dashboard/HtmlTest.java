package dev.signalbox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HtmlTest {

    @Test
    void markupIsEscapedOnce() {
        assertThat(Html.text("<a href=\"x\">'&amp;'</a>"))
                .isEqualTo("&lt;a href=&quot;x&quot;&gt;&#39;&amp;amp;&#39;&lt;/a&gt;");
    }

    @Test
    void plainTextOfAnyLanguageIsLeftAlone() {
        String text = "grüße, שלום, 日本, 👩‍💻 ok";

        assertThat(Html.text(text)).isEqualTo(text);
    }

    @Test
    void everyLineEndBecomesALineFeed() {
        assertThat(Html.text("a\r\nb\rc\nd\r")).isEqualTo("a\nb\nc\nd\n");
    }

    @Test
    void controlCharactersAreNamed() {
        assertThat(Html.text("\u0000\u0007\u001b\u007f\u0085")).isEqualTo("⟨U+0000⟩⟨U+0007⟩⟨ESC⟩⟨U+007F⟩⟨U+0085⟩");
    }

    @Test
    void charactersThatTurnTheTextAreNamed() {
        assertThat(Html.text("a\u202egnp.exe\u202c \u2066b\u2069\u200f\u061c"))
                .isEqualTo("a⟨U+202E⟩gnp.exe⟨U+202C⟩ ⟨U+2066⟩b⟨U+2069⟩⟨U+200F⟩⟨U+061C⟩");
    }

    @Test
    void theValueOfAFieldIsWhatComesBack() {
        String text = "a\u200fb\u202e\u2066\u2028\u0007\u001b\u0085\r\n\tc";

        assertThat(Html.value(text)).isEqualTo(text);
        assertThat(Html.value("<\"&'>")).isEqualTo("&lt;&quot;&amp;&#39;&gt;");
    }

    @Test
    void unicodeLineSeparatorsAreNamed() {
        assertThat(Html.text("a\u2028b\u2029c")).isEqualTo("a⟨U+2028⟩b⟨U+2029⟩c");
    }
}
