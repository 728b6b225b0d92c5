package dev.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SurfaceTest {

    @Test
    void eachPathBelongsToItsKindOfClient() {
        assertThat(Surface.of("/api/events")).isEqualTo(Surface.API);
        assertThat(Surface.of("/.log")).isEqualTo(Surface.CURL);
        assertThat(Surface.of("/ping/4711/start")).isEqualTo(Surface.CURL);
        assertThat(Surface.of("/c/collection/id")).isEqualTo(Surface.CURL);
        assertThat(Surface.of("/livelog/build")).isEqualTo(Surface.CURL);
    }

    @Test
    void aPageThatOnlyBeginsAlikeIsAPage() {
        assertThat(Surface.of("/")).isEqualTo(Surface.PAGE);
        assertThat(Surface.of("/livelogs/build")).isEqualTo(Surface.PAGE);
        assertThat(Surface.of("/containers")).isEqualTo(Surface.PAGE);
        assertThat(Surface.of("/apiary")).isEqualTo(Surface.PAGE);
    }
}
