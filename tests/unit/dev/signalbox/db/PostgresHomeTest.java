package dev.signalbox.db;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresHomeTest {

    @ParameterizedTest
    @ValueSource(strings = {"/a\"b", "/a$(b)", "/a`b`", "/a\\b", "/a\nb"})
    void aPathThatAShellWouldReadOtherwiseIsRefused(String path) {
        assertThatThrownBy(() -> PostgresHome.under(Path.of(path)))
                .isInstanceOf(DatabaseException.class)
                .hasMessageContaining("data.dir");
    }

    @Test
    void anOrdinaryPathMayHaveSpacesAndApostrophes() {
        assertThat(PostgresHome.under(Path.of("/the box's data")).root())
                .isEqualTo(Path.of("/the box's data/postgresql"));
    }
}
