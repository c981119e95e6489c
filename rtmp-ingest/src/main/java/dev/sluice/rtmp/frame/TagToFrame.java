package dev.sluice.rtmp.frame;

import dev.sluice.media.AacConfig;
import dev.sluice.media.H264Config;
import dev.sluice.media.h264.NalUnits;
import dev.sluice.media.h264.ParameterSets;
import dev.sluice.rtmp.flv.AccessUnitReader;
import dev.sluice.rtmp.flv.AudioTag;
import dev.sluice.rtmp.flv.AvcDecoderConfigurationRecord;
import dev.sluice.rtmp.flv.VideoTag;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Translates FLV tag bodies into frames. Configurations may come late, again, changed or in band; frames before the
 * first are not passed on. Borrows the bodies; frames keep slices of them. One per stream, on its session's loop.
 */
public final class TagToFrame {
    private final FrameSink sink;
    private final ByteBufAllocator allocator;
    private final ParameterSets parameterSets = new ParameterSets();
    private final AccessUnitReader unit = new AccessUnitReader();
    private int lengthSize = NalUnits.LENGTH_SIZE;
    private @Nullable H264Config video;
    private @Nullable AacConfig audio;
    private long frames;
    private long invalid;

    public TagToFrame(FrameSink sink, ByteBufAllocator allocator) {
        this.sink = sink;
        this.allocator = allocator;
    }

    /**
     * A video tag.
     *
     * @param millis unwrapped decoding time
     * @throws dev.sluice.runtime.ProtocolException CODEC_UNSUPPORTED, PROTOCOL_ERROR
     */
    public void video(long millis, ByteBuf body) {
        switch (VideoTag.parse(body)) {
            case VideoTag.Config(var config) -> sequenceHeader(config);
            case VideoTag.Frame(var composition, var nalUnits) -> frame(millis, composition, nalUnits);
            case VideoTag.Nothing() -> {
            }
        }
    }

    /**
     * An audio tag.
     *
     * @throws dev.sluice.runtime.ProtocolException CODEC_UNSUPPORTED, PROTOCOL_ERROR
     */
    public void audio(long millis, ByteBuf body) {
        switch (AudioTag.parse(body)) {
            case AudioTag.Config(var asc) -> audioConfig(AacConfig.parse(asc));
            case AudioTag.Frame(var data) -> {
                if (audio != null) {
                    frames++;
                    sink.writeAudio(millis, data.retain());
                }
            }
            case AudioTag.Nothing() -> {
            }
        }
    }

    /** Frames passed on. */
    public long frames() {
        return frames;
    }

    /** Access units left out because their NAL units did not add up. */
    public long invalid() {
        return invalid;
    }

    private void sequenceHeader(ByteBuf config) {
        var record = AvcDecoderConfigurationRecord.parse(config);
        lengthSize = record.lengthSize();
        parameterSets.replace(record.sps(), record.pps());
        videoConfig();
    }

    private void frame(long millis, int composition, ByteBuf nalUnits) {
        boolean complete = unit.read(nalUnits, lengthSize, parameterSets);
        videoConfig();
        if (!complete) {
            invalid++;
        } else if (video != null) {
            frames++;
            sink.writeVideo(millis + composition, millis, unit.idr(), unit.payload(nalUnits, allocator));
        }
    }

    private void videoConfig() {
        var changed = parameterSets.takeChange();
        if (changed != null && !changed.equals(video)) {
            video = changed;
            sink.video(changed);
        }
    }

    private void audioConfig(AacConfig config) {
        if (!config.equals(audio)) {
            audio = config;
            sink.audio(config);
        }
    }
}
