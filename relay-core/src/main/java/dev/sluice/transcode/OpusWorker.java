package dev.sluice.transcode;

import dev.sluice.media.AacConfig;
import dev.sluice.media.EncodedFrame;
import dev.sluice.media.TrackInfo;
import dev.sluice.room.Track;
import dev.sluice.runtime.DropReason;
import dev.sluice.runtime.ProtocolException;
import io.netty.buffer.ByteBuf;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.jctools.queues.atomic.SpscAtomicArrayQueue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one track's transcoder off the event loops: frames wait in a bounded queue and are worked off in order, by one
 * pool thread at a time. {@code offer} and {@code close} run on the track's loop.
 */
final class OpusWorker implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(OpusWorker.class);
    /** About two seconds of AAC at 48 kHz. */
    private static final int MAX_WAITING = 128;

    private final AudioCodecs codecs;
    private final Executor pool;
    private final AtomicInteger running;
    private final Track opus;
    private final SpscAtomicArrayQueue<EncodedFrame> waiting = new SpscAtomicArrayQueue<>(MAX_WAITING);
    private final AtomicBoolean scheduled = new AtomicBoolean();
    private volatile boolean closed;
    private @Nullable TrackInfo source;
    private @Nullable AacToOpus transcoder;
    private long arrivalNanos;
    private boolean counted = true;

    OpusWorker(AudioCodecs codecs, Executor pool, AtomicInteger running, Track opus) {
        this.codecs = codecs;
        this.pool = pool;
        this.running = running;
        this.opus = opus;
        running.incrementAndGet();
    }

    /** Borrowed. A frame that finds the queue full is left out and heard as silence. */
    void offer(EncodedFrame frame) {
        if (waiting.offer(frame.retain())) {
            schedule();
        } else {
            frame.release();
            opus.limits().metrics().counter("sluice.frames.dropped", "reason", DropReason.QUEUE_FULL.name())
                    .increment();
        }
    }

    void close() {
        closed = true;
        schedule();
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            pool.execute(this);
        }
    }

    /** On a pool thread. Reschedules itself rather than run beside another run of itself. */
    @Override
    public void run() {
        try {
            workOff();
        } finally {
            scheduled.set(false);
        }
        if (!waiting.isEmpty() || (closed && counted)) {
            schedule();
        }
    }

    private void workOff() {
        for (var frame = waiting.poll(); frame != null; frame = waiting.poll()) {
            try {
                if (!closed) {
                    transcode(frame);
                }
            } finally {
                frame.release();
            }
        }
        if (closed) {
            free();
        }
    }

    private void transcode(EncodedFrame frame) {
        boolean first = source == null;
        if (!frame.track().equals(source)) {
            open(frame.track());
        }
        if (first && !waiting.isEmpty()) {
            skipToLatest();
        } else if (transcoder != null) {
            arrivalNanos = frame.arrivalNanos();
            transcoder.offer(frame.pts(), frame.payload());
        }
    }

    /** Opening takes a while, and all that came meanwhile would reach the first listener at once and late. */
    private void skipToLatest() {
        while (waiting.size() > 1) {
            waiting.remove().release();
        }
    }

    private void open(TrackInfo info) {
        closeTranscoder();
        source = info;
        try {
            transcoder = new AacToOpus(codecs, (AacConfig) info.config(), info.clockRate(), OpusSettings.DEFAULT,
                    this::emit);
        } catch (ProtocolException refused) {
            LOG.warn("audio stays silent: {}", refused.described());
        }
    }

    private void emit(long pts, int samples, ByteBuf packet) {
        long arrived = arrivalNanos;
        try {
            opus.loop().execute(() -> publish(pts, arrived, packet));
        } catch (RejectedExecutionException _) {
            // The loops are ending, and with them everybody who listened.
            packet.release();
        }
    }

    /** On the track's loop: what comes after the close is late, for the track may go on without this transcoder. */
    private void publish(long pts, long arrived, ByteBuf packet) {
        if (closed) {
            packet.release();
        } else {
            opus.publish(pts, pts, true, arrived, packet);
        }
    }

    private void closeTranscoder() {
        if (transcoder != null) {
            transcoder.close();
            transcoder = null;
        }
    }

    private void free() {
        closeTranscoder();
        if (counted) {
            counted = false;
            running.decrementAndGet();
        }
    }
}
