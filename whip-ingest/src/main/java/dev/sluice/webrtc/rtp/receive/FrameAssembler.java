package dev.sluice.webrtc.rtp.receive;

import dev.sluice.media.CodecConfig;
import dev.sluice.media.MediaKind;
import dev.sluice.webrtc.rtp.payload.Depacketizer;
import dev.sluice.webrtc.rtp.wire.RtpReader;
import dev.sluice.webrtc.sdp.NegotiatedCodec;
import dev.sluice.webrtc.sdp.ReceivedMedia;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Makes frames of one stream's packets, given in order. A frame that misses a packet is dropped, and of video everything
 * behind it up to the next key frame. A change of payload type is a change of codec. Single-threaded.
 */
final class FrameAssembler {
    /** Told on the stream's loop. */
    interface Output {
        /**
         * @param timestamp 32 bits
         * @param arrivalNanos of the frame's first packet
         * @param payload taken
         */
        void write(CodecConfig config, boolean keyFrame, long timestamp, long arrivalNanos, ByteBuf payload);

        /** Video cannot be decoded without a key frame. */
        void onPictureLost();
    }

    private enum Frame {
        NONE, OPEN, BROKEN
    }

    private final ReceivedMedia media;
    private final Depacketizers depacketizers;
    private final Output output;
    private final boolean video;
    private @Nullable Depacketizer depacketizer;
    private int payloadType = -1;
    private Frame frame = Frame.NONE;
    private long timestamp;
    private long arrivalNanos;
    private long expected = Long.MIN_VALUE;
    /** The packet before the next one is not known to have come; of the very first none knows. */
    private boolean headLost = true;
    private boolean keyFrameNeeded;
    private long frames;
    private long dropped;

    FrameAssembler(ReceivedMedia media, Depacketizers depacketizers, Output output) {
        this.media = media;
        this.depacketizers = depacketizers;
        this.output = output;
        this.video = media.kind() == MediaKind.VIDEO;
        this.keyFrameNeeded = video;
    }

    /**
     * @param sequence unwrapped, above all before
     * @param header has read the packet
     * @param packet borrowed
     */
    void onPacket(long sequence, RtpReader header, ByteBuf packet, long arrival) {
        if (sequence != expected && expected != Long.MIN_VALUE) {
            onGap();
        }
        expected = sequence + 1;
        // Padding alone (libwebrtc probes with it) is a number and nothing else.
        var codec = header.payloadLength() > 0 ? select(header.payloadType()) : null;
        if (codec != null) {
            add(codec, header, packet, arrival);
        }
    }

    private void onGap() {
        headLost = true;
        if (frame == Frame.OPEN) {
            breakFrame();
        }
        pictureLost();
    }

    private @Nullable Depacketizer select(int type) {
        var codec = type == payloadType ? null : codec(type);
        if (codec != null) {
            close();
            frame = Frame.NONE;
            keyFrameNeeded = video;
            payloadType = type;
            depacketizer = depacketizers.of(codec);
        }
        return type == payloadType ? depacketizer : null;
    }

    private @Nullable NegotiatedCodec codec(int type) {
        for (var codec : media.codecs()) {
            if (codec.payloadType() == type) {
                return codec;
            }
        }
        return null;
    }

    private void add(Depacketizer codec, RtpReader header, ByteBuf packet, long arrival) {
        // RFC 6184 5.1: the marker must not be relied on. Another timestamp is another frame.
        if (frame != Frame.NONE && header.timestamp() != timestamp) {
            finish(codec);
        }
        if (frame == Frame.NONE) {
            begin(codec, header, packet, arrival);
        }
        if (frame == Frame.OPEN && !codec.add(packet, header.payloadIndex(), header.payloadLength())) {
            breakFrame();
            pictureLost();
        }
        headLost = false;
        if (!video || header.marker()) {
            finish(codec);
        }
    }

    private void begin(Depacketizer codec, RtpReader header, ByteBuf packet, long arrival) {
        boolean whole = !headLost || codec.startsFrame(packet, header.payloadIndex(), header.payloadLength());
        timestamp = header.timestamp();
        arrivalNanos = arrival;
        frame = Frame.OPEN;
        if (!whole) {
            breakFrame();
        }
    }

    private void breakFrame() {
        frame = Frame.BROKEN;
        dropped++;
        close();
    }

    private void pictureLost() {
        if (video) {
            keyFrameNeeded = true;
            output.onPictureLost();
        }
    }

    private void finish(Depacketizer codec) {
        boolean whole = frame == Frame.OPEN;
        frame = Frame.NONE;
        var payload = whole ? codec.finish() : null;
        if (payload == null) {
            return;
        }
        var config = codec.config();
        boolean keyFrame = codec.keyFrame();
        if (config == null || (keyFrameNeeded && !keyFrame)) {
            dropped++;
            payload.release();
            return;
        }
        keyFrameNeeded = false;
        frames++;
        output.write(config, keyFrame, timestamp, arrivalNanos, payload);
    }

    /** Frames that came out. */
    long frames() {
        return frames;
    }

    /** Frames that were seen and did not come out. */
    long dropped() {
        return dropped;
    }

    /** Releases what is unfinished. */
    void close() {
        if (depacketizer != null) {
            depacketizer.reset();
        }
    }
}
