package dev.sluice.whep;

import dev.sluice.webrtc.rtp.RecordingSink.Sent;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ViewerResendTest {
    private static final String DROPPED = "sluice.rtp.dropped";

    private final ViewerFixture room = new ViewerFixture();

    @AfterEach
    void close() {
        room.close();
    }

    /** Joined amid a group of pictures, and live. */
    private ViewerFixture.Watching watch(boolean rtx) {
        var track = room.videoTrack();
        room.stream(track, 20, true);
        var watching = room.join(ViewerFixture.video(rtx));
        room.stream(track, 20, false);
        return watching;
    }

    @Test
    void aPlainResendIsTheSamePacketBitForBit() {
        var watching = watch(false);
        var originals = List.copyOf(watching.video());
        for (int i = 0; i < originals.size(); i += 2) {
            watching.sink().rtp.clear();
            watching.nack(originals.get(i).sequence(), 0);
            assertThat(watching.sink().rtp).extracting(Sent::bytes).as("%d", i)
                    .containsExactly(originals.get(i).bytes());
        }
        assertThat(room.count(DROPPED, "NACK_UNKNOWN") + room.count(DROPPED, "NACK_BUDGET")).isZero();
    }

    @Test
    void aResendByRtxCarriesTheOriginalNumberAndPayloadUnderItsOwnHeader() {
        var watching = watch(true);
        var originals = List.copyOf(watching.video());
        watching.nack(originals.get(3).sequence(), 0b101);
        var resent = watching.sink().of(ViewerFixture.RTX);
        assertThat(resent).hasSize(3);
        for (int i = 0; i < 3; i++) {
            var original = originals.get(List.of(3, 4, 6).get(i));
            var packet = resent.get(i);
            assertThat(packet.payload()).isEqualTo("%04x".formatted(original.sequence()) + original.payload());
            assertThat(packet.payloadType()).isEqualTo(103);
            assertThat(packet.timestamp()).isEqualTo(original.timestamp());
            assertThat(packet.marker()).isEqualTo(original.marker());
            assertThat(packet.sequence()).isEqualTo(resent.getFirst().sequence() + i);
        }
        assertThat(watching.video()).isEqualTo(originals);
    }

    @Test
    void onePacketNamesMany() {
        var watching = watch(false);
        var originals = List.copyOf(watching.video());
        watching.sink().rtp.clear();
        watching.nack(originals.get(10).sequence(), 0xffff);
        assertThat(watching.sink().rtp).extracting(Sent::bytes)
                .isEqualTo(originals.subList(10, 27).stream().map(Sent::bytes).toList());
    }

    @Test
    void whatWasNeverSentOrIsTooOldIsUnknown() {
        var watching = watch(false);
        var originals = List.copyOf(watching.video());
        watching.nack(originals.getLast().sequence() + 1, 0);
        watching.nack(originals.getFirst().sequence() - 1, 0);
        assertThat(room.count(DROPPED, "NACK_UNKNOWN")).isEqualTo(2);
        room.stream(room.videoTrack(), 70, false);
        int before = watching.video().size();
        watching.nack(originals.getFirst().sequence(), 0);
        assertThat(room.count(DROPPED, "NACK_UNKNOWN")).isEqualTo(3);
        assertThat(watching.video()).hasSize(before);
    }

    @Test
    void aViewerThatAsksForEverythingOverAndOverGetsTheStreamOnceMore() {
        var watching = watch(false);
        var originals = List.copyOf(watching.video());
        long bytes = originals.stream().mapToLong(packet -> packet.payload().length() / 2).sum();
        watching.sink().rtp.clear();
        for (int i = 0; i < 50; i++) {
            originals.forEach(packet -> watching.nack(packet.sequence(), 0));
        }
        long again = watching.sink().rtp.stream().mapToLong(packet -> packet.payload().length() / 2).sum();
        assertThat(again).isBetween(bytes, bytes + (64 << 10));
        assertThat(room.count(DROPPED, "NACK_BUDGET")).isPositive();
        // It earns again with the stream.
        watching.sink().rtp.clear();
        room.stream(room.videoTrack(), 5, false);
        int live = watching.sink().rtp.size();
        watching.nack(watching.video().getLast().sequence(), 0);
        assertThat(watching.sink().rtp).hasSize(live + 1);
    }

    @Test
    void viewersNumberAndStampOnTheirOwnAndShareTheRing() {
        var track = room.videoTrack();
        room.stream(track, 10, true);
        var one = room.join(ViewerFixture.video(false));
        room.stream(track, 10, false);
        var two = room.join(ViewerFixture.video(true));
        room.stream(track, 20, false);
        var newestOfOne = one.video().getLast();
        var newestOfTwo = two.video().getLast();
        assertThat(newestOfOne.payload()).isEqualTo(newestOfTwo.payload());
        one.nack(newestOfOne.sequence(), 0);
        two.nack(newestOfTwo.sequence(), 0);
        assertThat(one.video().getLast().bytes()).isEqualTo(newestOfOne.bytes());
        assertThat(two.sink().of(ViewerFixture.RTX)).hasSize(1);
    }
}
