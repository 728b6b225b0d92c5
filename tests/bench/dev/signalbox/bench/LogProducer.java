package dev.signalbox.bench;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;

/**
 * Sends one live log in chunks of one size. The last bytes of each chunk's content are the time right before it was sent,
 * so that no two chunks are the same, and readers know how long it took to them.
 */
final class LogProducer implements AutoCloseable {

    /** Bytes of the time at the end of a chunk. */
    static final int STAMP = 8;

    private static final int CONTINUE = 100;
    private static final int CREATED = 201;

    private final SocketChannel channel;
    private final HttpAnswers answers;
    private final int chunk;
    private final ByteBuffer framed;
    private final ByteBuffer content;
    private final CRC32C crc = new CRC32C();

    /** Begins the log: from then on readers find it. */
    LogProducer(int port, String stream, int chunk) throws IOException {
        this.chunk = chunk;
        byte[] size = (Integer.toHexString(chunk) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        byte[] random = new byte[chunk];
        new Random(chunk).nextBytes(random);
        framed = ByteBuffer.allocateDirect(size.length + chunk + 2);
        framed.put(size).put(random).put((byte) '\r').put((byte) '\n').flip();
        content = framed.slice(size.length, chunk);
        channel = SocketChannel.open(new InetSocketAddress("127.0.0.1", port));
        channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
        answers = new HttpAnswers(channel);
        send("PUT /log/" + stream + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nTransfer-Encoding: chunked\r\nExpect: 100-continue\r\n\r\n");
        expect(CONTINUE);
    }

    /**
     * @param crc of all content, CRC-32C
     * @param sendSeconds until the last byte was in the hands of the system
     * @param seconds until the node had answered that all of it is durable
     */
    record Sent(long bytes, long crc, double sendSeconds, double seconds) {

        double mbPerSecond() {
            return bytes / seconds / 1e6;
        }
    }

    /** Sends as fast as the node takes it. */
    Sent send(long bytes) throws IOException {
        return send(bytes, 0);
    }

    /** @param perSecond bytes; 0 for as many as the node takes */
    Sent send(long bytes, long perSecond) throws IOException {
        long chunks = Math.ceilDiv(bytes, chunk);
        long start = System.nanoTime();
        for (long sent = 0; sent < chunks; sent++) {
            if (perSecond > 0) {
                awaitTurn(start + (long) (sent * chunk * 1e9 / perSecond));
            }
            content.putLong(chunk - STAMP, System.nanoTime());
            crc.update(content.clear());
            framed.rewind();
            while (framed.hasRemaining()) {
                channel.write(framed);
            }
        }
        double sendSeconds = (System.nanoTime() - start) / 1e9;
        send("0\r\n\r\n");
        expect(CREATED);
        return new Sent(chunks * chunk, crc.getValue(), sendSeconds, (System.nanoTime() - start) / 1e9);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    private static void awaitTurn(long turn) {
        for (long left = turn - System.nanoTime(); left > 0; left = turn - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void send(String text) throws IOException {
        ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text);
        while (bytes.hasRemaining()) {
            channel.write(bytes);
        }
    }

    private void expect(int status) throws IOException {
        int answered = answers.next();
        if (answered != status) {
            throw new IOException("a live log was answered " + answered);
        }
    }
}
