package dev.sluice.webrtc.rtp.wire;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;

class RtpFuzzTest {
    static Stream<byte[]> rtp() {
        return Stream.concat(RtpPackets.valid().stream().map(RtpPackets.Case::hex), RtpPackets.invalid().stream())
                .map(RtpFuzzTest::bytes);
    }

    static Stream<byte[]> rtcp() {
        var valid = Stream.concat(RtcpPackets.both().stream(), RtcpPackets.read().stream()).map(RtcpPackets.Case::hex);
        return Stream.concat(valid, RtcpPackets.invalid().stream()).map(RtpFuzzTest::bytes);
    }

    private static byte[] bytes(String hex) {
        return ByteBufUtil.getBytes(RtpReaderTest.bytes(hex));
    }

    /** What is read lies within the packet, payload and elements alike. */
    @MethodSource("rtp")
    @FuzzTest(maxDuration = "5s")
    void readsRtp(byte[] packet) {
        var reader = new RtpReader();
        if (!reader.read(Unpooled.wrappedBuffer(packet))) {
            return;
        }
        assertThat(reader.payloadLength()).isNotNegative();
        assertThat(reader.payloadIndex()).isGreaterThanOrEqualTo(RtpReader.FIXED_SIZE);
        assertThat(reader.payloadIndex() + reader.payloadLength()).isLessThanOrEqualTo(packet.length);
        for (int id = 1; id < 15; id++) {
            if (reader.findElement(id)) {
                assertThat(reader.elementIndex() + reader.elementLength()).isLessThanOrEqualTo(reader.payloadIndex());
            }
        }
    }

    /** What is read is bounded, and read the same when written again. */
    @MethodSource("rtcp")
    @FuzzTest(maxDuration = "5s")
    void readsRtcp(byte[] compound) {
        var read = new ArrayList<RtcpPacket>();
        RtcpReader.read(Unpooled.wrappedBuffer(compound), read::add);
        assertThat(read.size()).isLessThanOrEqualTo(Math.min(RtcpReader.MAX_PACKETS, compound.length / 4));
        for (var packet : read) {
            if (written(packet)) {
                var out = Unpooled.buffer();
                RtcpWriter.write(out, packet);
                var again = new ArrayList<RtcpPacket>();
                assertThat(RtcpReader.read(out, again::add)).isTrue();
                assertThat(again).isEqualTo(List.of(packet));
            }
        }
    }

    private static boolean written(RtcpPacket packet) {
        return switch (packet) {
            case RtcpPacket.ReceiverEstimate estimate -> {
                assertThat(estimate.bitsPerSecond()).isNotNegative();
                yield false;
            }
            case RtcpPacket.Feedback _,RtcpPacket.Other _ -> false;
            // Bytes that are no UTF-8 become longer when they are read as text.
            case RtcpPacket.SourceDescription sdes ->
                sdes.chunks().stream().allMatch(chunk -> chunk.cname().length() <= RtcpWriter.MAX_CNAME / 3);
            default -> true;
        };
    }
}
