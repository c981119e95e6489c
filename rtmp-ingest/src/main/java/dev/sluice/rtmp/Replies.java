package dev.sluice.rtmp;

import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.codec.RtmpMessage.Command;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.util.LinkedHashMap;
import java.util.Map;

/** The commands a server sends, in the form that encoders look for. */
final class Replies {
    static final String CONNECT_SUCCESS = "NetConnection.Connect.Success";
    static final String CONNECT_REJECTED = "NetConnection.Connect.Rejected";
    /** The only one of a connect's codes that OBS prints, and only in an onStatus. */
    static final String CONNECT_INVALID_APP = "NetConnection.Connect.InvalidApp";
    /** Enhanced RTMP v2, Reconnect Request. */
    static final String RECONNECT_REQUEST = "NetConnection.Connect.ReconnectRequest";
    static final String CALL_FAILED = "NetConnection.Call.Failed";
    static final String PUBLISH_START = "NetStream.Publish.Start";
    static final String PUBLISH_DENIED = "NetStream.Publish.Denied";
    static final String PUBLISH_REJECTED = "NetStream.Publish.Rejected";
    static final String UNPUBLISH_SUCCESS = "NetStream.Unpublish.Success";
    static final String PLAY_FAILED = "NetStream.Play.Failed";
    private static final String ERROR = "error";
    private static final String STATUS = "status";

    private Replies() {}

    /**
     * RTMP 1.0 7.2.1.1, the answer to connect.
     *
     * @param capabilities of Enhanced RTMP, which does not say in which of the two objects they are looked for
     */
    static Command connected(double transactionId, Map<String, AmfValue> capabilities) {
        var server = new LinkedHashMap<String, AmfValue>();
        server.put("fmsVer", new AmfValue.Text("FMS/3,5,7,7009"));
        server.put("capabilities", new AmfValue.Num(31));
        server.putAll(capabilities);
        var info = new LinkedHashMap<>(info(STATUS, CONNECT_SUCCESS, "Connection succeeded."));
        info.put("objectEncoding", new AmfValue.Num(0)); // AMF0, whatever was asked for
        info.putAll(capabilities);
        return new Command(0, "_result", transactionId, new AmfValue.Obj("", server), new AmfValue.Obj("", info));
    }

    static Command result(double transactionId, AmfValue value) {
        return new Command(0, "_result", transactionId, new AmfValue.Null(), value);
    }

    /** FFmpeg prints the description of the first object in it. */
    static Command error(double transactionId, String code, String description) {
        return new Command(0, "_error", transactionId, new AmfValue.Null(), object(ERROR, code, description));
    }

    static Command status(int streamId, String code, String description) {
        return new Command(streamId, "onStatus", 0, new AmfValue.Null(), object(STATUS, code, description));
    }

    static Command failure(int streamId, String code, String description) {
        return new Command(streamId, "onStatus", 0, new AmfValue.Null(), object(ERROR, code, description));
    }

    /** onFCPublish and onFCUnpublish. */
    static Command flashStatus(String name, String code, String description) {
        return new Command(0, name, 0, new AmfValue.Null(), object(STATUS, code, description));
    }

    /** How a refused publish is called; OBS prints the description of these two and of no BadName. */
    static String refusedPublish(ProtocolException reason) {
        return reason.code().name().startsWith("TOKEN_") || reason.code() == StableCode.PRIVILEGE_MISSING
                ? PUBLISH_DENIED
                : PUBLISH_REJECTED;
    }

    private static AmfValue object(String level, String code, String description) {
        return new AmfValue.Obj("", info(level, code, description));
    }

    private static Map<String, AmfValue> info(String level, String code, String description) {
        var info = new LinkedHashMap<String, AmfValue>();
        info.put("level", new AmfValue.Text(level));
        info.put("code", new AmfValue.Text(code));
        info.put("description", new AmfValue.Text(description));
        return info;
    }
}
