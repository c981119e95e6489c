package dev.sluice.transcode;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static dev.sluice.transcode.CountingCodecs.LOOKAHEAD;
import static dev.sluice.transcode.CountingCodecs.frame;
import static dev.sluice.transcode.CountingCodecs.trash;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** The sound is all ones, so that silence shows. */
class AacToOpusTest {
    private static final long FRAME = CountingCodecs.FRAME;

    private record Packet(long pts, int samples, int ones) {}

    private final List<Packet> packets = new ArrayList<>();
    private final CountingCodecs codecs = new CountingCodecs(_ -> 1, null);

    private AacToOpus transcoder(int clockRate) {
        return new AacToOpus(codecs, CountingCodecs.MONO, clockRate, OpusSettings.DEFAULT, this::take);
    }

    private void take(long pts, int samples, ByteBuf packet) {
        int ones = 0;
        for (int i = 0; i < samples; i++) {
            ones += packet.readFloat() == 1 ? 1 : 0;
        }
        packet.release();
        packets.add(new Packet(pts, samples, ones));
    }

    private int ones() {
        return packets.stream().mapToInt(Packet::ones).sum();
    }

    private void assertUnbroken() {
        for (int i = 1; i < packets.size(); i++) {
            assertThat(packets.get(i).pts()).isEqualTo(packets.get(i - 1).pts() + 960);
        }
    }

    @Test
    void stampsStepByTheFrameFromTheFirstSoundOn() {
        try (var transcoder = transcoder(48_000)) {
            for (int i = 0; i < 150; i++) {
                transcoder.offer(7_000 + i * FRAME, frame(i * FRAME));
            }
        }
        assertThat(packets.getFirst().pts()).isEqualTo(7_000 - LOOKAHEAD);
        assertThat(packets).hasSize(160).allMatch(packet -> packet.samples() == 960 && packet.ones() == 960);
        assertUnbroken();
    }

    @Test
    void noMoreThanOneFrameOfSoundIsHeldBack() {
        try (var transcoder = transcoder(48_000)) {
            for (int i = 1; i <= 200; i++) {
                transcoder.offer(i * FRAME, frame(i * FRAME));
                assertThat(i * FRAME - packets.size() * 960L).isBetween(0L, 959L);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1000, 0", "1000, -5000", "90000, 8589934592", "44100, 1099511627776", "48000, -9007199254740992"})
    void stampsOfAnyClockAreTakenToOpusTicks(int clockRate, long start) {
        try (var transcoder = transcoder(clockRate)) {
            for (int i = 0; i < 100; i++) {
                transcoder.offer(start + i * FRAME * clockRate / 48_000, frame(0));
            }
            assertThat(transcoder.totals()).isEqualTo(new AacToOpus.Totals(0, 0, 0, 0, 106, 0));
        }
        long expected = (long) Math.floor((double) start / clockRate) * 48_000
                + Math.floorMod(start, clockRate) * 48_000L / clockRate;
        assertThat(packets.getFirst().pts()).isEqualTo(expected - LOOKAHEAD);
        assertUnbroken();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void aGapBecomesSilenceOfItsLength(int missing) {
        int offered = 0;
        try (var transcoder = transcoder(1_000)) {
            for (int i = 0; i < 400; i++) {
                if (i < 100 || i >= 300 || i % 100 >= missing) {
                    transcoder.offer(Math.round(i * FRAME / 48.0), frame(0));
                    offered++;
                }
            }
            assertThat(transcoder.totals().gaps()).isEqualTo(2);
            assertThat(transcoder.totals().jumps()).isZero();
        }
        assertUnbroken();
        long end = packets.getLast().pts() + 960 + LOOKAHEAD;
        assertThat(end).isCloseTo(400 * FRAME, within(1_024L));
        assertThat((long) ones()).isCloseTo(offered * FRAME, within(960L));
        assertThat(codecs.resets).isEqualTo(2);
    }

    @ParameterizedTest
    @CsvSource({"long gap, 5800", "longer gap, 96100", "overlap, -1024", "jump back, -480000", "far jump, 9000000000"})
    void aBreakStartsTheCountAnew(String name, long jump) {
        try (var transcoder = transcoder(48_000)) {
            for (int i = 0; i < 100; i++) {
                transcoder.offer(i * FRAME, frame(0));
            }
            for (int i = 100; i < 200; i++) {
                transcoder.offer(jump + i * FRAME, frame(0));
            }
            assertThat(transcoder.totals().jumps()).describedAs(name).isOne();
            assertThat(transcoder.totals().gaps()).isZero();
        }
        long firstAfter = jump + 100 * FRAME - LOOKAHEAD;
        assertThat(packets).filteredOn(packet -> packet.pts() == firstAfter).isNotEmpty();
        assertThat(packets).hasSizeBetween(212, 215);
    }

    @Test
    void aFrameThatCannotBeDecodedIsSilence() {
        try (var transcoder = transcoder(1_000)) {
            for (int i = 0; i < 300; i++) {
                transcoder.offer(Math.round(i * FRAME / 48.0), i % 10 == 5 ? trash() : frame(0));
            }
            assertThat(transcoder.totals()).isEqualTo(new AacToOpus.Totals(30, 0, 0, 0, 320, 0));
        }
        assertUnbroken();
        assertThat(ones()).isEqualTo(270 * CountingCodecs.FRAME);
    }

    @Test
    void trashAloneMakesNoSound() {
        try (var transcoder = transcoder(1_000)) {
            for (int i = 0; i < 300; i++) {
                transcoder.offer(i * 21L, trash());
            }
            assertThat(transcoder.totals().refused()).isEqualTo(300);
        }
        assertThat(packets).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"floor, 0", "round, 0.5", "wall clock, 8"})
    void jitterIsNotDrift(String name, double jitterMillis) {
        var random = new Random(5);
        try (var transcoder = transcoder(1_000)) {
            for (int i = 0; i < 20_000; i++) {
                transcoder.offer((long) Math.floor(i * FRAME / 48.0 + random.nextDouble() * jitterMillis), frame(0));
            }
            assertThat(transcoder.totals()).describedAs(name).isEqualTo(new AacToOpus.Totals(0, 0, 0, 0, 21_333, 0));
        }
        assertUnbroken();
    }

    @Test
    void wildStampsSettle() {
        var random = new Random(6);
        try (var transcoder = transcoder(1_000)) {
            for (int i = 0; i < 500; i++) {
                transcoder.offer((long) (i * FRAME / 48.0 + random.nextDouble() * 60), frame(0));
            }
            var before = transcoder.totals();
            for (int i = 500; i < 5_000; i++) {
                transcoder.offer((long) (i * FRAME / 48.0 + random.nextDouble() * 60), frame(0));
            }
            assertThat(transcoder.totals().gaps()).isEqualTo(before.gaps());
            assertThat(transcoder.totals().jumps()).isEqualTo(before.jumps());
        }
    }

    @Test
    void closingTwiceClosesOnceAndEndsIt() {
        var transcoder = transcoder(1_000);
        transcoder.offer(0, frame(0));
        transcoder.close();
        transcoder.close();
        transcoder.offer(21, frame(0));
        assertThat(packets).hasSize(1);
        assertThat(codecs.closed).isEqualTo(3);
    }
}
