package dev.sluice.webrtc.rtp.receive;

import dev.sluice.webrtc.rtp.wire.RtcpPacket;
import org.junit.jupiter.api.Test;

import static dev.sluice.webrtc.rtp.receive.TestMedia.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

class ReceptionStatisticsTest {
    private final ReceptionStatistics statistics = new ReceptionStatistics(90_000);

    private void packets(long from, long to, long without) {
        for (long i = from; i < to; i++) {
            if (i != without) {
                statistics.onPacket(i, i * 3_000 & 0xffffffffL, i * 3_000 * 1_000_000_000L / 90_000);
            }
        }
    }

    private RtcpPacket.ReportBlock block() {
        return statistics.block(7, 0);
    }

    @Test
    void countsWhatIsLostSinceTheLastReportAndInAll() {
        packets(65_500, 65_600, 65_550);
        var first = block();
        assertThat(first.ssrc()).isEqualTo(7);
        assertThat(first.fractionLost()).isEqualTo(256 / 100);
        assertThat(first.cumulativeLost()).isEqualTo(1);
        assertThat(first.highestSequence()).isEqualTo(65_599);
        packets(65_600, 65_700, 0);
        assertThat(block().fractionLost()).isZero();
        assertThat(block().cumulativeLost()).isEqualTo(1);
        packets(65_550, 65_552, 0);
        assertThat(block().cumulativeLost()).as("one late, one twice").isEqualTo(-1);
    }

    @Test
    void allLostButOneIsAFractionThatFits() {
        packets(0, 1, -1);
        block();
        packets(4_000, 4_001, -1);
        assertThat(block().fractionLost()).isEqualTo(255);
        assertThat(block().fractionLost()).as("nothing expected").isZero();
    }

    @Test
    void aSenderThatStartedOverLostNothing() {
        packets(0, 100, -1);
        packets(90_000, 90_100, -1);
        assertThat(block().cumulativeLost()).isZero();
        assertThat(block().highestSequence()).isEqualTo(90_099);
    }

    @Test
    void jitterIsThatOfRfc3550() {
        packets(0, 1_000, -1);
        assertThat(statistics.jitterMillis()).isLessThan(0.02);
        for (long i = 1_000; i < 2_000; i++) {
            statistics.onPacket(i, i * 3_000 & 0xffffffffL, i * 3_000 * 1_000_000_000L / 90_000 + i % 2 * 10 * MILLI);
        }
        assertThat(statistics.jitterMillis()).isBetween(9.9, 10.1);
        statistics.onPacket(2_000, 4_000_000_000L, 0);
        assertThat(statistics.jitterMillis()).as("a clock that was set").isBetween(9.9, 10.1);
    }

    @Test
    void tellsTheLastSenderReportAndItsAge() {
        packets(0, 10, -1);
        assertThat(statistics.block(7, 5).lastSenderReport()).isZero();
        assertThat(statistics.block(7, 5).delaySinceLast()).isZero();
        statistics.onSenderReport(0x1122_f344_5566_7788L, 1_000 * MILLI);
        var block = statistics.block(7, 2_500 * MILLI);
        assertThat(block.lastSenderReport()).isEqualTo(0xf344_5566L);
        assertThat(block.delaySinceLast()).isEqualTo(65_536 * 3 / 2);
    }
}
