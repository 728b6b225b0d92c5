package dev.signalbox.livelog;

import dev.signalbox.bus.Fault;
import dev.signalbox.bus.FaultException;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One PUT, from its first byte until all of them are durable. It ends in exactly one way: whole, or broken off by the
 * client, by a limit or by the disk; whatever came until then is kept and can be read. Confined to its request's event
 * loop.
 */
final class Upload {

    private static final Logger LOGGER = LoggerFactory.getLogger(Upload.class);

    private final Vertx vertx;
    private final LivelogConf conf;
    private final Shelf shelf;
    private final LivelogMeters meters;
    private final ProducerPriority priority;
    private final Context context;
    private final HttpServerRequest request;
    private final Future<Void> broke;
    private final Recording recording;
    private final Recorder recorder;
    private final Promise<Void> arrived = Promise.promise();
    private long received;
    private long lastByte = System.nanoTime();
    private long timer = -1;
    private boolean paused;
    private int atOnce;

    /** @param broke fails when the connection breaks */
    Upload(
            Vertx vertx,
            LivelogConf conf,
            Shelf shelf,
            LivelogMeters meters,
            ProducerPriority priority,
            HttpServerRequest request,
            Future<Void> broke,
            Recording recording,
            Recorder recorder) {
        this.vertx = vertx;
        this.conf = conf;
        this.shelf = shelf;
        this.meters = meters;
        this.priority = priority;
        this.context = vertx.getOrCreateContext();
        this.request = request;
        this.broke = broke;
        this.recording = recording;
        this.recorder = recorder;
        this.received = recording.row().bytes();
    }

    /**
     * Takes the body in, which has been paused until now.
     *
     * @return completes once all of it is durable; fails with a {@link FaultException} otherwise
     */
    Future<Void> run() {
        request.handler(this::take).endHandler(whole -> arrived.tryComplete());
        request.resume();
        broke.onFailure(gone -> broke());
        recorder.sound().onFailure(arrived::tryFail);
        watch();
        return arrived.future()
                .eventually(recorder::written)
                .compose(whole -> recorder.close())
                .transform(outcome -> outcome.succeeded() ? settle() : breakOff(outcome.cause()));
    }

    /** Ends it as broken, for a node that stops, unless it has all arrived. From any thread. */
    void abort() {
        context.runOnContext(turn -> arrived.tryFail(new FaultException(new Fault.Unavailable("the node stops", 5))));
    }

    /** What had come before is still on its way to {@link #take}. */
    private void broke() {
        request.resume();
        context.runOnContext(turn -> arrived.tryFail(
                new FaultException(new Fault.Invalid("", "the connection broke before the whole log had arrived"))));
    }

    private void take(Buffer bytes) {
        if (arrived.future().isComplete()) {
            return;
        }
        received += bytes.length();
        lastByte = System.nanoTime();
        if (received > conf.maxBytes()) {
            arrived.tryFail(tooLarge(conf));
            return;
        }
        meters.received(bytes.length());
        look(bytes.length());
        recorder.add(bytes);
        if (recorder.full(this::goOn)) {
            paused = true;
            request.pause();
        }
    }

    /** How much comes in one turn of the event loop tells whether it keeps up. */
    private void look(int bytes) {
        if (atOnce == 0) {
            context.runOnContext(turn -> {
                if (atOnce >= ProducerPriority.HELD_UP_BYTES) {
                    priority.heldUp();
                }
                atOnce = 0;
            });
        }
        atOnce += bytes;
    }

    private void goOn() {
        paused = false;
        lastByte = System.nanoTime();
        request.resume();
    }

    static FaultException tooLarge(LivelogConf conf) {
        return new FaultException(
                new Fault.TooLarge("the log is larger than livelog.max-bytes allows: " + conf.maxBytes() + " bytes"));
    }

    /** A client whose machine lost its power never says so; where that matters, silence can be given an end. */
    private void watch() {
        long idle = conf.idleTimeout().toMillis();
        if (idle > 0) {
            timer = vertx.setPeriodic(Math.max(10, idle / 4), tick -> {
                // While it is we who do not read, the client cannot help being silent.
                if (!paused && System.nanoTime() - lastByte > idle * 1_000_000) {
                    arrived.tryFail(new FaultException(
                            new Fault.TooSlow("no byte for " + idle + " ms, which is livelog.idle-timeout")));
                }
            });
        }
    }

    private Future<Void> settle() {
        vertx.cancelTimer(timer);
        return shelf.end(recording, State.DONE)
                .onComplete(ended -> recording.growth().end(ended.succeeded() ? State.DONE : State.BROKEN));
    }

    /** Readers first, who are to know within a second; then the disk and the table. */
    private Future<Void> breakOff(Throwable why) {
        vertx.cancelTimer(timer);
        recording.growth().end(State.BROKEN);
        FaultException fault = why instanceof FaultException known ? known : unwritable(why);
        LOGGER.atInfo()
                .addKeyValue("stream", recording.row().key().stream())
                .addKeyValue("generation", recording.row().key().generation())
                .addKeyValue("bytes", recording.growth().length())
                .addKeyValue("why", fault.fault().why())
                .log("live log broke off");
        return recorder.close()
                .transform(closed -> shelf.end(recording, State.BROKEN))
                .transform(ended -> Future.failedFuture(fault));
    }

    private static FaultException unwritable(Throwable cause) {
        if (cause instanceof FaultException known) {
            return known;
        }
        String why = cause instanceof IOException ? cause.getMessage() : cause.toString();
        return new FaultException(new Fault.Unavailable("the log cannot be written: " + why, 10));
    }
}
