package dev.signalbox.triggers;

import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The addresses of this machine, also the public ones: behind them are ports that no firewall guards from itself.
 * Thread-safe.
 */
final class OwnAddresses implements Predicate<InetAddress> {

    private static final Logger LOGGER = LoggerFactory.getLogger(OwnAddresses.class);

    /** Addresses seldom change, and asking for them takes a system call for each interface. */
    private static final long FRESH_NANOS = Duration.ofSeconds(30).toNanos();

    private volatile Known known = new Known(Set.of(), System.nanoTime() - FRESH_NANOS);

    private record Known(Set<InetAddress> addresses, long nanos) {}

    @Override
    public boolean test(InetAddress address) {
        Known now = known;
        if (System.nanoTime() - now.nanos() >= FRESH_NANOS) {
            now = new Known(ask(now.addresses()), System.nanoTime());
            known = now;
        }
        return now.addresses().contains(address);
    }

    private static Set<InetAddress> ask(Set<InetAddress> last) {
        try {
            return NetworkInterface.networkInterfaces()
                    .flatMap(NetworkInterface::inetAddresses)
                    .collect(Collectors.toUnmodifiableSet());
        } catch (SocketException e) {
            LOGGER.atWarn().setCause(e).log("the addresses of this machine cannot be read");
            return last;
        }
    }
}
