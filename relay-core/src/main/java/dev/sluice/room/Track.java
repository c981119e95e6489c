package dev.sluice.room;

import dev.sluice.health.GopMeter;
import dev.sluice.media.EncodedFrame;
import dev.sluice.media.MediaKind;
import dev.sluice.media.TrackInfo;
import dev.sluice.runtime.DropReason;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One audio stream of a publisher, or one encoding of its video. Numbers its frames, keeps the frames since the last key
 * frame and hands each frame once to every event loop that has subscribers.
 *
 * <p>Lives on one loop: {@code publish}, {@code configure} and {@code close} run there; {@code subscribe},
 * {@code unsubscribe} and the figures may be used anywhere.
 */
public final class Track {
    /** Hears whether anybody listens. Called on the track's loop when the answer changes. */
    @FunctionalInterface
    public interface Demand {
        void onDemand(boolean wanted);
    }

    private static final FanOut[] NONE = {};

    private final EventLoop loop;
    private final Timeline timeline;
    private final TrackLimits limits;
    private final @Nullable GopCache cache;
    private final Renditions renditions = new Renditions();
    private final RateMeter rate = new RateMeter();
    private final LongAdder frames = new LongAdder();
    private final LongAdder bytes = new LongAdder();
    private final LongAdder drops = new LongAdder();
    private final Timeline.Progress progress = new Timeline.Progress();
    private final Flow flow = new Flow();
    private final GopMeter gop = new GopMeter();
    private final KeyFrameRequests keyFrames;
    private volatile TrackInfo info;
    private FanOut[] fanOuts = NONE;
    private long sequence;
    private int subscribers;
    private Demand demand = _ -> {};
    private @Nullable StableCode ended;

    /** A track whose source cannot be asked for a key frame. */
    public Track(EventLoop loop, Timeline timeline, TrackInfo info, TrackLimits limits) {
        this(loop, timeline, info, limits, Encoder.DEAF);
    }

    Track(EventLoop loop, Timeline timeline, TrackInfo info, TrackLimits limits, Encoder encoder) {
        this.loop = loop;
        this.timeline = timeline;
        this.info = info;
        this.limits = limits;
        this.keyFrames = new KeyFrameRequests(loop, encoder, info.id());
        this.cache = info.kind() == MediaKind.VIDEO ? new GopCache(limits.gop()) : null;
    }

    public EventLoop loop() {
        return loop;
    }

    public Timeline timeline() {
        return timeline;
    }

    Timeline.Progress progress() {
        return progress;
    }

    /** What the newest frame is. */
    public TrackInfo info() {
        return info;
    }

    public TrackLimits limits() {
        return limits;
    }

    /**
     * Frames published from now on are of this configuration. The first of them should be a key frame; in another codec
     * nothing before leads up to it, so a number is left out.
     */
    public void configure(TrackInfo next) {
        if (next.codec() != info.codec() || next.clockRate() != info.clockRate()) {
            forgetGop();
            sequence++;
        }
        info = next;
    }

    /**
     * Gives a frame to everybody. Takes the payload.
     *
     * @param pts in ticks of the track's clock, on the timeline
     * @param dts likewise
     * @param arrivalNanos when its last byte was read
     */
    public void publish(long pts, long dts, boolean keyFrame, long arrivalNanos, ByteBuf payload) {
        var frame = new EncodedFrame(info, sequence++, pts, dts, keyFrame, arrivalNanos, payload);
        if (ended == null) {
            measure(frame);
            if (cache != null && !cache.add(frame)) {
                gop.outgrew();
            }
            for (FanOut fanOut : fanOuts) {
                fanOut.offer(frame);
            }
        }
        frame.release();
    }

    private void measure(EncodedFrame frame) {
        frames.increment();
        bytes.add(frame.size());
        rate.count(frame.size(), frame.arrivalNanos());
        flow.arrived(frame.arrivalNanos());
        if (cache != null) {
            gop.picture(frame.keyFrame(), frame.dts() * 1000 / info.clockRate(), frame.arrivalNanos());
            if (frame.keyFrame()) {
                keyFrames.onKeyFrame();
            }
        }
    }

    /** The timeline broke: what is cached does not lead up to what comes. */
    void forgetGop() {
        if (cache != null) {
            cache.clear();
        }
    }

    /** From any thread; the subscriber hears {@code onJoin} on its loop, or {@code onEnd} if the track is over. */
    public void subscribe(Subscriber subscriber) {
        if (loop.inEventLoop()) {
            add(subscriber);
        } else {
            loop.execute(() -> add(subscriber));
        }
    }

    /** From any thread; at most once, and only after {@link #subscribe}. */
    public void unsubscribe(Subscriber subscriber) {
        if (loop.inEventLoop()) {
            remove(subscriber);
        } else {
            loop.execute(() -> remove(subscriber));
        }
    }

    private void add(Subscriber subscriber) {
        if (ended != null) {
            var reason = ended;
            subscriber.loop().execute(() -> subscriber.onEnd(reason));
            return;
        }
        if (subscribers++ == 0) {
            demand.onDemand(true);
        }
        fanOut(subscriber.loop()).join(subscriber, cache == null ? List.of() : cache.snapshot());
    }

    private void remove(Subscriber subscriber) {
        if (ended != null) {
            return;
        }
        var fanOut = fanOut(subscriber.loop());
        if (fanOut.leave(subscriber)) {
            fanOuts = Snapshots.without(fanOuts, fanOut);
        }
        if (--subscribers == 0) {
            demand.onDemand(false);
        }
    }

    private FanOut fanOut(EventLoop target) {
        for (FanOut fanOut : fanOuts) {
            if (fanOut.loop().equals(target)) {
                return fanOut;
            }
        }
        var fanOut = new FanOut(this, target, limits.queueFrames());
        fanOuts = Snapshots.with(fanOuts, fanOut);
        return fanOut;
    }

    /** On the track's loop: the track's shared rendition of the given type; released when the track ends. */
    public <R extends Rendition> R rendition(Class<R> type, Function<Track, R> factory) {
        return renditions.get(type, () -> factory.apply(this));
    }

    /** On the track's loop, before anybody subscribes. */
    public void demand(Demand listener) {
        demand = listener;
    }

    /** Ends the track for everybody; idempotent. */
    public void close(StableCode reason) {
        if (ended != null) {
            return;
        }
        ended = reason;
        forgetGop();
        keyFrames.forget();
        for (FanOut fanOut : fanOuts) {
            fanOut.end(reason);
        }
        fanOuts = NONE;
        renditions.release();
    }

    /** A viewer can do nothing without a key frame: the encoder is asked for one, at most once a second. From any thread. */
    public void requestKeyFrame(long nowNanos) {
        keyFrames.request(nowNanos);
    }

    /** Whether frames come. Safe anywhere. */
    public boolean flows(long nowNanos) {
        return flow.flows(nowNanos);
    }

    /** Whether it had frames, and none for at least so long. */
    boolean silent(long nowNanos, long nanos) {
        return frames.sum() > 0 && nowNanos - flow.arrivedNanos() >= nanos;
    }

    /** Its source is gone: it does not flow before a frame of another comes. */
    void interrupt() {
        flow.interrupt();
        gop.interrupt();
    }

    void dropped(DropReason reason) {
        drops.increment();
        limits.metrics().counter("sluice.frames.dropped", "reason", reason.name()).increment();
    }

    public RateMeter rate() {
        return rate;
    }

    public long frames() {
        return frames.sum();
    }

    public long bytes() {
        return bytes.sum();
    }

    /** Frames that did not reach a loop because its queue was full. */
    public long drops() {
        return drops.sum();
    }

    /** How far apart its key frames are. */
    public GopMeter gop() {
        return gop;
    }

    /** Whether a key frame comes for the asking, as far as is known. Safe anywhere. */
    boolean givesKeyFrames() {
        return keyFrames.answered();
    }

    /**
     * Whether joiners must wait for a key frame: the group of pictures since the last one outgrew the cache, and the encoder
     * gives none for the asking, as browsers do, which send no other.
     */
    public boolean gopTooLong() {
        return gop.outgrown() && !givesKeyFrames();
    }
}
