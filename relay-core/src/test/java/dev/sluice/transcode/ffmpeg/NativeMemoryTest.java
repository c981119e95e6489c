package dev.sluice.transcode.ffmpeg;

import dev.sluice.transcode.AacToOpus;
import dev.sluice.transcode.OpusSettings;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import org.bytedeco.javacpp.Pointer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What is opened is freed, and frames cost no memory that stays. */
class NativeMemoryTest {
    private static final long NOISE = 1_200_000;
    private static final OpusSettings QUICK = new OpusSettings(64_000, 20, 0, "lowdelay", 0);

    private final FfmpegCodecs codecs = FfmpegCodecsTest.codecs();
    private final AacEncoder.Stream aac = AacEncoder.encode(AacEncoder.tone(440, 44_100), 44_100, 1, 1);

    @BeforeEach
    void onlyWhereMallocTells() {
        assumeTrue(NativeHeap.known());
    }

    private AacToOpus open() {
        return new AacToOpus(codecs, aac.config(), 1_000, QUICK, (_, _, packet) -> packet.release());
    }

    private void offer(AacToOpus opus, int from, int to) {
        for (int i = from; i < to; i++) {
            opus.offer(i * 1_024_000L / 44_100, aac.frames().get(i % aac.frames().size()).data().buffer());
        }
    }

    private void openAndClose(int times) {
        for (int i = 0; i < times; i++) {
            try (var opus = open()) {
                offer(opus, 0, 3);
            }
        }
    }

    /** The middle one of five rounds: a leak adds to each, the just-in-time compiler adds to some and frees in others. */
    private static long growth(Runnable round) {
        var growths = new long[5];
        for (int i = 0; i < growths.length; i++) {
            long before = NativeHeap.bytes();
            round.run();
            growths[i] = NativeHeap.bytes() - before;
        }
        Arrays.sort(growths);
        return growths[2];
    }

    /** The smallest thing a transcoder could forget is its input packet of 8 kB, 2.4 MB in a round. */
    @Test
    void transcodersThatComeAndGoLeaveNothing() {
        openAndClose(100);
        long pointers = Pointer.totalBytes();
        assertThat(growth(() -> openAndClose(300))).isLessThan(NOISE);
        assertThat(Pointer.totalBytes()).isLessThanOrEqualTo(pointers);
    }

    /** 600 bytes a frame would show. */
    @Test
    void framesLeaveNothing() {
        try (var opus = open()) {
            offer(opus, 0, 100);
            long pointers = Pointer.totalBytes();
            var sent = new AtomicInteger(100);
            assertThat(growth(() -> offer(opus, sent.get(), sent.addAndGet(2_000)))).isLessThan(NOISE);
            assertThat(Pointer.totalBytes()).isLessThanOrEqualTo(pointers);
            assertThat(opus.totals()).isEqualTo(new AacToOpus.Totals(0, 0, 0, 0, opus.totals().packets(), 0));
        }
    }
}
