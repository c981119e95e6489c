package dev.sluice.webrtc.rtp;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SentPacketsTest {
    private final SentPackets sent = new SentPackets();

    private void check(int sequence, long frame) {
        int key = sent.find(sequence & 0xffff);
        assertThat(key).as("%d", sequence).isNotNegative();
        assertThat(sent.frame(key)).isEqualTo(frame);
        assertThat(sent.packet(key)).isEqualTo((int) frame % 7);
        assertThat(sent.payloadType(key)).isEqualTo(102);
        assertThat(sent.timestamp(key)).isEqualTo((int) frame * 3_000);
    }

    private void add(int sequence, long frame) {
        sent.add(sequence, frame, (int) frame % 7, 102, (int) frame * 3_000);
    }

    @Test
    void remembersTheLatestAcrossTheWrap() {
        int start = 0xfff0;
        for (int i = 0; i < 200; i++) {
            add(start + i, i);
        }
        for (int i = 72; i < 200; i++) {
            check(start + i, i);
        }
        assertThat(sent.find(start + 71 & 0xffff)).isNegative();
        assertThat(sent.find(start + 200 & 0xffff)).isNegative();
    }

    @Test
    void knowsNothingBeforeTheFirst() {
        assertThat(sent.find(0)).isNegative();
        add(0, 1);
        check(0, 1);
        assertThat(sent.find(0xffff)).isNegative();
    }

    @Test
    void growsWithoutForgettingUpToItsBound() {
        int start = 0xffc0;
        int grown = 0;
        for (int i = 0; i < 20_000; i++) {
            if (sent.full()) {
                assertThat(sent.oldestFrame()).isEqualTo(0);
                sent.grow();
                grown++;
            }
            add(start + i, i);
        }
        assertThat(grown).isEqualTo(6);
        for (int i = 20_000 - SentPackets.MAX; i < 20_000; i++) {
            check(start + i, i);
        }
        assertThat(sent.find(start + 20_000 - SentPackets.MAX - 1 & 0xffff)).isNegative();
    }
}
