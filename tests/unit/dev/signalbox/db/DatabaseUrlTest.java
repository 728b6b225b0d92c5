package dev.signalbox.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTest {

    @Test
    void itReadsAllParts() {
        assertThat(DatabaseUrl.parse("postgresql://box:secret@db.example:6543/events?sslmode=require"))
                .isEqualTo(
                        new DatabaseUrl("db.example", 6543, "events", "box", "secret", Map.of("sslmode", "require")));
    }

    @Test
    void thePortIsPostgresqlsUnlessSaid() {
        assertThat(DatabaseUrl.parse("postgres://box@my_db/events"))
                .isEqualTo(new DatabaseUrl("my_db", 5432, "events", "box", "", Map.of()));
    }

    @Test
    void partsMayBePercentEncodedAndAPlusIsAPlus() {
        DatabaseUrl url = DatabaseUrl.parse("postgresql://b%40x:a%2Fb%3A%25+c@[::1]:5432/my%20events");

        assertThat(url).isEqualTo(new DatabaseUrl("::1", 5432, "my events", "b@x", "a/b:%+c", Map.of()));
    }

    @Test
    void itsTextReadsBackAsItself() {
        DatabaseUrl url = new DatabaseUrl("fe80::1", 1, "a/b ?", "ü@:", "%+&=#", Map.of("sslmode", "prefer"));

        assertThat(DatabaseUrl.parse(url.text())).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "mysql://box:sEcReT@host/name",
                "postgresql://box:sEcReT@host",
                "postgresql://box:sEcReT@host/",
                "postgresql://box:sE@cReT@host/name",
                "postgresql://:sEcReT@host/name",
                "postgresql://box:sEcReT@host:0/name",
                "postgresql://box:sEcReT@host:70000/name",
                "postgresql://box:sEcReT%zz@host/name",
                "postgresql://box:sEcReT@host/name?sslmode=maybe",
                "postgresql://box:sEcReT@host/name?sslmode=verify-full",
                "postgresql://box:sEcReT@host/name?user=sEcReT",
                "postgresql://box:sEcReT@host/name?sslmode",
            })
    void aBadOneIsRefusedWithoutItsPassword(String url) {
        assertThatThrownBy(() -> DatabaseUrl.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageMatching("(is|has|needs) .*")
                .hasMessageNotContaining("cReT");
    }

    @Test
    void itShowsItselfWithoutItsPassword() {
        assertThat(DatabaseUrl.parse("postgresql://box:sEcReT@host/name").toString())
                .isEqualTo("box at host:5432/name");
    }
}
