package dev.signalbox.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.buffer.Buffer;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnpackingTest {

    private final BodyBudget budget = new BodyBudget(1 << 20);

    @Test
    void whatWasPackedComesBack() {
        byte[] text = "a line of a log\n".repeat(5_000).getBytes();

        assertThat(gzip().unpack(Packed.gzip(text), 1 << 20)).isEqualTo(Buffer.buffer(text));
        assertThat(zstd().unpack(Packed.zstd(text), 1 << 20)).isEqualTo(Buffer.buffer(text));
    }

    @Test
    void whatIsExactlyAsLongAsAllowedPassesAndOneByteMoreDoesNot() {
        byte[] text = new byte[100_000];

        assertThat(zstd().unpack(Packed.zstd(text), 100_000)).isEqualTo(Buffer.buffer(text));
        assertThat(zstd().unpack(Packed.zstd(text), 99_999)).isNull();
    }

    @Test
    void severalMembersAreOneBody() {
        Buffer two = Packed.gzip("one,".getBytes()).appendBuffer(Packed.gzip("two".getBytes()));

        assertThat(gzip().unpack(two, 100)).hasToString("one,two");
    }

    @Test
    void aBombTakesNoMoreThanItsLimitAndGivesItBack() {
        Buffer bomb = Packed.zstd(new byte[200 << 20]);

        assertThat(zstd().unpack(bomb, 512 << 10)).isNull();
        assertThat(budget.held()).isZero();
    }

    @Test
    void aUsedUpBudgetIsToldAndGivenBack() {
        Buffer large = Packed.gzip(new byte[2 << 20]);

        assertThatThrownBy(() -> gzip().unpack(large, 16 << 20))
                .isInstanceOfSatisfying(
                        FaultException.class, e -> assertThat(e.fault()).isInstanceOf(Fault.Unavailable.class));
        assertThat(budget.held()).isZero();
    }

    @Test
    void whatIsCutOrBrokenNamesItsEncoding() {
        Buffer gzip = Packed.gzip("some text to pack".getBytes());
        Buffer zstd = Packed.zstd("some text to pack".getBytes());

        assertInvalid(gzip(), gzip.slice(0, gzip.length() - 5), "gzip");
        assertInvalid(zstd(), zstd.slice(0, zstd.length() - 5), "zstd");
        assertInvalid(gzip(), Buffer.buffer("plain"), "gzip");
        assertInvalid(zstd(), Buffer.buffer("plain"), "zstd");
        assertThat(budget.held()).isZero();
    }

    @Test
    void aFrameThatAsksForAHugeWindowIsRefused() {
        byte[] noise = new byte[4096];
        new Random(1).nextBytes(noise);

        assertInvalid(zstd(), Packed.zstdWithWindow(noise, 27), "zstd");
    }

    private void assertInvalid(Unpacking unpacking, Buffer packed, String encoding) {
        assertThatThrownBy(() -> unpacking.unpack(packed, 1 << 20))
                .isInstanceOf(FaultException.class)
                .hasMessageStartingWith("the body is not valid " + encoding + ":");
    }

    private Unpacking gzip() {
        return new Unpacking(Encoding.GZIP, budget);
    }

    private Unpacking zstd() {
        return new Unpacking(Encoding.ZSTD, budget);
    }
}
