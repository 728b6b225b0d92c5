package dev.signalbox.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DeliveryIdTest {

    /** As PostgreSQL sorts them, and not Java, which takes the halves for signed numbers. */
    private static final Comparator<UUID> ORDER = Comparator.comparing(UUID::toString);

    private static final Instant AT = TriggerSamples.NOW;

    private final Random random = new Random(7);

    @Test
    void itIsAVersion7UuidOfItsMillisecond() {
        for (int i = 0; i < 1_000; i++) {
            UUID id = DeliveryId.of(AT, i, random);

            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).as("RFC 9562").isEqualTo(2);
            assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(AT.toEpochMilli());
        }
    }

    @Test
    void withinAMillisecondTheyAreInTheOrderTheyWereMade() {
        List<UUID> made = new ArrayList<>();
        for (int i = 0; i < 4_096; i++) {
            made.add(DeliveryId.of(AT, i, random));
        }

        assertThat(made).doesNotHaveDuplicates().isSortedAccordingTo(ORDER);
    }

    @Test
    void beyondWhatAMillisecondOrdersTheyStillStayInIt() {
        UUID far = DeliveryId.of(AT, 1_000_000, random);

        assertThat(far.version()).isEqualTo(7);
        assertThat(ORDER.compare(far, DeliveryId.floor(AT.plusMillis(1)))).isNegative();
        assertThat(far).isNotEqualTo(DeliveryId.of(AT, 1_000_000, random));
    }

    @Test
    void theFloorPartsOneMillisecondFromTheNext() {
        UUID floor = DeliveryId.floor(AT);

        for (int i = 0; i < 5_000; i += 7) {
            assertThat(ORDER.compare(DeliveryId.of(AT, i, random), floor)).isPositive();
            assertThat(ORDER.compare(DeliveryId.of(AT.minusMillis(1), i, random), floor))
                    .isNegative();
        }
    }

    /** What an operator may type as the bound of a range. */
    @Test
    void theFloorOfTheMostDistantTimesIsAnId() {
        assertThat(ORDER.compare(DeliveryId.floor(Instant.MIN), DeliveryId.floor(AT)))
                .isNegative();
        assertThat(ORDER.compare(DeliveryId.floor(Instant.MAX), DeliveryId.floor(AT)))
                .isPositive();
    }
}
