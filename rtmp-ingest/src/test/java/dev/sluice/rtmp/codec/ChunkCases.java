package dev.sluice.rtmp.codec;

import dev.sluice.rtmp.testkit.Hex;
import java.util.List;
import java.util.stream.Stream;

/** Chunks and the messages they make, for the tests of reading and writing and as seeds of fuzzing. */
final class ChunkCases {
    /** A message with its payload in hexadecimal. */
    record Expected(int chunkStreamId, int typeId, int streamId, long timestamp, String payload) {
        static Expected of(RawMessage message) {
            return new Expected(message.chunkStreamId(), message.typeId(), message.streamId(), message.timestamp(),
                    Hex.of(message.payload()));
        }
    }

    /** @param canonical whether our writer, given the messages, makes these bytes */
    record Case(String name, String hex, boolean canonical, List<Expected> messages) {
        byte[] bytes() {
            return Hex.bytes(hex);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static final String A200 = Hex.times(200, "aa");

    private ChunkCases() {}

    static Stream<Case> all() {
        return Stream.of(
                new Case("type 0", "03 00000a 000002 14 01000000 0102", true,
                        List.of(new Expected(3, 20, 1, 10, "0102"))),
                new Case("no payload", "03 00000a 000000 14 01000000", true, List.of(new Expected(3, 20, 1, 10, ""))),
                new Case("type 1 after 0", "04 00000a 000001 08 01000000 aa 44 000017 000002 09 bbbb", true,
                        List.of(new Expected(4, 8, 1, 10, "aa"), new Expected(4, 9, 1, 33, "bbbb"))),
                new Case("type 2 after 0", "04 00000a 000001 08 01000000 aa 84 000017 bb", true,
                        List.of(new Expected(4, 8, 1, 10, "aa"), new Expected(4, 8, 1, 33, "bb"))),
                new Case("type 3 repeats the delta", "04 00000a 000001 08 01000000 aa 84 000017 bb c4 cc", true,
                        List.of(new Expected(4, 8, 1, 10, "aa"), new Expected(4, 8, 1, 33, "bb"),
                                new Expected(4, 8, 1, 56, "cc"))),
                new Case("type 3 after type 0 takes its time for the delta", "04 00000a 000001 08 01000000 aa c4 bb",
                        false, List.of(new Expected(4, 8, 1, 10, "aa"), new Expected(4, 8, 1, 20, "bb"))),
                new Case("type 1 first, as librtmp", "44 00000a 000001 08 aa", false,
                        List.of(new Expected(4, 8, 0, 10, "aa"))),
                new Case("backwards is type 0", "04 000021 000001 08 01000000 aa 04 00000a 000001 08 01000000 bb", true,
                        List.of(new Expected(4, 8, 1, 33, "aa"), new Expected(4, 8, 1, 10, "bb"))),
                new Case("another message stream is type 0",
                        "04 00000a 000001 08 01000000 aa 04 00000a 000001 08 02000000 bb", true,
                        List.of(new Expected(4, 8, 1, 10, "aa"), new Expected(4, 8, 2, 10, "bb"))),
                new Case("two chunks",
                        "04 00000a 0000c8 09 01000000" + Hex.times(128, "aa") + "c4" + Hex.times(72, "aa"),
                        true, List.of(new Expected(4, 9, 1, 10, A200))),
                new Case("a full chunk and no more", "04 00000a 000080 09 01000000" + Hex.times(128, "aa"), true,
                        List.of(new Expected(4, 9, 1, 10, Hex.times(128, "aa")))),
                new Case("interleaved", "04 00000a 0000c8 09 01000000" + Hex.times(128, "aa")
                        + "05 00000b 000001 08 01000000 bb c4" + Hex.times(72, "aa"), false,
                        List.of(new Expected(5, 8, 1, 11, "bb"), new Expected(4, 9, 1, 10, A200))),
                new Case("chunk stream 64", "00 00 00000a 000001 08 01000000 aa", true,
                        List.of(new Expected(64, 8, 1, 10, "aa"))),
                new Case("chunk stream 319", "00 ff 00000a 000001 08 01000000 aa", true,
                        List.of(new Expected(319, 8, 1, 10, "aa"))),
                new Case("chunk stream 320", "01 0001 00000a 000001 08 01000000 aa", true,
                        List.of(new Expected(320, 8, 1, 10, "aa"))),
                new Case("chunk stream 65599", "01 ffff 00000a 000001 08 01000000 aa", true,
                        List.of(new Expected(65_599, 8, 1, 10, "aa"))),
                new Case("extended timestamp", "04 ffffff 000001 08 01000000 01000000 aa", true,
                        List.of(new Expected(4, 8, 1, 0x1000000, "aa"))),
                new Case("extended timestamp of 0xffffff", "04 ffffff 000001 08 01000000 00ffffff aa", true,
                        List.of(new Expected(4, 8, 1, 0xffffff, "aa"))),
                new Case("extended timestamp repeated", "04 ffffff 0000c8 09 01000000 01000000" + Hex.times(128, "aa")
                        + "c4 01000000" + Hex.times(72, "aa"), true, List.of(new Expected(4, 9, 1, 0x1000000, A200))),
                new Case("extended timestamp not repeated", "04 ffffff 0000c8 09 01000000 01000000"
                        + Hex.times(128, "aa") + "c4" + Hex.times(72, "aa"), false,
                        List.of(new Expected(4, 9, 1, 0x1000000, A200))),
                new Case("extended delta", "04 00000a 000001 08 01000000 aa 84 ffffff 01000000 bb", true,
                        List.of(new Expected(4, 8, 1, 10, "aa"), new Expected(4, 8, 1, 0x100000a, "bb"))),
                new Case("a short rest behind a timestamp not repeated", "04 ffffff 000082 09 01000000 01000000"
                        + Hex.times(128, "aa") + "c4 aaaa", false,
                        List.of(new Expected(4, 9, 1, 0x1000000, Hex.times(130, "aa")))),
                new Case("extended delta of type 1 repeated",
                        "04 00000a 000001 08 01000000 aa 44 ffffff 0000c8 09 01000000"
                                + Hex.times(128, "aa") + "c4 01000000" + Hex.times(72, "aa"),
                        true,
                        List.of(new Expected(4, 8, 1, 10, "aa"), new Expected(4, 9, 1, 0x100000a, A200))),
                new Case("extended delta of type 1 not repeated",
                        "04 00000a 000001 08 01000000 aa 44 ffffff 0000c8 09 01000000" + Hex.times(128, "aa") + "c4"
                                + Hex.times(72, "aa"),
                        false, List.of(new Expected(4, 8, 1, 10, "aa"), new Expected(4, 9, 1, 0x100000a, A200))),
                new Case("extended delta of type 2, then type 3 with it",
                        "04 00000a 000001 08 01000000 aa 84 ffffff 01000000 bb c4 01000000 cc", true,
                        List.of(new Expected(4, 8, 1, 10, "aa"), new Expected(4, 8, 1, 0x100000a, "bb"),
                                new Expected(4, 8, 1, 0x200000a, "cc"))),
                new Case("extended delta of type 2, then type 3 without it",
                        "04 00000a 000005 08 01000000" + Hex.times(5, "aa") + "84 ffffff 01000000" + Hex.times(5, "bb")
                                + "c4" + Hex.times(5, "cc"),
                        false, List.of(new Expected(4, 8, 1, 10, Hex.times(5, "aa")),
                                new Expected(4, 8, 1, 0x100000a, Hex.times(5, "bb")),
                                new Expected(4, 8, 1, 0x200000a, Hex.times(5, "cc")))),
                new Case("a delta wraps at 2^32", "04 ffffff 000001 08 01000000 fffffff0 aa 84 000020 bb", false,
                        List.of(new Expected(4, 8, 1, 0xfffffff0L, "aa"), new Expected(4, 8, 1, 0x10, "bb"))));
    }
}
