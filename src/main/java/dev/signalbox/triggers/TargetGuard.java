package dev.signalbox.triggers;

import dev.signalbox.web.Cidr;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.internal.VertxInternal;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Comparator;
import java.util.List;

/**
 * Keeps webhooks from going where only the node can: to services of its own machine and network, and to what clouds tell
 * their machines. Asked when a trigger is saved and before every try: who sends connects to an address of the
 * {@link Route} and asks no name server again, so that an answer which has changed meanwhile leads nowhere. Thread-safe.
 */
final class TargetGuard {

    /** Looks a name up. */
    @FunctionalInterface
    interface Names {
        Future<List<InetAddress>> addresses(String host);
    }

    /**
     * A target with the addresses that it may be reached at.
     *
     * @param addresses at least one; IPv4 first, because it is what works on a machine that has only one of them
     */
    record Route(Target target, List<InetAddress> addresses) {
        Route {
            addresses = List.copyOf(addresses);
        }
    }

    private final AddressGuard addresses;
    private final Names names;

    TargetGuard(AddressGuard addresses, Names names) {
        this.addresses = addresses;
        this.names = names;
    }

    /** As the node uses it. */
    static TargetGuard open(Vertx vertx, List<Cidr> allowed) {
        return new TargetGuard(new AddressGuard(allowed, new OwnAddresses()), host -> lookUp(vertx, host));
    }

    /** Fails with {@link TargetException} when nothing may be sent to the URL, or nothing can. */
    Future<Route> check(String url) {
        Target target;
        try {
            target = Target.parse(url);
        } catch (TargetException e) {
            return Future.failedFuture(e);
        }
        InetAddress literal = target.literal();
        if (literal != null) {
            return checked(target, List.of(literal));
        }
        return names.addresses(target.host())
                .transform(found -> found.succeeded() && !found.result().isEmpty()
                        ? checked(target, found.result())
                        : Future.failedFuture(new TargetException(
                                "has the host " + target.host() + ", whose address cannot be found")));
    }

    /** One bad address is enough: which of them is taken would be for the name server to decide. */
    private Future<Route> checked(Target target, List<InetAddress> found) {
        for (InetAddress address : found) {
            if (!addresses.allows(address)) {
                return Future.failedFuture(
                        new TargetException(
                                "leads to " + address.getHostAddress()
                                        + ", which is private or reserved; list it in triggers.allow-targets if webhooks may go there"));
            }
        }
        List<InetAddress> sorted = found.stream()
                .sorted(Comparator.comparing(address -> !(address instanceof Inet4Address)))
                .toList();
        return Future.succeededFuture(new Route(target, sorted));
    }

    /** By the node's own resolver, which waits on no thread; it caches for as long as the answers allow. */
    private static Future<List<InetAddress>> lookUp(Vertx vertx, String host) {
        Promise<List<InetSocketAddress>> found = Promise.promise();
        ((VertxInternal) vertx).nameResolver().resolveAll(host, answer -> {
            if (answer.succeeded()) {
                found.complete(answer.result());
            } else {
                found.fail(answer.cause());
            }
        });
        return found.future()
                .map(all -> all.stream().map(InetSocketAddress::getAddress).toList());
    }
}
