package dev.sluice.webrtc.ice;

import dev.sluice.media.Bytes;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

@NullUnmarked
class StunTest {
    /** The password of RFC 5769. */
    private static final String PWD = "VOkJxbRl1RmTxUk/WvJxBt";
    private static final Bytes RFC_5769_TRANSACTION = Bytes.of(hex("b7e7a701bc34d686fa87dfae"));

    /** A message, its bytes, and whether the integrity is valid under the password. */
    record Case(String name, String hex, StunMessage message, boolean integrity, boolean ours) {
        @Override
        public String toString() {
            return name;
        }

        byte[] bytes() {
            return StunTest.hex(hex);
        }
    }

    static List<Case> table() {
        return List.of(new Case("RFC 5769 2.1 request",
                """
                        000100582112a442b7e7a701bc34d686fa87dfae
                        802200105354554e207465737420636c69656e74 002400046e0001ff 80290008932ff9b151263b36
                        000600096576746a3a68367659202020 000800149aeaa70cbfd8cb56781ef2b5b2d3f249c1b571a2
                        80280004e57a3bcf""",
                new StunMessage(StunMessage.Kind.REQUEST, RFC_5769_TRANSACTION,
                        List.of(new StunAttribute.Unknown(0x8022, Bytes.of("STUN test client".getBytes(US_ASCII))),
                                new StunAttribute.Priority(0x6e0001ffL),
                                new StunAttribute.IceControlled(0x932ff9b151263b36L),
                                new StunAttribute.Username("evtj:h6vY"))),
                true, false),
                new Case("RFC 5769 2.2 IPv4 response",
                        """
                                0101003c2112a442b7e7a701bc34d686fa87dfae
                                8022000b7465737420766563746f7220 002000080001a147e112a643
                                000800142b91f599fd9e90c38c7489f92af9ba53f06be7d7 80280004c07d4c96""",
                        new StunMessage(StunMessage.Kind.SUCCESS, RFC_5769_TRANSACTION,
                                List.of(new StunAttribute.Unknown(0x8022, Bytes.of("test vector".getBytes(US_ASCII))),
                                        new StunAttribute.XorMappedAddress(address("192.0.2.1", 32853)))),
                        true, false),
                new Case("RFC 5769 2.3 IPv6 response",
                        """
                                010100482112a442b7e7a701bc34d686fa87dfae
                                8022000b7465737420766563746f7220
                                002000140002a1470113a9faa5d3f179bc25f4b5bed2b9d9
                                00080014a382954e4be67bf11784c97c8292c275bfe3ed41 80280004c8fb0b4c""",
                        new StunMessage(StunMessage.Kind.SUCCESS, RFC_5769_TRANSACTION,
                                List.of(new StunAttribute.Unknown(0x8022, Bytes.of("test vector".getBytes(US_ASCII))),
                                        new StunAttribute.XorMappedAddress(
                                                address("2001:db8:1234:5678:11:2233:4455:6677", 32853)))),
                        true, false),
                written("a nominating check",
                        new StunMessage(StunMessage.Kind.REQUEST, RFC_5769_TRANSACTION,
                                List.of(new StunAttribute.Username("abcd:efgh"), new StunAttribute.UseCandidate(),
                                        new StunAttribute.IceControlling(-1), new StunAttribute.Priority(1)))),
                written("an error",
                        new StunMessage(StunMessage.Kind.ERROR, RFC_5769_TRANSACTION,
                                List.of(new StunAttribute.ErrorCode(420, "Unknown Attribute"),
                                        new StunAttribute.UnknownAttributes(List.of(0x7fff, 3, 9))))),
                written("a bare indication",
                        new StunMessage(StunMessage.Kind.INDICATION, RFC_5769_TRANSACTION, List.of())));
    }

    private static Case written(String name, StunMessage message) {
        return new Case(name, HexFormat.of().formatHex(write(message)), message, true, true);
    }

    @ParameterizedTest
    @MethodSource("table")
    void decodes(Case row) {
        var datagram = Unpooled.wrappedBuffer(row.bytes());
        var read = StunReader.read(datagram);
        assertThat(read).isNotNull();
        assertThat(read.kind()).isEqualTo(row.message.kind());
        assertThat(read.transactionId()).isEqualTo(row.message.transactionId());
        assertThat(read.attributes()).isEqualTo(row.message.attributes());
        assertThat(new StunIntegrity(PWD).verify(datagram, read)).isEqualTo(row.integrity);
        assertThat(new StunIntegrity(PWD + "x").verify(datagram, read)).isFalse();
    }

    @ParameterizedTest
    @MethodSource("table")
    void readsBehindOtherBytes(Case row) {
        var datagram = Unpooled.wrappedBuffer(new byte[3], row.bytes()).skipBytes(3);
        var read = StunReader.read(datagram);
        assertThat(read).isNotNull();
        assertThat(new StunIntegrity(PWD).verify(datagram, read)).isEqualTo(row.integrity);
        assertThat(datagram.readerIndex()).isEqualTo(3);
    }

    @ParameterizedTest
    @MethodSource("table")
    void encodes(Case row) {
        // RFC 5769 pads with blanks where we write zeros, so its own bytes are read only.
        var again = StunReader.read(Unpooled.wrappedBuffer(write(row.message)));
        assertThat(again).isNotNull();
        assertThat(again.attributes()).isEqualTo(row.message.attributes());
        if (row.ours) {
            assertThat(write(row.message)).isEqualTo(row.bytes());
        }
    }

    @ParameterizedTest
    @MethodSource("table")
    void refusesEveryTruncationAndEveryFlippedByte(Case row) {
        var bytes = row.bytes();
        for (int length = 0; length < bytes.length; length++) {
            assertThat(StunReader.read(Unpooled.wrappedBuffer(bytes, 0, length))).isNull();
        }
        for (int i = 0; i < bytes.length; i++) {
            if (i >= bytes.length - 8 && i < bytes.length - 6) {
                // Another type makes the fingerprint an attribute behind the integrity, which is ignored.
                continue;
            }
            var flipped = bytes.clone();
            flipped[i] ^= 1;
            assertThat(StunReader.read(Unpooled.wrappedBuffer(flipped))).as("byte %d", i).isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"000100042112a442b7e7a701bc34d686fa87dfae 00240004",
            "000100082112a442b7e7a701bc34d686fa87dfae 0024000800000001",
            "000100082112a442b7e7a701bc34d686fa87dfae 0020000400030000",
            "000100082112a442b7e7a701bc34d686fa87dfae 000900040000 0764",
            "000100082112a442b7e7a701bc34d686fa87dfae 000a000100010000",
            "000300002112a442b7e7a701bc34d686fa87dfae", "000100002112a443b7e7a701bc34d686fa87dfae",
            "000100102112a442b7e7a701bc34d686fa87dfae 8028000400000000 0024000400000001"})
    void refusesMalformed(String hex) {
        assertThat(StunReader.read(Unpooled.wrappedBuffer(hex(hex)))).isNull();
    }

    @Test
    void refusesTooManyAttributesAndTooManyBytes() {
        assertThat(StunReader.read(attributes(StunReader.MAX_ATTRIBUTES))).isNotNull();
        assertThat(StunReader.read(attributes(StunReader.MAX_ATTRIBUTES + 1))).isNull();
        assertThat(StunReader.read(comment(StunReader.MAX_MESSAGE_BYTES))).isNotNull();
        assertThat(StunReader.read(comment(StunReader.MAX_MESSAGE_BYTES + 4))).isNull();
    }

    private static ByteBuf attributes(int count) {
        var out = Unpooled.buffer();
        StunWriter.write(new StunMessage(StunMessage.Kind.REQUEST, RFC_5769_TRANSACTION,
                Stream.generate(StunAttribute.UseCandidate::new).limit(count).map(StunAttribute.class::cast).toList()),
                null, false, out);
        return out;
    }

    private static ByteBuf comment(int size) {
        var out = Unpooled.buffer();
        StunWriter.write(new StunMessage(StunMessage.Kind.REQUEST, RFC_5769_TRANSACTION,
                List.of(new StunAttribute.Unknown(0x8022, Bytes.of(new byte[size - 24])))), null, false, out);
        return out;
    }

    @Test
    void ignoresWhatFollowsTheIntegrity() {
        var out = Unpooled.buffer();
        StunWriter.write(new StunMessage(StunMessage.Kind.REQUEST, RFC_5769_TRANSACTION,
                List.of(new StunAttribute.Username("a:b"))), new StunIntegrity(PWD), false, out);
        out.writeInt(StunAttribute.USE_CANDIDATE << 16).setShort(2, out.readableBytes() - 20);
        var read = StunReader.read(out);
        assertThat(read).isNotNull();
        assertThat(read.attributes()).containsExactly(new StunAttribute.Username("a:b"));
        assertThat(new StunIntegrity(PWD).verify(out, read)).isTrue();
    }

    @Test
    void showsNoSecret() {
        var check = new StunMessage(StunMessage.Kind.REQUEST, RFC_5769_TRANSACTION,
                List.of(new StunAttribute.Username("abcd:efgh")));
        assertThat(check.toString()).doesNotContain("abcd").doesNotContain("efgh");
        assertThat(new IceCredentials("abcd", PWD).toString()).doesNotContain("abcd").doesNotContain(PWD);
    }

    private static final java.nio.charset.Charset US_ASCII = java.nio.charset.StandardCharsets.US_ASCII;

    private static byte[] write(StunMessage message) {
        var out = Unpooled.buffer();
        StunWriter.write(message, new StunIntegrity(PWD), true, out);
        return ByteBufUtil.getBytes(out);
    }

    private static InetSocketAddress address(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }

    static byte[] hex(String text) {
        return HexFormat.of().parseHex(text.replaceAll("\\s", ""));
    }
}
