package dev.sluice.whep;

import dev.sluice.media.EncodedFrame;
import dev.sluice.media.OpusConfig;
import dev.sluice.media.TrackInfo;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class JoinBacklogTest {
    private static final long MILLI = 1_000_000;
    private final ByteBuf payload = Unpooled.buffer().writeZero(10);

    private EncodedFrame frame(long sequence) {
        return new EncodedFrame(new TrackInfo("a", 1, new OpusConfig(2)), sequence, 0, 0, true, 0, payload);
    }

    private JoinBacklog backlog(int cached) {
        return new JoinBacklog(LongStream.range(0, cached).mapToObj(this::frame).toList(), 0);
    }

    private static int drain(JoinBacklog backlog, long millis) {
        int count = 0;
        for (var frame = backlog.next(millis * MILLI); frame != null; frame = backlog.next(millis * MILLI)) {
            frame.release();
            count++;
        }
        return count;
    }

    @AfterEach
    void nothingIsHeld() {
        assertThat(payload.refCnt()).isEqualTo(1);
    }

    @Test
    void aLongGroupIsSpreadOverTheSpan() {
        var backlog = backlog(300);
        assertThat(drain(backlog, 0)).isEqualTo(1);
        assertThat(drain(backlog, 125)).isEqualTo(150);
        assertThat(drain(backlog, 249)).isEqualTo(148);
        assertThat(drain(backlog, 250)).isEqualTo(1);
        assertThat(backlog.isEmpty()).isTrue();
    }

    @Test
    void aShortOneIsNotDrawnOut() {
        var backlog = backlog(3);
        assertThat(drain(backlog, 0)).isEqualTo(1);
        assertThat(drain(backlog, 5)).isEqualTo(1);
        assertThat(drain(backlog, 10)).isEqualTo(1);
    }

    @Test
    void whatComesMeanwhileQueuesBehindAndDoesNotDelayTheEnd() {
        var backlog = backlog(60);
        int sent = 0;
        for (int millis = 0; millis <= 250; millis += 5) {
            if (millis % 30 == 0) {
                assertThat(backlog.offer(frame(60))).isTrue();
            }
            sent += drain(backlog, millis);
        }
        assertThat(sent).isEqualTo(69);
        assertThat(backlog.isEmpty()).isTrue();
    }

    @Test
    void isBounded() {
        var backlog = backlog(300);
        int taken = 0;
        while (backlog.offer(frame(1))) {
            taken++;
        }
        assertThat(taken).isEqualTo(JoinBacklog.MAX_FRAMES - 300);
        backlog.clear();
        assertThat(backlog.next(0)).isNull();
    }
}
