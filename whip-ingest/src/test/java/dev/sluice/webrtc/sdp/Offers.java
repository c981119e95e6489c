package dev.sluice.webrtc.sdp;

import dev.sluice.media.AacConfig;
import dev.sluice.media.Bytes;
import dev.sluice.media.CodecConfig;
import dev.sluice.media.H264Config;
import dev.sluice.webrtc.dtls.Fingerprint;
import dev.sluice.webrtc.ice.Candidate;
import dev.sluice.webrtc.ice.IceCredentials;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Offers, captured and made, and the other ends of a negotiation. */
public final class Offers {
    private static final String HEX = "AB:".repeat(31) + "AB";
    static final String TRANSPORT = """
            a=ice-ufrag:abcd
            a=ice-pwd:abcdefghijklmnopqrstuv
            a=fingerprint:sha-256 %s
            a=setup:actpass
            """.formatted(HEX);

    private Offers() {}

    /** A file of src/test/resources/dev/sluice/webrtc/sdp. */
    public static String captured(String name) {
        try (var in = Offers.class.getResourceAsStream("/dev/sluice/webrtc/sdp/" + name)) {
            if (in == null) {
                throw new IllegalArgumentException(name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public static String chromium() {
        return captured("chromium-156-whep-offer.sdp");
    }

    /** Sections behind a head that bundles the given mids. */
    public static String of(String mids, String... sections) {
        return "v=0\no=- 1 1 IN IP4 127.0.0.1\ns=-\nt=0 0\na=group:BUNDLE " + mids + "\n" + String.join("", sections);
    }

    /** The same from a publisher. */
    public static String sending(String offer) {
        return offer.replace("a=recvonly", "a=sendonly");
    }

    /** A recvonly section; {@code lines} say what it can do. */
    public static String section(String kind, String mid, String formats, String... lines) {
        return "m=" + kind + " 9 UDP/TLS/RTP/SAVPF " + formats + "\nc=IN IP4 0.0.0.0\n" + TRANSPORT + "a=mid:" + mid
                + "\na=recvonly\na=rtcp-mux\n" + (lines.length == 0 ? "" : String.join("\n", lines) + "\n");
    }

    public static String h264(int type, int mode, String profileLevel) {
        return "a=rtpmap:" + type + " H264/90000\na=fmtp:" + type + " level-asymmetry-allowed=1;packetization-mode="
                + mode + ";profile-level-id=" + profileLevel;
    }

    public static String video(String mid) {
        return section("video", mid, "108", h264(108, 1, "42e01f"));
    }

    public static String audio(String mid) {
        return section("audio", mid, "111", "a=rtpmap:111 opus/48000/2");
    }

    public static CodecConfig sps(int profile, int constraints) {
        return new H264Config(List.of(Bytes.of(new byte[]{0x67})), List.of(Bytes.of(new byte[]{0x68})), profile,
                constraints, 31, 640, 360, 0);
    }

    public static CodecConfig aac(int channels) {
        return new AacConfig(2, 48_000, channels, 48_000, Bytes.of(new byte[]{0x11, (byte) 0x90}));
    }

    public static AnswerTransport transport() {
        var udp = Candidate.Transport.UDP;
        var candidates = List.of(new Candidate("h1", udp, 2_130_706_431L, InetAddress.ofLiteral("192.0.2.7"), 8189),
                new Candidate("h2", udp, 2_130_706_175L, InetAddress.ofLiteral("2001:db8::7"), 8189));
        return new AnswerTransport(new IceCredentials("sluiceufrag1", "sluicepassword01234567890123"),
                Fingerprint.of("sha-256", HEX), candidates);
    }
}
