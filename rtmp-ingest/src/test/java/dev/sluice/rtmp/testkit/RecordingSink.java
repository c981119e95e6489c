package dev.sluice.rtmp.testkit;

import dev.sluice.media.AacConfig;
import dev.sluice.media.AudioConfig;
import dev.sluice.media.H264Config;
import dev.sluice.media.HevcConfig;
import dev.sluice.media.MediaKind;
import dev.sluice.media.OpusConfig;
import dev.sluice.media.TrackInfo;
import dev.sluice.media.VideoConfig;
import dev.sluice.rtmp.frame.FrameSink;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it is given, one line each. */
public final class RecordingSink implements FrameSink {
    public final List<String> lines = new ArrayList<>();
    private final boolean payloads;

    public RecordingSink() {
        this(true);
    }

    /** @param payloads whether the lines show them */
    public RecordingSink(boolean payloads) {
        this.payloads = payloads;
    }

    @Override
    public void video(String encoding, VideoConfig config) {
        lines.add(TrackInfo.id(MediaKind.VIDEO, encoding) + " config " + text(config));
    }

    private static String text(VideoConfig config) {
        String size = config.width() + "x" + config.height();
        return switch (config) {
            case H264Config h264 -> size + " sps=" + h264.sps().size() + " pps=" + h264.pps().size();
            case HevcConfig hevc -> "HEVC " + size + " vps=" + hevc.vps().size() + " sps=" + hevc.sps().size() + " pps="
                    + hevc.pps().size();
            default -> config.codec() + " " + size;
        };
    }

    @Override
    public void audio(AudioConfig config) {
        lines.add("audio config " + switch (config) {
            case AacConfig aac -> aac.sampleRate() + "/" + aac.channels();
            case OpusConfig opus -> "opus/" + opus.channels();
        });
    }

    @Override
    public void writeVideo(String encoding, long ptsMillis, long dtsMillis, boolean keyFrame, ByteBuf payload) {
        lines.add(TrackInfo.id(MediaKind.VIDEO, encoding) + " " + ptsMillis + " " + dtsMillis
                + (keyFrame ? " key " : " ") + shown(payload));
        payload.release();
    }

    @Override
    public void writeAudio(long ptsMillis, ByteBuf payload) {
        lines.add("audio " + ptsMillis + " " + shown(payload));
        payload.release();
    }

    @Override
    public void end(StableCode code, String reason, boolean clean) {
        lines.add("end " + code + (clean ? " clean" : " lost"));
    }

    private String shown(ByteBuf payload) {
        return payloads ? Hex.of(payload) : payload.readableBytes() + " bytes";
    }
}
