package dev.sluice.webrtc.rtp.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class RtpReaderTest {
    private final RtpReader reader = new RtpReader();

    static ByteBuf bytes(String hex) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", "")));
    }

    private RtpPackets.Said said(ByteBuf packet) {
        return new RtpPackets.Said(reader.marker(), reader.payloadType(), reader.sequence(), reader.timestamp(),
                reader.ssrc(), ByteBufUtil.hexDump(packet, reader.payloadIndex(), reader.payloadLength()));
    }

    @Test
    void readsWhatIsThere() {
        for (var one : RtpPackets.valid()) {
            // Not at the start of its buffer: indices are absolute.
            var packet = Unpooled.wrappedBuffer(bytes("ffffff"), bytes(one.hex())).skipBytes(3);
            assertThat(reader.read(packet)).as(one.name()).isTrue();
            assertThat(said(packet)).as(one.name()).isEqualTo(one.said());
            assertThat(packet.readerIndex()).isEqualTo(3);
        }
    }

    @Test
    void refusesWhatIsNoPacket() {
        for (var hex : RtpPackets.invalid()) {
            assertThat(reader.read(bytes(hex))).as(hex).isFalse();
        }
    }

    @Test
    void readsEveryTruncationWithoutFailing() {
        for (var one : RtpPackets.valid()) {
            var packet = bytes(one.hex());
            for (int length = 0; length < packet.readableBytes(); length++) {
                if (reader.read(packet.slice(0, length))) {
                    assertThat(reader.payloadIndex() + reader.payloadLength()).isLessThanOrEqualTo(length);
                }
            }
        }
    }

    @Test
    void findsElementsOfTheHeaderExtension() {
        for (var one : RtpPackets.elements()) {
            var packet = bytes(one.hex());
            assertThat(reader.read(packet)).as(one.name()).isTrue();
            assertThat(reader.findElement(one.id())).as(one.name()).isEqualTo(!one.value().isEmpty());
            if (!one.value().isEmpty()) {
                assertThat(ByteBufUtil.hexDump(packet, reader.elementIndex(), reader.elementLength())).as(one.name())
                        .isEqualTo(one.value());
            }
        }
    }

    @Test
    void readsWhatTheWriterWrote() {
        for (var mid : List.of("", "0", "video", "fifteen-letters")) {
            var writer = new RtpHeaderWriter(0xdeadbeef, HeaderExtensions.mid(4, mid));
            var out = Unpooled.buffer();
            writer.write(out, true, 102, 0x1_fffe, 0x80000001);
            assertThat(out.readableBytes()).isEqualTo(writer.size()).isLessThanOrEqualTo(
                    RtpReader.FIXED_SIZE + HeaderExtensions.maxSize());
            out.writeByte(0x77);
            assertThat(reader.read(out)).isTrue();
            assertThat(said(out)).isEqualTo(new RtpPackets.Said(true, 102, 0xfffe, 0x80000001L, 0xdeadbeefL, "77"));
            assertThat(reader.findElement(4)).isEqualTo(!mid.isEmpty());
            if (!mid.isEmpty()) {
                assertThat(out.toString(reader.elementIndex(), reader.elementLength(),
                        StandardCharsets.UTF_8)).isEqualTo(mid);
            }
        }
    }

    @Test
    void aSectionNameThatCannotBeCarriedIsLeftOut() {
        assertThat(HeaderExtensions.mid(0, "0")).isEmpty();
        assertThat(HeaderExtensions.mid(15, "0")).isEmpty();
        assertThat(HeaderExtensions.mid(4, "sixteen-letters-")).isEmpty();
    }
}
