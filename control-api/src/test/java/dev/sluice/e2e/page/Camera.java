package dev.sluice.e2e.page;

import java.util.List;

/**
 * What a page publishes, beside its tone: 640x360 at 30 frames a second.
 *
 * @param codecs the first of them that the browser can encode is offered first
 * @param kilobits the most that the whole picture may take, per second
 * @param floorKilobits the least, also on a bad line, because encoders leave frames out when they have few bits
 * @param simulcast a quarter and a half of the size, too
 * @param microphone the tone is the browser's made-up microphone, because Firefox computes none without a sound card
 */
public record Camera(List<String> codecs, int kilobits, int floorKilobits, boolean simulcast, boolean microphone) {
    /** What browsers agree on first. */
    public static final Camera USUAL = new Camera(List.of("H264", "VP8", "VP9"), 1200, 1000, false, false);

    public Camera codec(String codec) {
        return new Camera(List.of(codec), kilobits, floorKilobits, simulcast, microphone);
    }

    public Camera inLayers() {
        return new Camera(codecs, kilobits, floorKilobits, true, microphone);
    }

    Camera withMicrophone() {
        return new Camera(codecs, kilobits, floorKilobits, simulcast, true);
    }
}
