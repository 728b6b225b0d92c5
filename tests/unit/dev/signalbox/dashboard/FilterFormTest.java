package dev.signalbox.dashboard;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.MultiMap;
import org.junit.jupiter.api.Test;

class FilterFormTest {

    private static MultiMap query(String... pairs) {
        MultiMap query = MultiMap.caseInsensitiveMultiMap();
        for (int i = 0; i < pairs.length; i += 2) {
            query.add(pairs[i], pairs[i + 1]);
        }
        return query;
    }

    @Test
    void whatWasTypedIsKeptAndEncodedInLinks() {
        FilterForm form =
                FilterForm.of(query("q", "/a&b/ \"c\"", "origin", "web 1", "origin", "ci/build", "severity", "warn"));

        assertThat(form.href()).isEqualTo("/?q=%2Fa%26b%2F+%22c%22&severity=warn&origin=web+1&origin=ci%2Fbuild");
    }

    @Test
    void blankFieldsAreAbsent() {
        FilterForm form = FilterForm.of(query("q", " ", "origin", "", "since", "", "kind", ""));

        assertThat(form.isEmpty()).isTrue();
        assertThat(form.href()).isEqualTo("/");
        assertThat(form.olderHref(12)).isEqualTo("/?before=12");
    }

    @Test
    void aRangeIsASince() {
        assertThat(FilterForm.of(query("range", "24h")).values("since")).containsExactly("24h");
        assertThat(FilterForm.of(query("range", "24h", "since", "1h")).values("since"))
                .containsExactly("1h");
    }

    @Test
    void equalFiltersHaveEqualQueries() {
        assertThat(FilterForm.of(query("origin", "a", "q", "b", "severity", "warn"))
                        .query())
                .isEqualTo(FilterForm.of(query("severity", "warn", "q", "b", "origin", "a", "origin", "a"))
                        .query());
    }

    @Test
    void anotherTimeKeepsTheRest() {
        FilterForm form = FilterForm.of(query("q", "x", "since", "1h", "until", "5m"));

        assertThat(form.over("7d", "").query()).isEqualTo("q=x&since=7d");
        assertThat(form.olderHref(5)).isEqualTo("/?q=x&since=1h&until=5m&before=5");
    }
}
