package dev.sluice.rtmp.testkit;

import dev.sluice.media.Codec;
import dev.sluice.rtmp.flv.AudioTag;
import dev.sluice.rtmp.flv.VideoTag;
import java.util.List;
import java.util.stream.Stream;

/** Tags of every kind and what they are. */
public final class TagCases {
    /** A packet that moves the time by 500,000 ns, in front of the next packet type. */
    private static final String MOD_EX = "02 07a120 0";

    private TagCases() {}

    public record Video(String name, String hex, VideoTag tag) {
        @Override
        public String toString() {
            return name;
        }
    }

    public record Audio(String name, String hex, AudioTag tag) {
        @Override
        public String toString() {
            return name;
        }
    }

    public static Stream<Video> video() {
        return Stream.of(new Video("nothing at all", "", new VideoTag.Nothing()),
                new Video("H.264 sequence header", "17 00 000000 aabb", config(0, Codec.H264, "aabb")),
                new Video("an empty one", "17 00 000000", config(0, Codec.H264, "")),
                new Video("H.264", "27 01 000021 aa", frame(0, Codec.H264, 33, "aa")),
                new Video("before its time", "27 01 ffffff aa", frame(0, Codec.H264, -1, "aa")),
                new Video("long before", "27 01 800000 aa", frame(0, Codec.H264, -8_388_608, "aa")),
                new Video("end of sequence", "17 02 000000", new VideoTag.Nothing()),
                new Video("what a later FLV may bring", "17 ff 000000", new VideoTag.Nothing()),
                new Video("seek marker", "57 00", new VideoTag.Nothing()),
                new Video("enhanced seek marker", "d1 00", new VideoTag.Nothing()),
                new Video("HEVC sequence header by codec id", "1c 00 000000 aa", config(0, Codec.HEVC, "aa")),
                new Video("HEVC by codec id", "2c 01 000021 aa", frame(0, Codec.HEVC, 33, "aa")),
                new Video("HEVC sequence start", "90 68766331 aa", config(0, Codec.HEVC, "aa")),
                new Video("HEVC coded frames", "a1 68766331 000021 aa", frame(0, Codec.HEVC, 33, "aa")),
                new Video("HEVC coded frames X", "a3 68766331 aabb", frame(0, Codec.HEVC, 0, "aabb")),
                new Video("HEVC sequence end", "92 68766331", new VideoTag.Nothing()),
                new Video("HEVC metadata", "94 68766331 020009", new VideoTag.Nothing()),
                new Video("H.264 coded frames", "91 61766331 ffffff aa", frame(0, Codec.H264, -1, "aa")),
                new Video("AV1 sequence start", "90 61763031 81", config(0, Codec.AV1, "81")),
                new Video("AV1 coded frames, no composition time", "91 61763031 320010",
                        frame(0, Codec.AV1, 0, "320010")),
                new Video("AV1 as in a transport stream", "95 61763031 80", new VideoTag.Nothing()),
                new Video("VP9", "91 76703039 86", frame(0, Codec.VP9, 0, "86")),
                new Video("VP8", "91 76703038 10", frame(0, Codec.VP8, 0, "10")),
                new Video("ModEx", "97" + MOD_EX + "3 68766331 aa", frame(0, Codec.HEVC, 0, "aa")),
                new Video("two ModEx", "97" + MOD_EX + "7 00ff 21 61763031 aa", frame(0, Codec.AV1, 0, "aa")),
                new Video("a long ModEx", "97 ff 0101" + Hex.times(258, "ee") + "01 61763031 aa",
                        frame(0, Codec.AV1, 0, "aa")),
                new Video("one track", "96 01 68766331 02 000021 aa", frame(2, Codec.HEVC, 33, "aa")),
                new Video("ModEx in front of one track", "97" + MOD_EX + "6 00 61763031 01 81",
                        config(1, Codec.AV1, "81")),
                new Video("many tracks", "96 13 68766331 00 000001 aa 01 000002 bbcc",
                        several(frame(0, Codec.HEVC, 0, "aa"), frame(1, Codec.HEVC, 0, "bbcc"))),
                new Video("many tracks, one sent", "96 13 68766331 07 000001 aa", frame(7, Codec.HEVC, 0, "aa")),
                new Video("many tracks, none sent", "96 13 68766331", several()),
                new Video("many tracks of many codecs", "96 21 68766331 00 000004 000028 aa 61763031 01 000001 bb",
                        several(frame(0, Codec.HEVC, 40, "aa"), frame(1, Codec.AV1, 0, "bb"))));
    }

    public static Stream<Audio> audio() {
        return Stream.of(new Audio("nothing at all", "", new AudioTag.Nothing()),
                new Audio("AAC sequence header", "af 00 1210", new AudioTag.Config(Codec.AAC, Hex.buffer("1210"))),
                new Audio("AAC", "ae 01 2110", new AudioTag.Frame(Codec.AAC, Hex.buffer("2110"))),
                new Audio("AAC of no bytes", "af 01", new AudioTag.Nothing()),
                new Audio("half a header", "af", new AudioTag.Nothing()),
                new Audio("what a later FLV may bring", "af 02 00", new AudioTag.Nothing()),
                new Audio("Opus sequence start", Tags.OPUS_CONFIG,
                        new AudioTag.Config(Codec.OPUS, Hex.buffer(Tags.OPUS_HEAD))),
                new Audio("Opus", Tags.OPUS_FRAME, new AudioTag.Frame(Codec.OPUS, Hex.buffer("fcfffe"))),
                new Audio("Opus sequence start of no bytes", "90 4f707573", new AudioTag.Nothing()),
                new Audio("Opus of no bytes", "91 4f707573", new AudioTag.Nothing()),
                new Audio("Opus sequence end", "92 4f707573", new AudioTag.Nothing()),
                new Audio("FFmpeg's channels", "94 4f707573 01 02 00000003", new AudioTag.Nothing()),
                new Audio("AAC by FourCC", "91 6d703461 2110", new AudioTag.Frame(Codec.AAC, Hex.buffer("2110"))),
                new Audio("ModEx", "97" + MOD_EX + "1 4f707573 fc", new AudioTag.Frame(Codec.OPUS, Hex.buffer("fc"))),
                new Audio("the first track", "95 01 4f707573 00 fc",
                        new AudioTag.Frame(Codec.OPUS, Hex.buffer("fc"))),
                new Audio("another track", "95 01 4f707573 03 fc", new AudioTag.OtherTrack()),
                new Audio("many tracks of many codecs", "95 21 6d703461 00 000002 2110 61632d33 01 000001 0b",
                        new AudioTag.Several(List.of(new AudioTag.Frame(Codec.AAC, Hex.buffer("2110")),
                                new AudioTag.OtherTrack()))));
    }

    private static VideoTag config(int track, Codec codec, String hex) {
        return new VideoTag.Config(track, codec, Hex.buffer(hex));
    }

    private static VideoTag frame(int track, Codec codec, int compositionTime, String hex) {
        return new VideoTag.Frame(track, codec, compositionTime, Hex.buffer(hex));
    }

    private static VideoTag several(VideoTag... tags) {
        return new VideoTag.Several(List.of(tags));
    }
}
