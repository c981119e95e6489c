package dev.sluice.rtmp;

import dev.sluice.media.MediaKind;
import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.flv.FourCc;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a connect announces of Enhanced RTMP (v2, Enhancing NetConnection connect Command). Codecs are not negotiated by it:
 * a tag of one that is not carried is refused when it comes.
 *
 * @param enhanced whether anything is announced, so that the answer may do the same
 * @param reconnect whether the peer understands a Reconnect Request
 */
record Capabilities(boolean enhanced, boolean reconnect) {
    static final Capabilities NONE = new Capabilities(false, false);

    private static final String FOUR_CC_LIST = "fourCcList";
    private static final String VIDEO_FOUR_CC_INFO_MAP = "videoFourCcInfoMap";
    private static final String AUDIO_FOUR_CC_INFO_MAP = "audioFourCcInfoMap";
    private static final String CAPS_EX = "capsEx";
    private static final Set<String> ANY = Set.of(FOUR_CC_LIST, VIDEO_FOUR_CC_INFO_MAP, AUDIO_FOUR_CC_INFO_MAP,
            CAPS_EX);
    private static final int RECONNECT = 1;
    private static final int MULTITRACK = 2;
    private static final int MOD_EX = 4;
    /** FourCcInfoMask: the relay passes frames on and neither decodes nor encodes. */
    private static final int CAN_FORWARD = 4;

    /** @param connect properties of the command object */
    static Capabilities of(Map<String, AmfValue> connect) {
        int caps = (int) connect.getOrDefault(CAPS_EX, new AmfValue.Null()).number(0);
        return new Capabilities(connect.keySet().stream().anyMatch(ANY::contains), (caps & RECONNECT) != 0);
    }

    /** The relay's own, of the codecs the most wanted first. Nanoseconds are read and not used, so they aren't there. */
    static Map<String, AmfValue> own() {
        var own = new LinkedHashMap<String, AmfValue>();
        own.put(FOUR_CC_LIST, new AmfValue.StrictArray(
                Stream.of(MediaKind.VIDEO, MediaKind.AUDIO).flatMap(FourCc::carried).<AmfValue>map(Capabilities::text)
                        .toList()));
        own.put(VIDEO_FOUR_CC_INFO_MAP, forwarded(MediaKind.VIDEO));
        own.put(AUDIO_FOUR_CC_INFO_MAP, forwarded(MediaKind.AUDIO));
        own.put(CAPS_EX, new AmfValue.Num(RECONNECT | MULTITRACK | MOD_EX));
        return own;
    }

    private static AmfValue text(FourCc fourCc) {
        return new AmfValue.Text(fourCc.text());
    }

    private static AmfValue forwarded(MediaKind kind) {
        return new AmfValue.Obj("", FourCc.carried(kind).collect(Collectors.toMap(FourCc::text,
                _ -> new AmfValue.Num(CAN_FORWARD), (first, _) -> first, LinkedHashMap::new)));
    }
}
