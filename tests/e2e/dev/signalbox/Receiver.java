package dev.signalbox;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.vertx.core.json.JsonObject;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** A target of webhooks on loopback, with a port of its own. It remembers what came, and answers as it is told to. */
final class Receiver implements AutoCloseable {

    /** What to do with a request that was read. Whoever does not answer by a status closes the connection in some way. */
    @FunctionalInterface
    interface Manner {
        /** Whether it was accepted, with the whole answer on its way. */
        boolean answer(Webhook webhook, Socket socket) throws IOException, InterruptedException;
    }

    /** A request as it came. */
    record Webhook(String line, Map<String, String> headers, String body) {
        String id() {
            return headers.getOrDefault("webhook-id", "");
        }

        JsonObject data() {
            return new JsonObject(body).getJsonObject("data");
        }

        String eventId() {
            return data().getJsonObject("event").getString("id");
        }

        String message() {
            return data().getJsonObject("event").getString("message");
        }
    }

    static final Manner ACCEPT = status("204 No Content");

    /** Of loopback, but not the address that {@code localhost} is: tests allow this one, and see that the other is refused. */
    private static final String HOST = "127.0.0.2";

    /** On one machine a connection that is to come about has come about by then. */
    private static final int FULL_MILLIS = 200;

    private final Queue<Webhook> received = new ConcurrentLinkedQueue<>();
    private final Queue<Webhook> accepted = new ConcurrentLinkedQueue<>();
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicLong written = new AtomicLong();
    private final int port;
    private volatile Manner manner;
    private volatile ServerSocket server;

    private Receiver(Manner manner, ServerSocket server) {
        this.manner = manner;
        this.server = server;
        port = server.getLocalPort();
    }

    static Receiver with(Manner manner) {
        try {
            Receiver receiver = new Receiver(manner, bind(0, 0));
            receiver.listen();
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Listens without taking a connection, so that who wants one gets no answer at all; accepts once it is reopened. */
    static Receiver stalled() {
        try {
            Receiver receiver = new Receiver(ACCEPT, bind(0, 1));
            receiver.fill();
            return receiver;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Receiver accepting() {
        return with(ACCEPT);
    }

    /** @param headers each with its line end */
    static Manner status(String status, String... headers) {
        byte[] answer = ("HTTP/1.1 " + status + "\r\n" + String.join("", headers)
                        + (status.startsWith("204") ? "\r\n" : "Content-Length: 0\r\n\r\n"))
                .getBytes(ISO_8859_1);
        boolean accepts = status.startsWith("2");
        return (webhook, socket) -> {
            socket.getOutputStream().write(answer);
            return accepts;
        };
    }

    /** Takes one manner for so many requests, and then another. */
    static Manner first(int requests, Manner manner, Manner then) {
        AtomicLong left = new AtomicLong(requests);
        return (webhook, socket) -> (left.getAndDecrement() > 0 ? manner : then).answer(webhook, socket);
    }

    /** Says nothing for as long as the other side holds the connection. */
    static boolean hang(Webhook webhook, Socket socket) throws IOException {
        while (socket.getInputStream().read() >= 0) {
            // Nothing more is to come.
        }
        return false;
    }

    static boolean reset(Webhook webhook, Socket socket) throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
        return false;
    }

    /** Accepts, and then never comes to the end of what it has to say. */
    Manner endless() {
        byte[] piece = "x".repeat(8_192).getBytes(ISO_8859_1);
        return (webhook, socket) -> {
            OutputStream out = socket.getOutputStream();
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 9000000000\r\n\r\n".getBytes(ISO_8859_1));
            while (true) {
                out.write(piece);
                written.addAndGet(piece.length);
            }
        };
    }

    /** Bytes of an endless answer that somebody took. */
    long written() {
        return written.get();
    }

    String url() {
        return "http://" + HOST + ":" + port + "/hook?of=test";
    }

    void manner(Manner next) {
        manner = next;
    }

    /** All that came, answered or not. */
    List<Webhook> received() {
        return List.copyOf(received);
    }

    /** What was answered with success. */
    List<Webhook> accepted() {
        return List.copyOf(accepted);
    }

    int count() {
        return accepted.size();
    }

    /** Ends all connections and takes no more. */
    void shut() {
        close(server);
        open.forEach(Receiver::close);
        open.clear();
    }

    /** Takes connections again, where it took them before. */
    void reopen() {
        shut();
        try {
            server = bind(port, 0);
            listen();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** With our own connections, until the kernel answers nobody any more. */
    private void fill() throws IOException {
        try {
            while (true) {
                Socket mine = new Socket();
                open.add(mine);
                mine.connect(server.getLocalSocketAddress(), FULL_MILLIS);
            }
        } catch (SocketTimeoutException e) {
            // Full.
        }
    }

    @Override
    public void close() {
        shut();
    }

    private void listen() {
        ServerSocket listening = server;
        Thread.ofVirtual().start(() -> accept(listening));
    }

    /** @param backlog 0 for what is usual */
    private static ServerSocket bind(int port, int backlog) throws IOException {
        ServerSocket listening = new ServerSocket();
        listening.setReuseAddress(true);
        listening.bind(new InetSocketAddress(InetAddress.ofLiteral(HOST), port), backlog);
        return listening;
    }

    private void accept(ServerSocket listening) {
        try {
            while (true) {
                Socket socket = listening.accept();
                open.add(socket);
                Thread.ofVirtual().start(() -> serve(socket));
            }
        } catch (IOException e) {
            // Shut.
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            for (Webhook webhook = read(in); webhook != null; webhook = read(in)) {
                received.add(webhook);
                if (manner.answer(webhook, socket)) {
                    accepted.add(webhook);
                }
            }
        } catch (IOException | InterruptedException e) {
            // The other side is gone, or so are we.
        } finally {
            open.remove(socket);
        }
    }

    private static @Nullable Webhook read(InputStream in) throws IOException {
        String line = line(in);
        if (line == null) {
            return null;
        }
        Map<String, String> headers = new TreeMap<>();
        for (String header = line(in); header != null && !header.isEmpty(); header = line(in)) {
            int colon = header.indexOf(':');
            headers.put(
                    header.substring(0, colon).toLowerCase(Locale.ROOT),
                    header.substring(colon + 1).strip());
        }
        byte[] body = in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
        return new Webhook(line, headers, new String(body, UTF_8));
    }

    private static @Nullable String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    private static void close(AutoCloseable socket) {
        try {
            socket.close();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
