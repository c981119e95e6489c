package dev.sluice.health;

import dev.sluice.media.MediaKind;
import dev.sluice.runtime.StableCode;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The health of one source, from its first frame to its end. Lives on the publisher's loop; {@code latest} and
 * {@code warnings} may be read anywhere. Of a frame it keeps a number and allocates nothing.
 */
public final class SourceHealth {
    /** How long something that happens in a moment is warned of. */
    private static final long STANDS_NANOS = TimeUnit.SECONDS.toNanos(60);
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final Pace audio = new Pace();
    private final Pace video = new Pace();
    private final Map<StableCode, Alarm> alarms = new EnumMap<>(StableCode.class);
    private long jumps;
    private long jumpedNanos;
    private long refused;
    private long refusedNanos;
    private String refusedText = "";
    private boolean closed;
    private volatile Health latest = Health.UNKNOWN;
    private volatile List<Warning> warnings = List.of();

    /** @param whose room, user and session as log lines have them */
    public SourceHealth(String whose, WarningMeters meters) {
        WarningMeters.CODES.forEach(code -> alarms.put(code, new Alarm(code, whose, meters)));
    }

    /**
     * A frame was placed on the timeline.
     *
     * @param timeNanos where, by its decoding time
     * @param arrivalNanos when it was read
     */
    public void placed(MediaKind kind, long timeNanos, long arrivalNanos) {
        (kind == MediaKind.VIDEO ? video : audio).frame(timeNanos, arrivalNanos);
    }

    /** The source's clock jumped; what its timestamps said before is void. */
    public void jumped(long nowNanos) {
        jumps++;
        jumpedNanos = nowNanos;
        audio.reset();
        video.reset();
    }

    /**
     * A viewer was refused, or closed, because it can't take a codec of the source.
     *
     * @param codecs that the source sends: {@code H265, AAC}
     * @param h264 whether its video is H.264
     */
    public void viewerRefused(String codecs, boolean h264, long nowNanos) {
        refused++;
        refusedNanos = nowNanos;
        refusedText = Advice.codecUnsupported(codecs, h264);
    }

    /**
     * To be called once a second.
     *
     * @param pictures of the video tracks that flow and whose encoder gives no key frame for the asking
     */
    public void check(long nowNanos, long wallMillis, List<GopMeter> pictures) {
        if (closed) {
            return;
        }
        audio.tick();
        video.tick();
        var tooLong = pictures.stream().filter(GopMeter::tooLong).findFirst();
        set(StableCode.GOP_TOO_LONG, tooLong.map(Advice::gopTooLong).orElse(null),
                tooLong.map(GopMeter::tooLongGroups).orElse(0L), nowNanos, wallMillis);
        set(StableCode.NO_KEYFRAME, pictures.stream().anyMatch(track -> track.keyless(nowNanos))
                ? Advice.NO_KEYFRAME
                : null, 1, nowNanos, wallMillis);
        set(StableCode.TIMESTAMP_JUMP, stands(jumps, jumpedNanos, nowNanos) ? Advice.TIMESTAMP_JUMP : null, jumps,
                nowNanos, wallMillis);
        set(StableCode.CODEC_UNSUPPORTED, stands(refused, refusedNanos, nowNanos) ? refusedText : null, refused,
                nowNanos, wallMillis);
        tell();
    }

    private static boolean stands(long count, long lastNanos, long nowNanos) {
        return count > 0 && nowNanos - lastNanos < STANDS_NANOS;
    }

    private void set(StableCode code, @Nullable String text, long count, long nowNanos, long wallMillis) {
        Objects.requireNonNull(alarms.get(code)).set(text, count, nowNanos, wallMillis);
    }

    private void tell() {
        warnings = all(Alarm::last);
        latest = new Health(skew(), lag(), jumps, all(Alarm::standing));
    }

    private List<Warning> all(Function<Alarm, @Nullable Warning> which) {
        return alarms.values().stream().map(which).filter(Objects::nonNull).map(Objects::requireNonNull).toList();
    }

    private @Nullable Long skew() {
        return audio.known() && video.known() ? (audio.earliest() - video.earliest()) / NANOS_PER_MILLI : null;
    }

    private @Nullable Long lag() {
        if (!audio.known() && !video.known()) {
            return null;
        }
        return Math.max(audio.known() ? audio.lag() : 0, video.known() ? video.lag() : 0) / NANOS_PER_MILLI;
    }

    /** Nothing comes from this source any more: no warning stands. Idempotent. */
    public void close() {
        if (!closed) {
            closed = true;
            alarms.values().forEach(Alarm::clear);
            latest = new Health(null, null, jumps, List.of());
        }
    }

    public boolean closed() {
        return closed;
    }

    /** As of the last second. Safe anywhere. */
    public Health latest() {
        return latest;
    }

    /** Each warning that it had in this session, whether it stands or not. Safe anywhere. */
    public List<Warning> warnings() {
        return warnings;
    }
}
