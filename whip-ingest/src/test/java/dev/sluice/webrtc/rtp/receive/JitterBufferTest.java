package dev.sluice.webrtc.rtp.receive;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static dev.sluice.webrtc.rtp.receive.TestMedia.MILLI;
import static org.assertj.core.api.Assertions.assertThat;

class JitterBufferTest {
    private static final int SPAN = 64;
    private static final int SIZE = 100;

    private final List<Long> out = new ArrayList<>();
    private final List<Long> arrivals = new ArrayList<>();
    private final JitterBuffer buffer = new JitterBuffer(this::onPacket, SPAN, 30 * SIZE);

    private void onPacket(long sequence, ByteBuf packet, long arrival) {
        assertThat(packet.getLong(packet.readerIndex())).isEqualTo(sequence);
        out.add(sequence);
        arrivals.add(arrival / MILLI);
    }

    /** The bytes are overwritten at once, as a socket's are. */
    private boolean put(long sequence, long millis) {
        var packet = Unpooled.buffer(SIZE).writeLong(sequence).writeZero(SIZE - 8);
        boolean taken = buffer.onPacket(sequence, packet, millis * MILLI);
        packet.setLong(0, -1);
        packet.release();
        return taken;
    }

    private void expire(long millis) {
        buffer.expire(millis * MILLI, 100 * MILLI);
    }

    @AfterEach
    void nothingIsKept() {
        buffer.close();
        assertThat(buffer.bytes()).isZero();
    }

    @Test
    void passesOnAtOnceWithoutAGap() {
        for (long i = -3; i < 200; i++) {
            assertThat(put(i, i)).isTrue();
            assertThat(out).last().isEqualTo(i);
            assertThat(buffer.bytes()).isZero();
        }
    }

    @Test
    void waitsForWhatIsMissing() {
        put(1, 0);
        put(3, 10);
        put(5, 12);
        put(4, 20);
        assertThat(out).containsExactly(1L);
        assertThat(buffer.bytes()).isEqualTo(3 * SIZE);
        put(2, 50);
        assertThat(out).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(arrivals).containsExactly(0L, 50L, 10L, 20L, 12L);
        assertThat(buffer.lost()).isZero();
    }

    @Test
    void goesOnWhenPatienceEnds() {
        put(1, 0);
        put(3, 10);
        put(6, 40);
        expire(109);
        assertThat(out).containsExactly(1L);
        expire(110);
        assertThat(out).containsExactly(1L, 3L);
        assertThat(buffer.lost()).isEqualTo(1);
        assertThat(put(2, 111)).as("too late").isFalse();
        put(5, 120);
        expire(139);
        assertThat(out).as("the second gap counts from when it was noticed").hasSize(2);
        expire(140);
        assertThat(out).containsExactly(1L, 3L, 5L, 6L);
    }

    @Test
    void whatComesTwiceIsDropped() {
        put(1, 0);
        assertThat(put(1, 0)).isFalse();
        put(3, 0);
        assertThat(put(3, 0)).isFalse();
        assertThat(buffer.bytes()).isEqualTo(SIZE);
    }

    @Test
    void isBoundedByBytesAndBySpan() {
        put(0, 0);
        for (long i = 2; i < 2 + 30; i++) {
            put(i, 0);
        }
        assertThat(out).containsExactly(0L);
        put(40, 0);
        assertThat(out).hasSize(31);
        assertThat(buffer.bytes()).isEqualTo(SIZE);
        put(32 + SPAN, 0);
        assertThat(out).last().isEqualTo(40L);
        assertThat(buffer.next()).isEqualTo(41);
        put(10_000, 0);
        assertThat(out).endsWith(32L + SPAN, 10_000L);
        assertThat(buffer.lost()).isEqualTo(1 + 8 + (32 + SPAN - 41) + 10_000 - (33 + SPAN));
    }

    @Test
    void skipsToAPacket() {
        put(1, 0);
        put(3, 0);
        put(7, 0);
        buffer.skipTo(9);
        assertThat(out).containsExactly(1L, 3L, 7L);
        assertThat(buffer.lost()).isEqualTo(1 + 3 + 1);
        put(9, 0);
        assertThat(out).last().isEqualTo(9L);
    }

    @Test
    void theOrderHoldsWhateverCame() {
        var random = new Random(7);
        long head = 0;
        for (int i = 0; i < 50_000; i++) {
            head += random.nextInt(3);
            put(head - random.nextInt(40), i);
            expire(i);
            assertThat(buffer.bytes()).isLessThanOrEqualTo(30 * SIZE);
        }
        assertThat(out).isSorted().doesNotHaveDuplicates();
    }
}
