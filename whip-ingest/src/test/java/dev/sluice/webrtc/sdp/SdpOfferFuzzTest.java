package dev.sluice.webrtc.sdp;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sluice.media.CodecConfig;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import dev.sluice.webrtc.sdp.grammar.SdpReader;
import dev.sluice.webrtc.sdp.grammar.SdpWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Any offer is refused with a code, or gets an answer that reads as what was meant. */
class SdpOfferFuzzTest {
    private static final List<CodecConfig> PRESENT = List.of(Offers.sps(66, 0xc0), Offers.aac(2));

    @FuzzTest(maxDuration = "5s")
    void offer(byte[] data) {
        var text = new String(data, StandardCharsets.UTF_8);
        roundTrip(text);
        answerOrRefuse(() -> {
            var negotiation = PlayNegotiation.of(Offer.toWatch(text), PRESENT, new Random(1));
            assertThat(negotiation.media()).hasSizeLessThanOrEqualTo(2);
            return negotiation;
        });
        answerOrRefuse(() -> {
            var negotiation = PublishNegotiation.of(Offer.toPublish(text), new Random(1));
            assertThat(negotiation.media()).hasSizeLessThanOrEqualTo(2)
                    .allMatch(media -> media.rids().size() <= PublishSection.MAX_LAYERS);
            return negotiation;
        });
    }

    private static void answerOrRefuse(Supplier<Negotiation> negotiating) {
        try {
            answer(negotiating.get());
        } catch (ProtocolException refused) {
            assertThat(refused.code()).isIn(StableCode.SDP_INVALID, StableCode.CODEC_UNSUPPORTED);
            assertThat(String.valueOf(refused.getMessage()).length()).isLessThan(2_000);
        }
    }

    private static void roundTrip(String text) {
        try {
            var read = SdpReader.read(text);
            assertThat(read.media().size()).isLessThanOrEqualTo(32);
            SdpWriter.write(read);
        } catch (ProtocolException refused) {
            assertThat(refused.code()).isEqualTo(StableCode.SDP_INVALID);
        }
    }

    private static void answer(Negotiation negotiation) {
        var described = AnswerWriter.describe(negotiation, Offers.transport());
        assertThat(SdpReader.read(SdpWriter.write(described))).isEqualTo(described);
        var offered = negotiation.offer().description().media();
        assertThat(described.media()).hasSameSizeAs(offered);
        IntStream.range(0, offered.size()).forEach(
                i -> assertThat(described.media().get(i).mid()).isEqualTo(offered.get(i).mid()));
        assertThat(negotiation.sections()).isNotEmpty();
    }
}
