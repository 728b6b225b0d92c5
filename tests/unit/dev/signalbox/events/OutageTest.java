package dev.signalbox.events;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class OutageTest {

    private final FaultException away = new FaultException(new Fault.Unavailable("it is away", 1));

    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Logger logger = (Logger) LoggerFactory.getLogger(Outage.class);
    private long now;
    private final Outage outage = new Outage("counting", () -> now);

    @BeforeEach
    void listen() {
        log.start();
        logger.setAdditive(false);
        logger.setLevel(ch.qos.logback.classic.Level.INFO);
        logger.addAppender(log);
    }

    @AfterEach
    void leave() {
        logger.detachAppender(log);
        logger.setLevel(null);
        logger.setAdditive(true);
    }

    @Test
    void anHourOfFailuresEachSecondIsALineAMinuteAndOneAtItsEnd() {
        outage.worked();
        for (int second = 0; second < 3_600; second++) {
            now = Duration.ofSeconds(second).toNanos();
            outage.failed(away);
        }
        outage.worked();
        outage.worked();

        assertThat(lines()).hasSize(61);
        assertThat(lines().getFirst()).contains("upkeep failed", "counting", "failures=\"1\"", "it is away");
        assertThat(lines().get(1)).contains("failures=\"61\"");
        assertThat(lines().getLast()).contains("works again", "failures=\"3600\"");
    }

    @Test
    void theNextOutageIsToldAtOnce() {
        outage.failed(away);
        outage.worked();
        outage.failed(away);

        assertThat(lines()).hasSize(3);
    }

    private List<String> lines() {
        return log.list.stream()
                .map(each -> each.getFormattedMessage() + " " + each.getKeyValuePairs())
                .toList();
    }
}
