package dev.sluice.webrtc.sdp;

import dev.sluice.media.Codec;
import dev.sluice.webrtc.sdp.grammar.MediaDescription;
import dev.sluice.webrtc.sdp.grammar.PayloadFormat;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The formats of an accepted section: each codec, its retransmission behind it.
 *
 * @param offered the section that was offered
 * @param opus the parameters of Opus
 */
record AnswerFormats(MediaDescription offered, String opus) {
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
        if (codec.codec() == Codec.OPUS) {
            return opus;
        }
        return offered.payloads().stream().filter(format -> format.payloadType() == codec.payloadType()).findFirst()
                .map(format -> CodecFormat.parameters(format, codec.codec())).orElse("");
    }

    private static List<String> feedback(NegotiatedCodec codec) {
        return Arrays.stream(Feedback.values()).filter(codec.feedback()::contains).map(Feedback::text).toList();
    }
}
