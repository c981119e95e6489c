package dev.sluice.pull.source;

import dev.sluice.rtmp.frame.FrameSink;
import dev.sluice.rtmp.frame.TagToFrame;
import dev.sluice.rtmp.frame.TimestampUnwrapper;
import dev.sluice.runtime.ProtocolException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** Makes frames of one connection's tags. Bodies are borrowed. On the loop. */
final class Media {
    private final TimestampUnwrapper times = new TimestampUnwrapper();
    private final TagToFrame translator;

    Media(FrameSink sink) {
        this.translator = new TagToFrame(sink, ByteBufAllocator.DEFAULT);
    }

    /** To be called once for each tag, in their order. */
    long unwrap(long timestamp) {
        return times.unwrap(timestamp);
    }

    /** @throws ProtocolException CODEC_UNSUPPORTED, PROTOCOL_ERROR, LIMIT_EXCEEDED */
    void audio(long millis, ByteBuf body) {
        translator.audio(millis, body);
    }

    /** @throws ProtocolException CODEC_UNSUPPORTED, PROTOCOL_ERROR, LIMIT_EXCEEDED */
    void video(long millis, ByteBuf body) {
        translator.video(millis, body);
    }
}
