package dev.sluice.webrtc.rtp;

import dev.sluice.media.EncodedFrame;
import dev.sluice.media.OpusConfig;
import dev.sluice.media.TrackInfo;
import dev.sluice.webrtc.rtp.payload.OpusPacketizer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class FrameRingTest {
    private static final TrackInfo INFO = new TrackInfo("audio", 48_000, new OpusConfig(2));
    private static final long MILLI = 1_000_000;

    private final FrameRing ring = new FrameRing();
    private final List<ByteBuf> payloads = new ArrayList<>();

    /** As the feed does; the test's own reference is given up at once. */
    private boolean put(long sequence, int size, long millis) {
        var payload = Unpooled.buffer(size).writeZero(size);
        payloads.add(payload);
        var frame = new EncodedFrame(INFO, sequence, 0, 0, true, 0, payload);
        var place = ring.add(frame, millis * MILLI);
        if (place != null) {
            place.fill(frame, new OpusPacketizer(), millis * MILLI);
        }
        frame.release();
        return place != null;
    }

    private boolean has(long sequence) {
        var place = ring.find(sequence);
        return place != null && place.sequence() == sequence;
    }

    private long held() {
        return payloads.stream().filter(payload -> payload.refCnt() > 0).count();
    }

    @AfterEach
    void everythingIsReleased() {
        ring.clear();
        assertThat(held()).isZero();
        assertThat(ring.bytes()).isZero();
    }

    @Test
    void keepsTwoSecondsOfWhatWasUsed() {
        for (int i = 0; i < 400; i++) {
            put(i, 100, i * 20L);
        }
        assertThat(held()).isEqualTo(101);
        assertThat(has(299)).isTrue();
        assertThat(has(298)).isFalse();
        assertThat(has(400)).isFalse();
    }

    @Test
    void isBoundedByFrames() {
        for (int i = 0; i < 10_000; i++) {
            put(i, 1, 0);
        }
        assertThat(held()).isEqualTo(FrameRing.MAX_FRAMES);
        assertThat(has(9_999)).isTrue();
    }

    @Test
    void isBoundedByBytes() {
        for (int i = 0; i < 100; i++) {
            put(i, 1 << 20, 0);
            assertThat(ring.bytes()).isLessThanOrEqualTo(FrameRing.MAX_BYTES);
        }
        assertThat(held()).isEqualTo(8);
    }

    @Test
    void takesAJoinersOlderFramesBelowItsOldest() {
        put(300, 10, 0);
        put(301, 10, 0);
        for (int i = 100; i < 300; i++) {
            assertThat(put(i, 10, 5)).isTrue();
        }
        assertThat(ring.span()).isEqualTo(202);
        assertThat(has(100) && has(250) && has(301)).isTrue();
        put(302, 10, 2_004);
        assertThat(has(100)).isTrue();
        put(303, 10, 2_006);
        assertThat(has(299)).isFalse();
        assertThat(has(302)).isTrue();
    }

    @Test
    void hasNoPlaceForWhatIsTooOld() {
        put(1_000, 10, 0);
        assertThat(put(1_001 - FrameRing.MAX_FRAMES, 10, 0)).isTrue();
        assertThat(put(1_000 - FrameRing.MAX_FRAMES, 10, 0)).isFalse();
    }

    @Test
    void livesWithHoles() {
        put(10, 10, 0);
        put(500, 10, 0);
        put(505, 10, 0);
        assertThat(has(10) && has(500) && has(505)).isTrue();
        assertThat(has(250)).isFalse();
        put(1_015, 10, 1);
        assertThat(has(10)).isFalse();
        assertThat(has(505)).isTrue();
        put(100_000, 10, 1);
        assertThat(held()).isEqualTo(1);
    }

    @Test
    void useKeepsAFrame() {
        put(1, 10, 0);
        Objects.requireNonNull(ring.find(1)).use(1_500 * MILLI);
        put(2, 10, 2_500);
        assertThat(has(1)).isTrue();
    }
}
