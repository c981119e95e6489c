package dev.sluice.rtmp.frame;

import dev.sluice.media.Codec;
import dev.sluice.rtmp.flv.AudioTag;
import dev.sluice.rtmp.flv.VideoTag;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.ArrayList;
import java.util.List;

/**
 * Translates FLV tag bodies into frames. Configurations may come late, again, changed, of another codec or in band; frames
 * before the first are not passed on. Of several video tracks each is an encoding, of several audio tracks the first is
 * carried. Borrows the bodies; frames keep slices of them. One per stream, on its session's loop.
 */
public final class TagToFrame {
    /** Of one stream. */
    static final int MAX_VIDEO_TRACKS = 8;

    private final FrameSink sink;
    private final ByteBufAllocator allocator;
    private final List<VideoTrack> videos = new ArrayList<>(1);
    private final AudioTrack audio;
    private long otherAudio;

    public TagToFrame(FrameSink sink, ByteBufAllocator allocator) {
        this.sink = sink;
        this.allocator = allocator;
        this.audio = new AudioTrack(sink);
    }

    /**
     * A video tag.
     *
     * @param millis unwrapped decoding time
     * @throws ProtocolException CODEC_UNSUPPORTED, PROTOCOL_ERROR, LIMIT_EXCEEDED
     */
    public void video(long millis, ByteBuf body) {
        video(millis, VideoTag.parse(body));
    }

    private void video(long millis, VideoTag tag) {
        switch (tag) {
            case VideoTag.Config config -> track(config.track(), config.codec()).configure(config);
            case VideoTag.Frame frame -> track(frame.track(), frame.codec()).frame(millis, frame, allocator);
            case VideoTag.Several(var tags) -> tags.forEach(each -> video(millis, each));
            case VideoTag.Nothing() -> {
            }
        }
    }

    /**
     * An audio tag.
     *
     * @throws ProtocolException CODEC_UNSUPPORTED, PROTOCOL_ERROR, LIMIT_EXCEEDED
     */
    public void audio(long millis, ByteBuf body) {
        audio(millis, AudioTag.parse(body));
    }

    private void audio(long millis, AudioTag tag) {
        switch (tag) {
            case AudioTag.Config config -> audio.configure(config);
            case AudioTag.Frame frame -> audio.frame(millis, frame);
            case AudioTag.Several(var tags) -> tags.forEach(each -> audio(millis, each));
            case AudioTag.OtherTrack() -> otherAudio++;
            case AudioTag.Nothing() -> {
            }
        }
    }

    private VideoTrack track(int id, Codec codec) {
        for (var track : videos) {
            if (track.id() == id) {
                return track;
            }
        }
        if (videos.size() == MAX_VIDEO_TRACKS) {
            throw ProtocolException.found(StableCode.LIMIT_EXCEEDED, "video tracks", "track " + id + " as one more",
                    "at most " + MAX_VIDEO_TRACKS);
        }
        var track = new VideoTrack(sink, id, codec);
        videos.add(track);
        return track;
    }

    /** Frames passed on. */
    public long frames() {
        return audio.frames() + videos.stream().mapToLong(VideoTrack::frames).sum();
    }

    /** Frames left out because their NAL units, OBUs or headers did not add up. */
    public long invalid() {
        return videos.stream().mapToLong(VideoTrack::invalid).sum();
    }

    /** Packets of audio tracks other than the first, left out. */
    public long otherAudio() {
        return otherAudio;
    }
}
