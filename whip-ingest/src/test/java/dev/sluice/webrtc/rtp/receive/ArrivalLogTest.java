package dev.sluice.webrtc.rtp.receive;

import dev.sluice.webrtc.rtp.wire.TransportFeedbackWriter;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ArrivalLogTest {
    private static final int LOST = TransportFeedbackReader.LOST;

    private final ArrivalLog log = new ArrivalLog();

    private void arrive(int sequence, long micros) {
        log.onPacket(sequence & 0xffff, micros * 1_000);
    }

    private List<TransportFeedbackReader> feedback() {
        var all = new ArrayList<TransportFeedbackReader>();
        while (log.pending()) {
            var out = Unpooled.buffer();
            log.write(out, 1, 2);
            assertThat(out.readableBytes()).isLessThanOrEqualTo(1_000);
            all.add(TransportFeedbackReader.read(out));
        }
        return all;
    }

    @Test
    void isWhatTheDraftSays() {
        record Case(String hex, List<Integer> deltas) {}
        var head = "00000001 00000002 ";
        for (var one : List.of(
                new Case("8fcd0005" + head + "fffe0001 00000307 20010500", List.of(5)),
                new Case("8fcd0005" + head + "fffe0003 00000307 a8000506", List.of(5, LOST, 6)),
                new Case("8fcd0006" + head + "fffe0003 00000307 da000501 00ffff00", List.of(5, 256, -1)))) {
            var out = Unpooled.buffer();
            TransportFeedbackWriter.write(out, new TransportFeedbackWriter.Head(1, 2, 0xfffe, 3, 7),
                    one.deltas().stream().mapToInt(delta -> delta).toArray(), one.deltas().size());
            assertThat(ByteBufUtil.hexDump(out)).isEqualTo(one.hex().replace(" ", ""));
        }
    }

    @Test
    void tellsWhatCameAndWhen() {
        arrive(65_535, 64_000 + 1_000);
        arrive(1, 64_000 + 1_250);
        arrive(0, 64_000 + 1_750);
        arrive(3, 200_000);
        assertThat(feedback()).containsExactly(
                new TransportFeedbackReader(1, 2, 65_535, 1, 0, List.of(4, 3, -2, LOST, 539)));
        assertThat(log.pending()).isFalse();
        arrive(4, 201_000);
        assertThat(feedback()).containsExactly(new TransportFeedbackReader(1, 2, 4, 3, 1, List.of(36)));
    }

    @Test
    void whatComesAfterItWasReportedLostIsReportedAgain() {
        arrive(1, 0);
        arrive(3, 1_000);
        feedback();
        arrive(2, 2_000);
        arrive(2, 9_000);
        assertThat(feedback()).containsExactly(new TransportFeedbackReader(1, 2, 2, 0, 1, List.of(8, -4)));
        arrive(3, 9_000);
        assertThat(log.pending()).as("twice").isFalse();
    }

    @Test
    void lossBetweenReportsIsTold() {
        arrive(1, 0);
        feedback();
        arrive(4, 1_000);
        assertThat(feedback()).containsExactly(new TransportFeedbackReader(1, 2, 2, 0, 1, List.of(LOST, LOST, 4)));
    }

    @Test
    void aLongPauseStartsAnotherPacket() {
        arrive(1, 0);
        arrive(2, 9_000_000);
        var both = feedback();
        assertThat(both).hasSize(2);
        assertThat(both.get(1).base()).isEqualTo(2);
        assertThat(both.get(1).reference()).isEqualTo(9_000 / 64);
    }

    @Test
    void aGapTooLongToTellIsLeftOut() {
        arrive(1, 0);
        arrive(3_000, 1_000);
        assertThat(feedback()).extracting(TransportFeedbackReader::base).containsExactly(1, 3_000);
        arrive(3_000 + ArrivalLog.SPAN, 2_000);
        assertThat(feedback()).extracting(TransportFeedbackReader::base).containsExactly(3_000 + ArrivalLog.SPAN);
    }

    @Test
    void theReferenceTimeWraps() {
        long wrap = (1L << 24) * 64_000;
        arrive(1, wrap + 1_000);
        assertThat(feedback().getFirst().reference()).isZero();
        arrive(2, -64_000);
        assertThat(feedback().getFirst().reference()).isEqualTo(-1);
    }

    /** Whatever the network does, each packet's time comes out as it went in. */
    @Test
    void nothingIsLostInTelling() {
        for (int seed = 0; seed < 20; seed++) {
            var random = new Random(seed);
            var told = new TreeMap<Integer, Long>();
            var came = new TreeMap<Integer, Long>();
            var fresh = new ArrivalLog();
            long micros = 5_000_000;
            for (int i = 0; i < 5_000; i++) {
                micros += random.nextInt(seed % 3 == 0 ? 200_000 : 2_000);
                int sequence = i - random.nextInt(1 + seed);
                if (sequence >= 0 && random.nextInt(100) >= seed * 3
                        && came.putIfAbsent(sequence, micros / 250) == null) {
                    fresh.onPacket(sequence, micros * 1_000);
                }
                if (i % 97 == 0) {
                    tell(fresh, told);
                }
            }
            tell(fresh, told);
            assertThat(told).as("seed %d", seed).isEqualTo(came);
        }
    }

    private static void tell(ArrivalLog log, Map<Integer, Long> told) {
        while (log.pending()) {
            var out = Unpooled.buffer();
            log.write(out, 1, 2);
            var read = TransportFeedbackReader.read(out);
            long time = read.reference() * 256L;
            for (int i = 0; i < read.deltas().size(); i++) {
                if (read.deltas().get(i) != LOST) {
                    time += read.deltas().get(i);
                    told.put(read.base() + i, time);
                }
            }
        }
    }
}
