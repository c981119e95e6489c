package dev.sluice.rtmp.client;

import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.codec.RtmpMessage;
import io.netty.buffer.ByteBuf;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Takes media from its owner to the server. On its loop. */
final class PublishRole implements Role {
    private static final long MASK = 0xffff_ffffL;
    private static final int CHUNK_SIZE = 4096;

    private final PublishListener listener;
    private @Nullable ClientSession session;
    private int streamId;

    PublishRole(PublishListener listener) {
        this.listener = listener;
    }

    boolean writeAudio(long millis, ByteBuf body) {
        return write(new RtmpMessage.Audio(streamId, millis & MASK, body), body);
    }

    boolean writeVideo(long millis, ByteBuf body) {
        return write(new RtmpMessage.Video(streamId, millis & MASK, body), body);
    }

    private boolean write(RtmpMessage media, ByteBuf body) {
        try {
            return session != null && session.write(media, body.readableBytes());
        } finally {
            body.release();
        }
    }

    boolean writeData(long millis, List<AmfValue> values) {
        return session != null && session.write(new RtmpMessage.Data(streamId, millis & MASK, values), 0);
    }

    boolean isWritable() {
        return session != null && session.isWritable();
    }

    @Override
    public String flashVersion() {
        return "FMLE/3.0 (compatible; Sluice)"; // without FMLE, Flash Media Server takes us for a player
    }

    @Override
    public RtmpMessage[] announce(String stream) {
        return Calls.announcePublish(stream);
    }

    @Override
    public RtmpMessage[] start(int stream, String name) {
        return new RtmpMessage[]{new RtmpMessage.SetChunkSize(CHUNK_SIZE), Calls.publish(stream, name)};
    }

    @Override
    public RtmpMessage[] goodbye(int stream, String name) {
        return new RtmpMessage[]{Calls.flashUnpublish(name), Calls.deleteStream(stream)};
    }

    @Override
    public boolean starts(String code) {
        return code.equals("NetStream.Publish.Start");
    }

    @Override
    public boolean ends(String code) {
        return code.equals("NetStream.Unpublish.Success");
    }

    @Override
    public boolean listens() {
        return false;
    }

    @Override
    public void onStarted(ClientSession started, int id) {
        session = started;
        streamId = id;
        listener.onPublishing();
    }

    @Override
    public void onMedia(RtmpMessage media) {
        // some servers echo metadata
    }

    @Override
    public void onWritable(boolean writable) {
        if (session != null) {
            listener.onWritable(writable);
        }
    }

    @Override
    public void onEnd(ClientEnd end) {
        session = null;
        listener.onEnd(end);
    }
}
