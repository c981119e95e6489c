package dev.sluice.webrtc.rtp.wire;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class RtcpTest {
    private final List<RtcpPacket> read = new ArrayList<>();

    private boolean read(String hex) {
        read.clear();
        return RtcpReader.read(RtpReaderTest.bytes(hex), read::add);
    }

    @Test
    void readsEachKind() {
        var all = new ArrayList<>(RtcpPackets.both());
        all.addAll(RtcpPackets.read());
        for (var one : all) {
            assertThat(read(one.hex())).as(one.name()).isTrue();
            assertThat(read).as(one.name()).containsExactly(one.packet());
        }
    }

    @Test
    void writesEachKind() {
        for (var one : RtcpPackets.both()) {
            var out = Unpooled.buffer();
            RtcpWriter.write(out, one.packet());
            assertThat(ByteBufUtil.hexDump(out)).as(one.name()).isEqualTo(one.hex().replace(" ", ""));
        }
    }

    @Test
    void readsACompoundInOrder() {
        var all = RtcpPackets.both();
        var hex = String.join("", all.stream().map(RtcpPackets.Case::hex).toList());
        assertThat(read(hex)).isTrue();
        assertThat(read).isEqualTo(all.stream().map(RtcpPackets.Case::packet).toList());
    }

    @Test
    void refusesWhatIsMalformedAndKeepsWhatStoodBefore() {
        for (var hex : RtcpPackets.invalid()) {
            assertThat(read(hex)).as(hex).isFalse();
            assertThat(read).as(hex).isEmpty();
            assertThat(read("80c90001 00000001" + hex)).as("behind RR: " + hex).isEqualTo(hex.isEmpty());
            assertThat(read).as("behind RR: " + hex).hasSize(1);
        }
    }

    @Test
    void refusesEveryTruncation() {
        for (var one : RtcpPackets.both()) {
            var packet = RtpReaderTest.bytes(one.hex());
            for (int length = 0; length < packet.readableBytes(); length++) {
                assertThat(RtcpReader.read(packet.slice(0, length), _ -> {})).as(one.name() + " " + length).isFalse();
            }
        }
    }

    @Test
    void boundsWhatIsReadAndWritten() {
        assertThat(read("80c90001 00000001".repeat(RtcpReader.MAX_PACKETS))).isTrue();
        assertThat(read("80c90001 00000001".repeat(RtcpReader.MAX_PACKETS + 1))).isFalse();
        var tooMany = new RtcpPacket.Goodbye(Collections.nCopies(32, 1L));
        assertThatIllegalArgumentException().isThrownBy(() -> RtcpWriter.write(Unpooled.buffer(), tooMany));
        var tooLong = new RtcpPacket.SourceDescription(List.of(new RtcpPacket.Chunk(1, "x".repeat(256))));
        assertThatIllegalArgumentException().isThrownBy(() -> RtcpWriter.write(Unpooled.buffer(), tooLong));
    }

    @Test
    void ntpTimeCountsFrom1900() {
        assertThat(NtpTime.of(0, 0)).isEqualTo(2_208_988_800L << 32);
        assertThat(NtpTime.of(500, 0)).isEqualTo(2_208_988_800L << 32 | 0x80000000L);
        assertThat(NtpTime.of(999, 1_500_000)).isEqualTo(NtpTime.of(1_000, 500_000));
        assertThat(NtpTime.of(1_000, -500_000)).isEqualTo(NtpTime.of(999, 500_000));
        assertThat(NtpTime.middle(0x1122334455667788L)).isEqualTo(0x33445566);
    }
}
