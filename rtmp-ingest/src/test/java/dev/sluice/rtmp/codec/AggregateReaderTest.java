package dev.sluice.rtmp.codec;

import dev.sluice.rtmp.testkit.Hex;
import dev.sluice.runtime.ProtocolException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class AggregateReaderTest {
    private static final String AUDIO = "08 000002 000064 00 000000 af01 0000000d";
    private static final String VIDEO = "09 000001 00006e 01 000000 17 0000000c";

    @Test
    void takesPartsApartAndRebasesTheirTimes() {
        assertThat(parts(1000, AUDIO + VIDEO)).containsExactly(
                new RtmpMessage.Audio(1, 1000, Hex.buffer("af01")),
                new RtmpMessage.Video(1, 1000 + 10 + 0x1000000, Hex.buffer("17")));
    }

    @Test
    void timesStayIn32Bits() {
        assertThat(parts(0xffffffffL, AUDIO + AUDIO.replace("000064", "000065"))).last()
                .isEqualTo(new RtmpMessage.Audio(1, 0, Hex.buffer("af01")));
    }

    @Test
    void theLastBackPointerMayBeMissing() {
        assertThat(parts(0, AUDIO.substring(0, AUDIO.length() - 8))).hasSize(1);
    }

    @Test
    void aPartBeyondTheEndIsRefused() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> parts(0, "08 000003 000000 00 000000 af01"));
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> parts(0, AUDIO + "09"));
    }

    private static List<RtmpMessage> parts(long timestamp, String hex) {
        var reader = new AggregateReader(new RtmpMessage.Aggregate(1, timestamp, Hex.buffer(hex)));
        var parts = new ArrayList<RtmpMessage>();
        for (var part = reader.next(); part != null; part = reader.next()) {
            parts.add(part);
        }
        return parts;
    }
}
