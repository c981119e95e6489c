package dev.sluice.webrtc.sdp.grammar;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Joins the {@code rtpmap}, {@code fmtp} and {@code rtcp-fb} lines of one section by payload type. */
final class PayloadReader {
    private static final String EVERY = "*";

    private final Map<String, String> maps = new HashMap<>();
    private final Map<String, String> parameters = new HashMap<>();
    private final Map<String, List<String>> feedback = new HashMap<>();

    void rtpmap(String value) {
        put(maps, value);
    }

    void fmtp(String value) {
        put(parameters, value);
    }

    private static void put(Map<String, String> map, String value) {
        int blank = value.indexOf(' ');
        if (blank < 0) {
            throw SdpText.invalid("format attribute", value, "a payload type, a blank and a value");
        }
        map.put(value.substring(0, blank), value.substring(blank + 1).strip());
    }

    void feedback(String value) {
        int blank = value.indexOf(' ');
        if (blank < 0) {
            throw SdpText.invalid("a=rtcp-fb", value, "a payload type, a blank and a value");
        }
        feedback.computeIfAbsent(value.substring(0, blank), _ -> new ArrayList<>()).add(value.substring(blank + 1));
    }

    /** The formats that are payload types and have an rtpmap, in their order. */
    List<PayloadFormat> of(List<String> formats) {
        return formats.stream().distinct().filter(maps::containsKey).map(this::format).toList();
    }

    private PayloadFormat format(String type) {
        var map = maps.getOrDefault(type, "");
        var parts = map.split("/", -1);
        if (parts.length < 2 || parts.length > 3) {
            throw SdpText.invalid("a=rtpmap", map, "encoding/clock rate[/channels]");
        }
        var clock = SdpText.number("clock rate", parts[1], Integer.MAX_VALUE);
        var channels = parts.length == 3 ? SdpText.number("channels", parts[2], 255) : 1;
        return new PayloadFormat(SdpText.number("payload type", type, 127), SdpText.token("encoding", parts[0]), clock,
                channels, parameters.getOrDefault(type, ""), feedbackOf(type));
    }

    private List<String> feedbackOf(String type) {
        return Stream.of(type, EVERY).flatMap(t -> feedback.getOrDefault(t, List.of()).stream()).distinct().toList();
    }
}
