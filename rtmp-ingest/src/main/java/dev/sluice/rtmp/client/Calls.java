package dev.sluice.rtmp.client;

import dev.sluice.media.Bytes;
import dev.sluice.media.MediaKind;
import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.codec.RtmpMessage;
import dev.sluice.rtmp.codec.RtmpMessage.Command;
import dev.sluice.rtmp.flv.FourCc;
import java.nio.ByteBuffer;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/** The commands a client sends, in FFmpeg's form, which servers know. */
final class Calls {
    static final int CONNECT = 1;
    static final int CREATE_STREAM = 4;
    private static final int RELEASE_STREAM = 2;
    private static final int FC_PUBLISH = 3;
    private static final int START = 5;
    private static final int FC_UNPUBLISH = 6;
    private static final int DELETE_STREAM = 7;
    private static final int CHECK_BANDWIDTH = 8;
    /** Play: from live or from a file, whichever there is (RTMP 1.0 7.2.2.1). */
    private static final int LIVE_OR_RECORDED = -2000;
    private static final int BUFFER_MILLIS = 3000;
    /** What old players named to be sent everything: every codec, and seeking. */
    private static final int AUDIO_CODECS = 4071;
    private static final int VIDEO_CODECS = 252;
    private static final int VIDEO_FUNCTION = 1;
    private static final int CAPABILITIES = 15;
    /** Enhanced RTMP v2, FourCcInfoMask: a relay forwards. */
    private static final AmfValue CAN_FORWARD = new AmfValue.Num(4);

    private Calls() {}

    /** @param login what to put behind application and tcUrl, or empty */
    static Command connect(RtmpUrl url, String login, String flashVersion) {
        var properties = new LinkedHashMap<String, AmfValue>();
        properties.put("app", text(with(url.app(), login)));
        properties.put("type", text("nonprivate"));
        properties.put("flashVer", text(flashVersion));
        properties.put("tcUrl", text(with(url.tcUrl(), login)));
        properties.put("fpad", new AmfValue.Bool(false));
        properties.put("capabilities", new AmfValue.Num(CAPABILITIES));
        properties.put("audioCodecs", new AmfValue.Num(AUDIO_CODECS));
        properties.put("videoCodecs", new AmfValue.Num(VIDEO_CODECS));
        properties.put("videoFunction", new AmfValue.Num(VIDEO_FUNCTION));
        properties.put("objectEncoding", new AmfValue.Num(0));
        properties.put("fourCcList",
                new AmfValue.StrictArray(Stream.of(FourCc.values()).map(FourCc::text).map(Calls::text).toList()));
        properties.put("videoFourCcInfoMap", forwarded(MediaKind.VIDEO));
        properties.put("audioFourCcInfoMap", forwarded(MediaKind.AUDIO));
        return new Command(0, "connect", CONNECT, new AmfValue.Obj("", properties));
    }

    private static String with(String text, String login) {
        return login.isEmpty() ? text : text + (text.contains("?") ? "&" : "?") + login;
    }

    private static AmfValue forwarded(MediaKind kind) {
        Map<String, AmfValue> masks = new LinkedHashMap<>();
        FourCc.carried(kind).forEach(codec -> masks.put(codec.text(), CAN_FORWARD));
        return new AmfValue.Obj("", masks);
    }

    static Command createStream() {
        return call(0, "createStream", CREATE_STREAM);
    }

    static RtmpMessage[] play(int streamId, String stream) {
        var buffer = ByteBuffer.allocate(8).putInt(streamId).putInt(BUFFER_MILLIS);
        return new RtmpMessage[]{call(streamId, "play", START, text(stream), new AmfValue.Num(LIVE_OR_RECORDED)),
                new RtmpMessage.UserControl(RtmpMessage.UserControl.SET_BUFFER_LENGTH, Bytes.of(buffer.array()))};
    }

    /** Flash Media Server's encoders call these; Akamai and Limelight wait for them. */
    static RtmpMessage[] announcePublish(String stream) {
        return new RtmpMessage[]{call(0, "releaseStream", RELEASE_STREAM, text(stream)),
                call(0, "FCPublish", FC_PUBLISH, text(stream))};
    }

    static Command publish(int streamId, String stream) {
        return call(streamId, "publish", START, text(stream), text("live"));
    }

    static Command flashUnpublish(String stream) {
        return call(0, "FCUnpublish", FC_UNPUBLISH, text(stream));
    }

    static Command deleteStream(int streamId) {
        return call(0, "deleteStream", DELETE_STREAM, new AmfValue.Num(streamId));
    }

    /** The answer to onBWDone, for which old servers wait. */
    static Command checkBandwidth() {
        return call(0, "_checkbw", CHECK_BANDWIDTH);
    }

    private static Command call(int streamId, String name, int transactionId, AmfValue... arguments) {
        return new Command(streamId, name, transactionId, new AmfValue.Null(), arguments);
    }

    private static AmfValue text(String text) {
        return new AmfValue.Text(text);
    }
}
