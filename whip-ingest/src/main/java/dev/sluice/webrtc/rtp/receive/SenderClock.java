package dev.sluice.webrtc.rtp.receive;

import dev.sluice.media.MediaKind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One sender's time: places the frames of all its streams on one source time that starts with the first frame. A stream is
 * placed by arrival at first. Once sender reports tell how it stands to the reference, the audio, the difference is slewed
 * away, and so is the drift of one clock against the other later on. Single-threaded; pure.
 */
final class SenderClock {
    /** How fast time is corrected: by one in so many of media time. */
    static final int SLEW = 50;
    /** A greater error is corrected at once: forward, so that no stream goes back. */
    static final long STEP_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** A greater error is none: the reports are wrong. */
    static final long ABSURD_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** Correction begins above this error, and ends below the other: reports are not exact to the tick. */
    static final long BEGIN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    static final long END_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final List<StreamClock> streams = new ArrayList<>();

    /** Another stream of the sender's; it stays until it is removed. */
    StreamClock stream(MediaKind kind, int rate) {
        var stream = new StreamClock(kind, rate);
        streams.add(stream);
        return stream;
    }

    void remove(StreamClock stream) {
        streams.remove(stream);
    }

    /**
     * @param timestamp of the frame, 32 bits
     * @param arrivalNanos of its first packet
     * @return the frame's source time in the stream's ticks, never before the stream's frame before
     */
    long place(StreamClock stream, long timestamp, long arrivalNanos) {
        long ticks = stream.unwrap(timestamp);
        if (!stream.anchored() || stream.jumped(ticks, arrivalNanos)) {
            stream.anchor(ticks, anchor(stream, ticks, arrivalNanos));
        } else {
            correct(stream, stream.elapsed(ticks));
        }
        return stream.place(ticks, arrivalNanos);
    }

    private long anchor(StreamClock stream, long ticks, long arrivalNanos) {
        long present = present(arrivalNanos);
        var reference = reference();
        if (!stream.anchored() && stream.reported() && reference != null) {
            long exact = stream.ntp(ticks) + reference.aheadOfNtp();
            return Math.abs(exact - present) <= ABSURD_NANOS ? exact : present;
        }
        return present;
    }

    /** By the stream that was heard last. */
    private long present(long arrivalNanos) {
        StreamClock latest = null;
        for (var stream : streams) {
            if (stream.anchored() && (latest == null || stream.latestArrival() - latest.latestArrival() > 0)) {
                latest = stream;
            }
        }
        return latest == null ? 0 : latest.present(arrivalNanos);
    }

    /** The stream that the others follow: audio, because ears are quicker to mind. Null until there is a report of one. */
    private @Nullable StreamClock reference() {
        StreamClock reference = null;
        for (int i = 0; i < streams.size(); i++) {
            var stream = streams.get(i);
            if (stream.anchored() && stream.reported() && (reference == null
                    || (stream.kind() == MediaKind.AUDIO && reference.kind() != MediaKind.AUDIO))) {
                reference = stream;
            }
        }
        return reference;
    }

    private void correct(StreamClock stream, long elapsed) {
        var reference = reference();
        if (reference == null || reference == stream || !stream.reported()) {
            return;
        }
        long error = reference.aheadOfNtp() - stream.aheadOfNtp();
        long size = Math.abs(error);
        stream.correct(size > (stream.correcting() ? END_NANOS : BEGIN_NANOS));
        if (!stream.correcting() || size > ABSURD_NANOS) {
            return;
        }
        if (size <= STEP_NANOS) {
            long most = elapsed / SLEW;
            stream.shift(Math.clamp(stream.ticks(error), -most, most));
        } else if (error > 0) {
            stream.shift(stream.ticks(error));
        } else {
            reference.shift(reference.ticks(-error));
        }
    }

    /** A sender report: at that NTP time the stream's clock showed that timestamp. */
    void onReport(StreamClock stream, long ntp, long timestamp, long nowNanos) {
        if (stream.onReport(ntp, timestamp, nowNanos)) {
            streams.stream().filter(other -> other != stream).forEach(StreamClock::forgetReport);
        }
    }
}
