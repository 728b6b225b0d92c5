package dev.signalbox.triggers;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** When a delivery is tried again, as Standard Webhooks recommends. */
final class Schedule {

    /** What follows from the answer to one try. */
    enum Verdict {
        /** Accepted. */
        DONE,
        /** The target says that it wants no more, ever: the trigger stops. */
        GONE,
        /** Not accepted, or no answer: to be tried again. */
        RETRY
    }

    /** Pauses after the first, second … try. */
    private static final List<Duration> PAUSES = List.of(
            Duration.ofSeconds(5),
            Duration.ofMinutes(5),
            Duration.ofMinutes(30),
            Duration.ofHours(2),
            Duration.ofHours(5),
            Duration.ofHours(10),
            Duration.ofHours(14),
            Duration.ofHours(20),
            Duration.ofHours(24));

    /** Tries of one delivery, after which it is dead: some three days. */
    static final int MAX_ATTEMPTS = PAUSES.size() + 1;

    /** So that what failed together does not come back together. */
    private static final double JITTER = 0.2;

    /** A target cannot put a delivery off for longer than the longest pause. */
    private static final Duration LONGEST_RETRY_AFTER = PAUSES.getLast();

    private static final Pattern SECONDS = Pattern.compile("0*(\\d+)");

    /** Of a number of seconds; what has more is more than {@link #LONGEST_RETRY_AFTER}, and perhaps than a long. */
    private static final int MOST_DIGITS = 9;

    /** Such as {@code Sun Nov  6 08:49:37 1994}; RFC 9110, 5.6.7, wants it read, and the other obsolete one. */
    private static final DateTimeFormatter ASCTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss uuuu", Locale.US).withZone(ZoneOffset.UTC);

    private Schedule() {}

    /** @param status 0 when there was no answer */
    static Verdict verdict(int status) {
        if (status >= 200 && status < 300) {
            return Verdict.DONE;
        }
        return status == 410 ? Verdict.GONE : Verdict.RETRY;
    }

    /**
     * How long to wait for the next try; empty when there is none.
     *
     * @param attempts made so far, at least 1
     * @param retryAfter what the target asked for, which only lengthens the pause
     */
    static Optional<Duration> pause(int attempts, @Nullable Duration retryAfter, RandomGenerator random) {
        if (attempts >= MAX_ATTEMPTS) {
            return Optional.empty();
        }
        Duration planned = lengthened(PAUSES.get(attempts - 1), random);
        if (retryAfter == null || retryAfter.compareTo(planned) <= 0) {
            return Optional.of(planned);
        }
        return Optional.of(lengthened(retryAfter, random));
    }

    /** What a {@code Retry-After} header asks for, at most a day; null when there is none or it makes no sense. */
    static @Nullable Duration retryAfter(@Nullable String header, Instant now) {
        if (header == null) {
            return null;
        }
        Matcher seconds = SECONDS.matcher(header.strip());
        Duration asked = seconds.matches() ? seconds(seconds.group(1)) : until(header.strip(), now);
        if (asked == null || asked.isNegative()) {
            return null;
        }
        return asked.compareTo(LONGEST_RETRY_AFTER) > 0 ? LONGEST_RETRY_AFTER : asked;
    }

    private static Duration seconds(String digits) {
        return digits.length() > MOST_DIGITS ? LONGEST_RETRY_AFTER : Duration.ofSeconds(Long.parseLong(digits));
    }

    private static @Nullable Duration until(String date, Instant now) {
        for (DateTimeFormatter form : List.of(DateTimeFormatter.RFC_1123_DATE_TIME, rfc850(now), ASCTIME)) {
            try {
                return Duration.between(now, Instant.from(form.parse(date)));
            } catch (DateTimeException | ArithmeticException e) {
                // Perhaps another form.
            }
        }
        return null;
    }

    /** Such as {@code Sunday, 06-Nov-94 08:49:37 GMT}; a year more than 50 years ahead is of the century before. */
    private static DateTimeFormatter rfc850(Instant now) {
        LocalDate earliest = LocalDate.ofInstant(now, ZoneOffset.UTC).minusYears(49);
        return new DateTimeFormatterBuilder()
                .appendPattern("EEEE, dd-MMM-")
                .appendValueReduced(ChronoField.YEAR, 2, 2, earliest)
                .appendPattern(" HH:mm:ss 'GMT'")
                .toFormatter(Locale.US)
                .withZone(ZoneOffset.UTC);
    }

    private static Duration lengthened(Duration pause, RandomGenerator random) {
        return pause.plusMillis((long) (pause.toMillis() * JITTER * random.nextDouble()));
    }
}
