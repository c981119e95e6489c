package dev.sluice.ingest;

import dev.sluice.media.AacConfig;
import dev.sluice.media.CodecConfig;
import dev.sluice.media.H264Config;
import dev.sluice.media.MediaKind;
import dev.sluice.room.Publisher;
import dev.sluice.room.Source;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One session's right to feed a publisher, given by {@link Admission}. Judges the stream for B-frames, holds the first
 * frames back until that is decided, places every frame on the publisher's timeline and lets the anchor enter the room
 * with the first that is accepted.
 *
 * <p>Called on the session's loop. After {@link #end}, or once the room has parted with the session, whatever is written
 * is released and forgotten.
 */
public final class Publication {
    /** Frames held back at most while the gate is undecided: 200 ms of them with room to spare. */
    private static final int MAX_HELD = 256;
    /** How long audio waits for video to show itself before the anchor enters as audio only. */
    private static final long AUDIO_WAITS = TimeUnit.MILLISECONDS.toNanos(200);
    /** The same where a video configuration came and no picture yet. */
    private static final long AUDIO_WAITS_FOR_PICTURE = TimeUnit.SECONDS.toNanos(2);

    /** Told of the end, for the record. */
    interface Ending {
        void rejected(ProtocolException reason);

        void ended(StableCode code, String reason);
    }

    private final Publisher publisher;
    private final Source source;
    private final Clock clock;
    private final Ending ending;
    private final ReorderGate gate = new ReorderGate();
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private @Nullable CodecConfig video;
    private @Nullable CodecConfig audio;
    private long firstMediaNanos;
    private boolean entered;
    private boolean ended;

    /** A frame that waits, or one on its way to another loop. */
    private record Held(CodecConfig config, int clockRate, long pts, long dts, boolean keyFrame, long arrivalNanos,
            ByteBuf payload) {}

    Publication(Publisher publisher, Source source, Clock clock, Ending ending) {
        this.publisher = publisher;
        this.source = source;
        this.clock = clock;
        this.ending = ending;
    }

    /** The configuration of the video that follows. */
    public void video(H264Config config) {
        video = config;
        gate.configure(config);
    }

    /** The configuration of the audio that follows. */
    public void audio(AacConfig config) {
        audio = config;
    }

    /**
     * One access unit; before the first {@link #video} it is dropped.
     *
     * @param pts by the source's clock, unwrapped, in ticks of {@code clockRate} a second; likewise {@code dts}
     * @param payload 4-byte-length-prefixed NAL units; taken
     */
    public void writeVideo(int clockRate, long pts, long dts, boolean keyFrame, ByteBuf payload) {
        long now = clock.nanos();
        if (ended || video == null) {
            payload.release();
            return;
        }
        try {
            gate.judge(payload, pts != dts, now);
        } catch (ProtocolException rejected) {
            payload.release();
            reject(rejected);
            return;
        }
        write(new Held(video, clockRate, pts, dts, keyFrame, now, payload), gate.open());
    }

    /** One audio frame; before the first {@link #audio} it is dropped. Parameters as for video. */
    public void writeAudio(int clockRate, long pts, ByteBuf payload) {
        long now = clock.nanos();
        if (ended || audio == null) {
            payload.release();
            return;
        }
        write(new Held(audio, clockRate, pts, pts, true, now, payload), !videoHeld() && (entered || waitedEnough(now)));
    }

    private boolean waitedEnough(long now) {
        long patience = video == null ? AUDIO_WAITS : AUDIO_WAITS_FOR_PICTURE;
        return !held.isEmpty() && now - firstMediaNanos >= patience;
    }

    /** A picture that is not decided yet: sound stays behind it. */
    private boolean videoHeld() {
        return held.stream().anyMatch(frame -> frame.config().codec().kind() == MediaKind.VIDEO);
    }

    private void write(Held frame, boolean accepted) {
        if (entered && held.isEmpty() && accepted) {
            publish(frame);
            return;
        }
        if (held.isEmpty()) {
            firstMediaNanos = frame.arrivalNanos();
        }
        held.add(frame);
        if (accepted || held.size() > MAX_HELD) {
            entered = true;
            held.forEach(this::publish);
            held.clear();
        }
    }

    private void publish(Held frame) {
        if (publisher.loop().inEventLoop()) {
            deliver(frame);
        } else {
            publisher.loop().execute(() -> deliver(frame));
        }
    }

    /** On the publisher's loop. */
    private void deliver(Held frame) {
        if (!publisher.source().id().equals(source.id())) {
            frame.payload().release();
            return;
        }
        publisher.enter();
        var kind = frame.config().codec().kind();
        var track = publisher.find(kind);
        if (track == null || !track.info().config().equals(frame.config())) {
            track = publisher.track(frame.config(), frame.clockRate());
        }
        long time = publisher.place(kind, nanos(frame.dts(), frame.clockRate()), frame.arrivalNanos());
        long dts = ticks(time, frame.clockRate());
        track.publish(dts + frame.pts() - frame.dts(), dts, frame.keyFrame(), frame.arrivalNanos(), frame.payload());
    }

    private static long nanos(long ticks, int clockRate) {
        return ticks / clockRate * 1_000_000_000L + ticks % clockRate * 1_000_000_000L / clockRate;
    }

    private static long ticks(long nanos, int clockRate) {
        long seconds = Math.floorDiv(nanos, 1_000_000_000L);
        long rest = Math.floorMod(nanos, 1_000_000_000L);
        return seconds * clockRate + (rest * clockRate + 500_000_000L) / 1_000_000_000L;
    }

    private void reject(ProtocolException reason) {
        ending.rejected(reason);
        finish();
        publisher.onLoop(() -> publisher.leave(source, reason.code()));
        source.closer().accept(reason);
    }

    /**
     * The session is over.
     *
     * @param clean whether the peer said so; otherwise the publisher keeps its place for the grace time
     */
    public void end(StableCode code, String reason, boolean clean) {
        if (ended) {
            return;
        }
        finish();
        ending.ended(code, reason);
        publisher.onLoop(() -> {
            if (clean) {
                publisher.leave(source, code);
            } else {
                publisher.lose(source, code);
            }
        });
    }

    private void finish() {
        ended = true;
        held.forEach(frame -> frame.payload().release());
        held.clear();
    }
}
