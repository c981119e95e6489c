package dev.sluice.api.admin;

import dev.sluice.media.AacConfig;
import dev.sluice.media.Av1Config;
import dev.sluice.media.H264Config;
import dev.sluice.media.HevcConfig;
import dev.sluice.media.OpusConfig;
import dev.sluice.media.VideoConfig;
import dev.sluice.media.Vp8Config;
import dev.sluice.media.Vp9Config;
import dev.sluice.room.Publisher;
import dev.sluice.room.Reception;
import dev.sluice.room.Track;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A track, and how it does now.
 *
 * @param kind {@code video} or {@code audio}
 * @param profile and level of the video
 * @param gopFrames frames from one key frame to the next; 0 while unknown, absent for audio
 * @param gopMillis the same in time
 * @param keyFrameIntervalMillis the same, or the time since the last key frame where that is longer already
 * @param reception absent where the protocol does not know
 */
record TrackView(String id, String kind, String codec, int clockRate, @Nullable String profile,
        @Nullable Integer width, @Nullable Integer height, @Nullable Integer sampleRate, @Nullable Integer channels,
        double fps, long bitsPerSecond, long frames, long bytes, long drops, @Nullable Integer gopFrames,
        @Nullable Long gopMillis, @Nullable Long keyFrameIntervalMillis, @Nullable Boolean gopTooLong,
        @Nullable Reception reception) {

    static List<TrackView> all(Publisher publisher, long nowNanos) {
        var reception = publisher.source().reception().get();
        return publisher.tracks().stream().map(track -> of(track, reception.get(track.info().id()), nowNanos)).toList();
    }

    private static TrackView of(Track track, @Nullable Reception reception, long nowNanos) {
        return switch (track.info().config()) {
            case VideoConfig video -> video(track, video, reception, nowNanos);
            case AacConfig audio -> audio(track, audio.outputSampleRate(), audio.channels(), reception, nowNanos);
            case OpusConfig audio -> audio(track, OpusConfig.SAMPLE_RATE, audio.channels(), reception, nowNanos);
        };
    }

    private static TrackView video(Track track, VideoConfig config, @Nullable Reception reception, long now) {
        var info = track.info();
        return new TrackView(info.id(), kind(track), info.codec().label(), info.clockRate(), profile(config),
                config.width(), config.height(), null, null, fps(track, now), bits(track, now), track.frames(),
                track.bytes(), track.drops(), track.gop().frames(), track.gop().millis(), track.gop().intervalMillis(),
                track.gopTooLong(), reception);
    }

    private static TrackView audio(Track track, int sampleRate, int channels, @Nullable Reception reception,
            long now) {
        var info = track.info();
        return new TrackView(info.id(), kind(track), info.codec().label(), info.clockRate(), null, null, null,
                sampleRate, channels, fps(track, now), bits(track, now), track.frames(), track.bytes(),
                track.drops(), null, null, null, null, reception);
    }

    private static String kind(Track track) {
        return track.info().kind().name().toLowerCase(Locale.ROOT);
    }

    private static double fps(Track track, long now) {
        return Math.round(track.rate().fps(now) * 100) / 100.0;
    }

    private static long bits(Track track, long now) {
        return Math.round(track.rate().bitsPerSecond(now));
    }

    private static @Nullable String profile(VideoConfig config) {
        return switch (config) {
            case H264Config h264 -> h264(h264);
            case HevcConfig hevc -> hevc(hevc);
            case Vp9Config vp9 -> "Profile " + vp9.profile();
            case Av1Config av1 -> av1(av1);
            case Vp8Config _ -> null;
        };
    }

    private static String h264(H264Config config) {
        String name = switch (config.profile()) {
            case 66 -> (config.constraints() & 0x40) != 0 ? "Constrained Baseline" : "Baseline";
            case 77 -> "Main";
            case 88 -> "Extended";
            case 100 -> "High";
            case 110 -> "High 10";
            case 122 -> "High 4:2:2";
            case 244 -> "High 4:4:4 Predictive";
            default -> "profile " + config.profile();
        };
        return name + " " + config.level() / 10 + "." + config.level() % 10;
    }

    private static String hevc(HevcConfig config) {
        String name = switch (config.profile()) {
            case 1 -> "Main";
            case 2 -> "Main 10";
            default -> "profile " + config.profile();
        };
        // general_level_idc is thirty times the level.
        return name + " " + config.level() / 30 + "." + config.level() % 30 / 3;
    }

    private static String av1(Av1Config config) {
        String name = switch (config.profile()) {
            case 0 -> "Main";
            case 1 -> "High";
            default -> "Professional";
        };
        // AV1 specification A.3: two bits of the index are the minor level.
        return name + " " + (2 + config.level() / 4) + "." + config.level() % 4;
    }
}
