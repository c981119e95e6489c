package dev.sluice.webrtc.rtp;

import dev.sluice.media.Codec;
import dev.sluice.media.EncodedFrame;
import dev.sluice.media.MediaKind;
import dev.sluice.room.FanOut;
import dev.sluice.room.Rendition;
import dev.sluice.room.Timeline;
import dev.sluice.room.Track;
import dev.sluice.webrtc.rtp.payload.Packetizer;
import org.jspecify.annotations.Nullable;

/**
 * A track as RTP, for all viewers of one loop: each frame's payloads are listed once, by the first sender that needs
 * them, and kept for resending. Retains what it keeps. Lives on the viewers' loop.
 */
public final class RtpFeed implements Rendition {
    private static final int VIDEO_CLOCK = 90_000;
    private static final int AUDIO_CLOCK = 48_000;
    private static final long NANOS = 1_000_000_000L;
    private static final int MAX_UNFLUSHED = 16;

    private final Track track;
    private final RtpMetrics metrics;
    private final int clockRate;
    private final FeedClock clock = new FeedClock();
    private final FrameRing ring = new FrameRing();
    /** Holds the one frame that the ring had no place for. */
    private final FeedFrame spare = new FeedFrame();
    private @Nullable Packetizer packetizer;
    private @Nullable Codec codec;
    private long newest = -1;
    private long newestTicks;
    private long newestArrival;
    private long lastRelayed = -1;
    private final long[] unflushed = new long[MAX_UNFLUSHED];
    private int unflushedCount;

    private RtpFeed(Track track, RtpMetrics metrics) {
        this.track = track;
        this.metrics = metrics;
        this.clockRate = clockRate(track.info().kind());
    }

    /** The loop's feed of a track, made by the first who asks. */
    public static RtpFeed of(FanOut fanOut, RtpMetrics metrics) {
        return fanOut.rendition(RtpFeed.class, () -> new RtpFeed(fanOut.track(), metrics));
    }

    /** Of the RTP timestamps: RFC 6184 8.2.1, RFC 7587 4.1. */
    private static int clockRate(MediaKind kind) {
        return kind == MediaKind.VIDEO ? VIDEO_CLOCK : AUDIO_CLOCK;
    }

    Timeline timeline() {
        return track.timeline();
    }

    /** Ticks of the RTP clock in a second. */
    int clockRate() {
        return clockRate;
    }

    /** A duration in ticks of the RTP clock. */
    long ticks(long nanos) {
        return nanos / NANOS * clockRate + nanos % NANOS * clockRate / NANOS;
    }

    /** The frame's timestamp, in ticks of the RTP clock: its presentation time on the timeline less {@link #lagNanos()}. */
    public long ticks(EncodedFrame frame) {
        return time(frame) - ticks(clock.lagNanos());
    }

    private long time(EncodedFrame frame) {
        int rate = frame.track().clockRate();
        return rate == clockRate ? frame.pts() : frame.pts() * clockRate / rate;
    }

    /** How far timestamps stay behind the timeline now. */
    long lagNanos() {
        return clock.lagNanos();
    }

    /** A frame has come from the track; the calls of all viewers but the first are without effect. */
    public void arrived(EncodedFrame frame) {
        if (frame.sequence() > newest) {
            newest = frame.sequence();
            newestTicks = time(frame);
            newestArrival = frame.arrivalNanos();
            if (track.info().kind() == MediaKind.VIDEO) {
                clock.arrived(lead(frame), newestArrival);
            }
        }
    }

    private long lead(EncodedFrame frame) {
        long rate = frame.track().clockRate();
        long time = frame.pts() / rate * NANOS + frame.pts() % rate * NANOS / rate;
        return time - (frame.arrivalNanos() - timeline().originNanos());
    }

    /** The timestamp of a moment: that of the newest frame and what has passed since it came. */
    public long present(long nowNanos) {
        return newestTicks + ticks(Math.max(0, nowNanos - newestArrival) - clock.lagNanos());
    }

    /** The frame's payloads, listed now if they were not. Valid until the next call. */
    FeedFrame entry(EncodedFrame frame, long nowNanos) {
        var known = ring.find(frame.sequence());
        if (known != null) {
            known.use(nowNanos);
            return known;
        }
        spare.empty();
        var place = ring.add(frame, nowNanos);
        var entry = place == null ? spare : place;
        if (!entry.fill(frame, packetizer(frame.track().codec()), nowNanos)) {
            metrics.frameInvalid();
        }
        return entry;
    }

    private Packetizer packetizer(Codec wanted) {
        var current = packetizer;
        if (current == null || codec != wanted) {
            current = Packetizer.of(wanted);
            packetizer = current;
            codec = wanted;
        }
        return current;
    }

    /** What was sent and may be wanted again; null where it is gone. */
    @Nullable
    FeedFrame find(long sequence) {
        return ring.find(sequence);
    }

    /** A live frame was written to some viewer; the first time starts the measurement that {@link #flushed} ends. */
    public void relayed(EncodedFrame frame) {
        if (frame.sequence() > lastRelayed && unflushedCount < MAX_UNFLUSHED) {
            lastRelayed = frame.sequence();
            unflushed[unflushedCount++] = frame.arrivalNanos();
        }
    }

    /** What was written has been flushed, by the first of the viewers. */
    public void flushed(long nowNanos) {
        for (int i = 0; i < unflushedCount; i++) {
            metrics.relayed(nowNanos - unflushed[i]);
        }
        unflushedCount = 0;
    }

    /** A viewer can do nothing without a key frame. */
    public void requestKeyFrame(long nowNanos) {
        metrics.keyFrameRequested();
        track.requestKeyFrame(nowNanos);
    }

    @Override
    public void release() {
        ring.clear();
        spare.empty();
    }
}
