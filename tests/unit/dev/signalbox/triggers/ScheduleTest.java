package dev.signalbox.triggers;

import static org.assertj.core.api.Assertions.assertThat;

import dev.signalbox.triggers.Schedule.Verdict;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final List<Duration> RECOMMENDED = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    private final Random random = new Random(7);

    @Test
    void triesAreMadeAsRecommendedAndALittleLater() {
        for (int attempts = 1; attempts <= RECOMMENDED.size(); attempts++) {
            Duration recommended = RECOMMENDED.get(attempts - 1);
            for (int i = 0; i < 100; i++) {
                assertThat(Schedule.pause(attempts, null, random))
                        .hasValueSatisfying(pause ->
                                assertThat(pause).isBetween(recommended, recommended.plus(recommended.dividedBy(5))));
            }
        }
    }

    @Test
    void noTwoComeBackTogether() {
        assertThat(Schedule.pause(3, null, random)).isNotEqualTo(Schedule.pause(3, null, random));
    }

    @Test
    void afterTheLastTryThereIsNone() {
        assertThat(Schedule.MAX_ATTEMPTS).isEqualTo(RECOMMENDED.size() + 1);
        assertThat(Schedule.pause(Schedule.MAX_ATTEMPTS, null, random)).isEmpty();
        assertThat(Schedule.pause(Schedule.MAX_ATTEMPTS, Duration.ofSeconds(1), random))
                .isEmpty();
    }

    @Test
    void aTargetCanOnlyAskForMoreTime() {
        assertThat(Schedule.pause(1, Duration.ofMinutes(2), random))
                .hasValueSatisfying(pause -> assertThat(pause).isGreaterThanOrEqualTo(Duration.ofMinutes(2)));
        assertThat(Schedule.pause(2, Duration.ofSeconds(1), random))
                .hasValueSatisfying(pause -> assertThat(pause).isGreaterThanOrEqualTo(Duration.ofMinutes(5)));
    }

    @Test
    void onlyA2xxIsSuccessAndOnly410IsTheEnd() {
        for (int status : List.of(200, 201, 202, 204, 299)) {
            assertThat(Schedule.verdict(status)).isEqualTo(Verdict.DONE);
        }
        for (int status : List.of(0, 100, 199, 300, 301, 302, 304, 308, 400, 401, 404, 409, 411, 429, 500, 503, 599)) {
            assertThat(Schedule.verdict(status)).as("%d", status).isEqualTo(Verdict.RETRY);
        }
        assertThat(Schedule.verdict(410)).isEqualTo(Verdict.GONE);
    }

    @Test
    void retryAfterIsSecondsOrADate() {
        Instant now = Instant.parse("2015-10-21T07:27:00Z");

        assertThat(Schedule.retryAfter("120", now)).isEqualTo(Duration.ofMinutes(2));
        assertThat(Schedule.retryAfter(" 0 ", now)).isZero();
        assertThat(Schedule.retryAfter("Wed, 21 Oct 2015 07:28:00 GMT", now)).isEqualTo(Duration.ofMinutes(1));
        assertThat(Schedule.retryAfter("Wed, 21 Oct 2015 09:28:00 +0200", now)).isEqualTo(Duration.ofMinutes(1));
    }

    @Test
    void obsoleteDatesAreReadToo() {
        Instant now = Instant.parse("2015-10-05T07:27:00Z");

        assertThat(Schedule.retryAfter("Monday, 05-Oct-15 07:28:00 GMT", now)).isEqualTo(Duration.ofMinutes(1));
        assertThat(Schedule.retryAfter("Mon Oct  5 07:28:00 2015", now)).isEqualTo(Duration.ofMinutes(1));
        assertThat(Schedule.retryAfter("Tue Oct 20 07:28:00 2015", now)).isEqualTo(Duration.ofDays(1));
        assertThat(Schedule.retryAfter("Thursday, 01-Jan-65 00:00:00 GMT", now))
                .as("in less than 50 years")
                .isEqualTo(Duration.ofDays(1));
        assertThat(Schedule.retryAfter("Sunday, 06-Nov-94 08:49:37 GMT", now))
                .as("long ago")
                .isNull();
    }

    @Test
    void retryAfterIsAtMostADay() {
        Instant now = Instant.parse("2015-10-21T07:27:00Z");

        assertThat(Schedule.retryAfter("86401", now)).isEqualTo(Duration.ofDays(1));
        assertThat(Schedule.retryAfter("999999999999999999", now)).isEqualTo(Duration.ofDays(1));
        assertThat(Schedule.retryAfter("9".repeat(40), now)).isEqualTo(Duration.ofDays(1));
        assertThat(Schedule.retryAfter("0".repeat(40) + "7", now)).isEqualTo(Duration.ofSeconds(7));
        assertThat(Schedule.retryAfter("Fri, 31 Dec 9999 23:59:59 GMT", now)).isEqualTo(Duration.ofDays(1));
    }

    @Test
    void retryAfterThatMakesNoSenseIsNone() {
        Instant now = Instant.parse("2015-10-21T07:27:00Z");

        assertThat(Schedule.retryAfter(null, now)).isNull();
        for (String header :
                List.of("", "soon", "-1", "1.5", "1e3", "Mon Oct 32 07:28:00 2015", "Wed, 21 Oct 2015 07:26:00 GMT")) {
            assertThat(Schedule.retryAfter(header, now)).as(header).isNull();
        }
    }
}
