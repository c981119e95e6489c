package dev.sluice.webrtc.sdp;

import dev.sluice.webrtc.sdp.grammar.MediaDescription;
import dev.sluice.webrtc.sdp.grammar.PayloadFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The formats of an accepted section: each codec, its retransmission behind it.
 *
 * @param offered the section that was offered
 * @param stereo of Opus
 */
record AnswerFormats(MediaDescription offered, boolean stereo) {
    /** RFC 7587 7: in-band FEC is of use to the receiver; sprop-stereo says what comes. */
    private static final String OPUS = "minptime=10;useinbandfec=1";
    private static final String OPUS_STEREO = OPUS + ";stereo=1;sprop-stereo=1";

    List<PayloadFormat> of(List<NegotiatedCodec> codecs) {
        var formats = new ArrayList<PayloadFormat>();
        for (var codec : codecs) {
            formats.add(new PayloadFormat(codec.payloadType(), codec.codec().label(), codec.clockRate(),
                    codec.channels(), parameters(codec), feedback(codec)));
            if (codec.rtx()) {
                formats.add(new PayloadFormat(codec.rtxPayloadType(), "rtx", codec.clockRate(), 1,
                        "apt=" + codec.payloadType(), List.of()));
            }
        }
        return formats;
    }

    private String parameters(NegotiatedCodec codec) {
        return switch (codec.codec()) {
            case H264 -> offered.payloads().stream().filter(f -> f.payloadType() == codec.payloadType()).findFirst()
                    .map(H264Format::answer).orElse("");
            case OPUS -> stereo ? OPUS_STEREO : OPUS;
            case AAC -> "";
        };
    }

    private static List<String> feedback(NegotiatedCodec codec) {
        return Arrays.stream(Feedback.values()).filter(codec.feedback()::contains).map(Feedback::text).toList();
    }
}
