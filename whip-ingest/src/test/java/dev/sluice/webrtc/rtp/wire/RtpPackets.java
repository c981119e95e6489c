package dev.sluice.webrtc.rtp.wire;

import java.util.List;

/** RTP packets as bytes and what they say. */
final class RtpPackets {
    record Said(boolean marker, int payloadType, int sequence, long timestamp, long ssrc, String payload) {}

    record Case(String name, String hex, Said said) {}

    /** Elements of the header extension: id to look for, and its value in hex, or empty. */
    record Element(String name, String hex, int id, String value) {}

    private RtpPackets() {}

    private static Case valid(String name, String hex, Said said) {
        return new Case(name, hex, said);
    }

    static List<Case> valid() {
        return List.of(
                valid("plain", "8060 1234 00000001 deadbeef 0102", new Said(false, 96, 0x1234, 1, 0xdeadbeefL, "0102")),
                valid("marker and the largest of everything", "80ff ffff ffffffff ffffffff 01",
                        new Said(true, 127, 0xffff, 0xffffffffL, 0xffffffffL, "01")),
                valid("no payload", "8060 0001 00000001 00000001", new Said(false, 96, 1, 1, 1, "")),
                valid("contributing sources", "8260 0001 00000001 00000001 0000000a 0000000b 77",
                        new Said(false, 96, 1, 1, 1, "77")),
                valid("extension", "9060 0001 00000001 00000001 bede0001 10300000 77",
                        new Said(false, 96, 1, 1, 1, "77")),
                valid("empty extension", "9060 0001 00000001 00000001 bede0000 77", new Said(false, 96, 1, 1, 1, "77")),
                valid("padding", "a060 0001 00000001 00000001 77 000003", new Said(false, 96, 1, 1, 1, "77")),
                valid("nothing but padding", "a060 0001 00000001 00000001 00000004", new Said(false, 96, 1, 1, 1, "")));
    }

    static List<String> invalid() {
        return List.of("", "80", "8060 0001 00000001 000000", "4060 0001 00000001 00000001 77",
                "8160 0001 00000001 00000001", "9060 0001 00000001 00000001", "9060 0001 00000001 00000001 bede00",
                "9060 0001 00000001 00000001 bede0001 000000", "a060 0001 00000001 00000001",
                "a060 0001 00000001 00000001 7700", "a060 0001 00000001 00000001 7703");
    }

    static List<Element> elements() {
        var head = "9060 0001 00000001 00000001 ";
        return List.of(new Element("first", head + "bede0001 10300000", 1, "30"),
                new Element("behind another", head + "bede0002 3200010210 aabb00", 1, "aa"),
                new Element("behind padding", head + "bede0001 00001030", 1, "30"),
                new Element("of several bytes", head + "bede0002 320a0b0c 00000000", 3, "0a0b0c"),
                new Element("absent", head + "bede0001 10300000", 2, ""),
                new Element("behind the reserved id", head + "bede0001 f0001030", 1, ""),
                new Element("longer than the block", head + "bede0001 1f303030", 1, ""),
                new Element("two-byte form", head + "10000001 01013000", 1, ""),
                new Element("no extension", "8060 0001 00000001 00000001 1030", 1, ""));
    }
}
