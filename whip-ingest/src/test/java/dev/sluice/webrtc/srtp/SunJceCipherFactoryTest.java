package dev.sluice.webrtc.srtp;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class SunJceCipherFactoryTest {
    @Test
    void libraryOfThisVersionTakesTheChoiceWithoutAContest() {
        assertThat(SunJceCipherFactory.choose()).isTrue();
    }
}
