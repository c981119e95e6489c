package dev.sluice.webrtc.srtp;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SunJceCipherFactoryTest {
    @Test
    void libraryOfThisVersionTakesTheChoiceWithoutAContest() {
        assertThat(SunJceCipherFactory.choose()).isTrue();
    }
}
