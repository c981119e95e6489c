package dev.sluice.rtmp;

import dev.sluice.media.Bytes;
import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.codec.RtmpMessage;
import dev.sluice.rtmp.codec.RtmpMessage.Command;
import dev.sluice.rtmp.codec.RtmpMessage.UserControl;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBufUtil;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Answers the commands of a connection that wants to publish, in the dialects of FFmpeg, librtmp (OBS) and Flash's
 * encoders. One per session, on its loop.
 */
final class PublishCommands {
    private static final int WINDOW_ACK_SIZE = 2_500_000;
    /** FFmpeg takes our chunk size for its own, so a large one saves it headers. */
    private static final int CHUNK_SIZE = 65_536;
    /** FFmpeg cuts a stream name that came in a URL without a word: old ones here, */
    private static final int OLD_FFMPEG_KEY_BYTES = 511;
    /** 5.1 and 8.0 where "/push/" and it make 1023. */
    private static final int FFMPEG_KEY_BYTES = 1017;

    /** What commands make of a session. */
    interface Actions {
        void send(RtmpMessage... messages);

        /** A well-formed wish to publish; {@link #granted} follows, or the session's end. */
        void publish(PushAddress address);

        /** The encoder has ended the stream, and may publish again. */
        void unpublish();
    }

    private final Actions session;
    private String app = "";
    private String tcUrl = "";
    private boolean connected;
    private Capabilities capabilities = Capabilities.NONE;
    private double connectTransaction;
    private int streams;
    private boolean publishing;
    private int publishStream;
    private int keyBytes;

    PublishCommands(Actions session) {
        this.session = session;
    }

    /** @throws ProtocolException which ends the session; {@link #refusal} then tells the peer */
    void on(Command command) {
        switch (command.name()) {
            case "connect" -> connect(command);
            case "createStream" -> result(command, new AmfValue.Num(++streams));
            case "releaseStream", "FCPublish", "_checkbw" -> result(command, new AmfValue.Undefined());
            case "getStreamLength" -> result(command, new AmfValue.Num(0));
            case "publish" -> publish(command);
            case "FCUnpublish" -> flashUnpublish(command);
            case "deleteStream" -> deleteStream(command);
            case "closeStream" -> unpublish();
            case "play" -> session.send(Replies.failure(command.streamId(), Replies.PLAY_FAILED,
                    StableCode.PROTOCOL_ERROR + ": nothing is played over RTMP here, watch by WHEP"));
            default -> unknown(command);
        }
    }

    private void connect(Command command) {
        if (connected) {
            throw new ProtocolException(StableCode.PROTOCOL_ERROR, "connect twice");
        }
        connectTransaction = command.transactionId();
        var properties = command.object().members();
        app = properties.getOrDefault("app", new AmfValue.Null()).text("");
        tcUrl = properties.getOrDefault("tcUrl", new AmfValue.Null()).text("");
        PushAddress.checkApplication(app);
        capabilities = Capabilities.of(properties);
        connected = true;
        session.send(new RtmpMessage.WindowAckSize(WINDOW_ACK_SIZE),
                new RtmpMessage.SetPeerBandwidth(WINDOW_ACK_SIZE, RtmpMessage.SetPeerBandwidth.DYNAMIC),
                new RtmpMessage.SetChunkSize(CHUNK_SIZE),
                Replies.connected(connectTransaction, capabilities.enhanced() ? Capabilities.own() : Map.of()));
    }

    private void publish(Command command) {
        if (!connected || publishing) {
            throw new ProtocolException(StableCode.PROTOCOL_ERROR,
                    connected ? "publish while this connection publishes" : "publish before connect");
        }
        publishing = true;
        publishStream = command.streamId();
        String streamName = command.argument(0).text("");
        keyBytes = ByteBufUtil.utf8Bytes(streamName);
        session.publish(PushAddress.parse(app, tcUrl, streamName));
    }

    /** The publish was authorised. */
    void granted() {
        session.send(Replies.flashStatus("onFCPublish", Replies.PUBLISH_START, "Publishing."),
                new UserControl(UserControl.STREAM_BEGIN, streamId()),
                Replies.status(publishStream, Replies.PUBLISH_START, "Publishing."));
    }

    private Bytes streamId() {
        return Bytes.of(ByteBuffer.allocate(Integer.BYTES).putInt(publishStream).array());
    }

    private void flashUnpublish(Command command) {
        session.send(Replies.flashStatus("onFCUnpublish", Replies.UNPUBLISH_SUCCESS, "Unpublished."));
        result(command, new AmfValue.Undefined());
        unpublish();
    }

    /** RTMP 1.0 7.2.2.3, without an answer. Encoders with several streams may give up one that they don't publish. */
    private void deleteStream(Command command) {
        if (command.argument(0).number(publishStream) == publishStream) {
            unpublish();
        }
    }

    private void unpublish() {
        if (publishing) {
            session.send(Replies.status(publishStream, Replies.UNPUBLISH_SUCCESS, "Unpublished."));
            publishing = false;
            session.unpublish();
        }
    }

    private void unknown(Command command) {
        if (command.transactionId() > 0 && !command.name().startsWith("_")) {
            session.send(Replies.error(command.transactionId(), Replies.CALL_FAILED, "unknown command"));
        }
    }

    private void result(Command command, AmfValue value) {
        if (command.transactionId() > 0) {
            session.send(Replies.result(command.transactionId(), value));
        }
    }

    /** Asks a peer that understands it to connect anew; whether it does. */
    boolean requestReconnect(ProtocolException reason) {
        if (capabilities.reconnect()) {
            session.send(Replies.status(0, Replies.RECONNECT_REQUEST, reason.described()));
        }
        return capabilities.reconnect();
    }

    /** How the peer is told that it is over, by how far it has come. */
    List<RtmpMessage> refusal(ProtocolException reason) {
        var messages = new ArrayList<RtmpMessage>();
        if (publishing) {
            messages.add(Replies.failure(publishStream, Replies.refusedPublish(reason), reason.described()));
        } else if (connected) {
            messages.add(Replies.failure(0, Replies.PUBLISH_REJECTED, reason.described()));
        } else {
            messages.add(Replies.error(connectTransaction, Replies.CONNECT_REJECTED, reason.described()));
            messages.add(Replies.failure(0, Replies.CONNECT_INVALID_APP, reason.described()));
        }
        return messages;
    }

    /** The same reason, or where FFmpeg has cut the key, that. */
    ProtocolException explained(ProtocolException reason) {
        boolean cut = keyBytes == OLD_FFMPEG_KEY_BYTES || keyBytes == FFMPEG_KEY_BYTES;
        boolean byKey = reason.code().name().startsWith("TOKEN_") || reason.code() == StableCode.PRIVILEGE_MISSING;
        if (!cut || !byKey) {
            return reason;
        }
        return new ProtocolException(StableCode.TOKEN_MALFORMED, "the stream key has exactly " + keyBytes
                + " bytes, where FFmpeg cuts the key of a URL: give it by -rtmp_playpath");
    }
}
