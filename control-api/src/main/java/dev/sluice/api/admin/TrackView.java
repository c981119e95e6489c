package dev.sluice.api.admin;

import dev.sluice.media.AacConfig;
import dev.sluice.media.H264Config;
import dev.sluice.media.OpusConfig;
import dev.sluice.room.Track;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A track, and how it does now.
 *
 * @param kind {@code video} or {@code audio}
 * @param profile H.264 profile and level
 * @param gopFrames frames from one key frame to the next; 0 while unknown, absent for audio
 */
record TrackView(String id, String kind, String codec, int clockRate, @Nullable String profile,
        @Nullable Integer width, @Nullable Integer height, @Nullable Integer sampleRate, @Nullable Integer channels,
        double fps, long bitsPerSecond, long frames, long bytes, long drops, @Nullable Integer gopFrames,
        @Nullable Boolean gopTooLong) {

    static TrackView of(Track track, long nowNanos) {
        return switch (track.info().config()) {
            case H264Config video -> video(track, video, nowNanos);
            case AacConfig audio -> audio(track, audio.outputSampleRate(), audio.channels(), nowNanos);
            case OpusConfig audio -> audio(track, track.info().clockRate(), audio.channels(), nowNanos);
        };
    }

    private static TrackView video(Track track, H264Config config, long now) {
        var info = track.info();
        return new TrackView(info.id(), kind(track), info.codec().label(), info.clockRate(), profile(config),
                config.width(), config.height(), null, null, fps(track, now), bits(track, now), track.frames(),
                track.bytes(), track.drops(), track.gopFrames(), track.gopTooLong());
    }

    private static TrackView audio(Track track, int sampleRate, int channels, long now) {
        var info = track.info();
        return new TrackView(info.id(), kind(track), info.codec().label(), info.clockRate(), null, null, null,
                sampleRate, channels, fps(track, now), bits(track, now), track.frames(), track.bytes(),
                track.drops(), null, null);
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

    private static String profile(H264Config config) {
        String name = switch (config.profile()) {
            case 66 -> (config.constraints() & 0x40) != 0 ? "Constrained Baseline" : "Baseline";
            case 77 -> "Main";
            case 88 -> "Extended";
            case 100 -> "High";
            default -> "profile " + config.profile();
        };
        return name + " " + config.level() / 10 + "." + config.level() % 10;
    }
}
