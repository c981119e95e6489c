package dev.sluice.rtmp.testkit;

import dev.sluice.media.AacConfig;
import dev.sluice.media.H264Config;
import dev.sluice.rtmp.frame.FrameSink;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** Writes down what it is given, one line each. */
public final class RecordingSink implements FrameSink {
    public final List<String> lines = new ArrayList<>();

    @Override
    public void video(H264Config config) {
        lines.add("video config " + config.width() + "x" + config.height() + " sps=" + config.sps().size() + " pps="
                + config.pps().size());
    }

    @Override
    public void audio(AacConfig config) {
        lines.add("audio config " + config.sampleRate() + "/" + config.channels());
    }

    @Override
    public void writeVideo(long ptsMillis, long dtsMillis, boolean keyFrame, ByteBuf payload) {
        lines.add("video " + ptsMillis + " " + dtsMillis + (keyFrame ? " key " : " ") + Hex.of(payload));
        payload.release();
    }

    @Override
    public void writeAudio(long ptsMillis, ByteBuf payload) {
        lines.add("audio " + ptsMillis + " " + Hex.of(payload));
        payload.release();
    }

    @Override
    public void end(StableCode code, String reason, boolean clean) {
        lines.add("end " + code + (clean ? " clean" : " lost"));
    }
}
