package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.Bytes;
import dev.sluice.media.Codec;
import dev.sluice.media.CodecConfig;
import dev.sluice.media.EncodedFrame;
import dev.sluice.media.H264Config;
import dev.sluice.media.HevcConfig;
import dev.sluice.media.OpusConfig;
import dev.sluice.media.TrackInfo;
import dev.sluice.media.VideoConfig;
import dev.sluice.media.hevc.HevcSamples;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PacketizerTest {
    private static final int FIT = Packetizer.MAX_PAYLOAD;
    private static final H264Config CONFIG = config(20);
    private static final HevcConfig HEVC = hevcConfig(20);

    private final PayloadList list = new PayloadList();

    /** A real SPS with bytes behind it that say nothing. */
    private static H264Config config(int moreBytes) {
        var sps = Unpooled.buffer();
        H264DepacketizerTest.SPS.writeTo(sps);
        sps.writeBytes(nal(0x67, moreBytes));
        return H264Config.of(List.of(Bytes.copyOf(sps)), List.of(H264DepacketizerTest.PPS));
    }

    private static HevcConfig hevcConfig(int moreBytes) {
        var sps = Unpooled.buffer();
        HevcSamples.SMALL_SPS.writeTo(sps);
        sps.writeBytes(nal(0x67, moreBytes));
        return HevcConfig.of(List.of(HevcSamples.VPS), List.of(Bytes.copyOf(sps)), List.of(HevcSamples.PPS));
    }

    /** A NAL unit of {@code length} bytes that tell where they stand. */
    private static ByteBuf nal(int header, int length) {
        var nal = Unpooled.buffer(length).writeByte(header);
        for (int i = 1; i < length; i++) {
            nal.writeByte(i * 31 + (i >> 8));
        }
        return nal;
    }

    private static EncodedFrame frame(CodecConfig config, boolean key, ByteBuf payload) {
        return new EncodedFrame(new TrackInfo("test", 90_000, config), 7, 0, 0, key, 0, payload);
    }

    /** Length-prefixed, and not at the start of its buffer. */
    private static ByteBuf unit(List<ByteBuf> nals) {
        var unit = Unpooled.buffer().writeZero(5).skipBytes(5);
        nals.forEach(nal -> unit.writeInt(nal.readableBytes()).writeBytes(nal, nal.readerIndex(), nal.readableBytes()));
        return unit;
    }

    private List<ByteBuf> payloads(EncodedFrame frame) {
        var all = new ArrayList<ByteBuf>();
        for (int i = 0; i < list.count(); i++) {
            var out = Unpooled.buffer();
            list.write(i, frame.payload(), out);
            assertThat(out.readableBytes()).isEqualTo(list.length(i));
            all.add(out);
        }
        return all;
    }

    /** Of 2 header bytes. */
    private static ByteBuf hevcNal(int type, int length) {
        return nal(type << 1, length).setByte(1, 1);
    }

    private record Case(String name, boolean key, VideoConfig config, List<ByteBuf> nals, int packets) {}

    private static List<Case> cases() {
        return List.of(new Case("one small slice", false, CONFIG, List.of(nal(0x41, 10)), 1),
                new Case("a NAL unit of one byte", false, CONFIG, List.of(nal(0x41, 9), nal(0x0a, 1)), 2),
                new Case("fits just so", false, CONFIG, List.of(nal(0x41, FIT)), 1),
                new Case("one byte too long", false, CONFIG, List.of(nal(0x61, FIT + 1)), 2),
                new Case("two full fragments", false, CONFIG, List.of(nal(0x41, 1 + 2 * (FIT - 2))), 2),
                new Case("one more", false, CONFIG, List.of(nal(0x41, 2 + 2 * (FIT - 2))), 3),
                new Case("many", false, CONFIG, List.of(nal(0x41, 100_000)), 88),
                new Case("slices", false, CONFIG, List.of(nal(0x06, 30), nal(0x41, 500), nal(0x41, 3_000)), 5),
                new Case("key frame", true, CONFIG, List.of(nal(0x06, 30), nal(0x65, 5_000)), 7),
                new Case("large parameter set", true, config(2_000), List.of(nal(0x65, 10)), 4));
    }

    private static List<Case> hevcCases() {
        return List.of(new Case("one small slice", false, HEVC, List.of(hevcNal(1, 10)), 1),
                new Case("a NAL unit of two bytes", false, HEVC, List.of(hevcNal(1, 9), hevcNal(36, 2)), 2),
                new Case("fits just so", false, HEVC, List.of(hevcNal(1, FIT)), 1),
                new Case("one byte too long", false, HEVC, List.of(hevcNal(0, FIT + 1)), 2),
                new Case("two full fragments", false, HEVC, List.of(hevcNal(1, 2 + 2 * (FIT - 3))), 2),
                new Case("one more", false, HEVC, List.of(hevcNal(1, 3 + 2 * (FIT - 3))), 3),
                new Case("key frame", true, HEVC, List.of(hevcNal(39, 30), hevcNal(20, 5_000)), 7),
                new Case("large parameter set", true, hevcConfig(2_000), List.of(hevcNal(21, 10)), 5));
    }

    @Test
    void h264SurvivesTheRoundTrip() {
        survive(cases(), new H264Packetizer(),
                () -> new H264Depacketizer(List.of(H264DepacketizerTest.SPS, H264DepacketizerTest.PPS)));
    }

    @Test
    void hevcSurvivesTheRoundTrip() {
        survive(hevcCases(), new HevcPacketizer(), () -> new HevcDepacketizer(HevcDepacketizerTest.SETS));
    }

    private void survive(List<Case> cases, Packetizer packetizer, Supplier<Depacketizer> depacketizers) {
        for (var one : cases) {
            var frame = frame(one.config(), one.key(), unit(one.nals()));
            assertThat(packetizer.packetize(frame, list)).as(one.name()).isTrue();
            assertThat(list.count()).as(one.name()).isEqualTo(one.packets());
            var depacketizer = depacketizers.get();
            assertThat(Nals.depacketized(depacketizer, payloads(frame))).as(one.name())
                    .isEqualTo(one.nals().stream().map(ByteBufUtil::hexDump).toList());
            assertThat(depacketizer.keyFrame()).as(one.name()).isEqualTo(one.key());
            if (one.key()) {
                assertThat(depacketizer.config()).as(one.name()).isEqualTo(one.config());
            }
            assertThat(frame.payload().readerIndex()).isEqualTo(5);
        }
    }

    @Test
    void noPayloadExceedsTheDatagramAndFragmentsAreOfOneSize() {
        var packetizer = new H264Packetizer();
        for (int length = FIT + 1; length < 40 * FIT; length += 97) {
            packetizer.packetize(frame(CONFIG, false, unit(List.of(nal(0x65, length)))), list);
            for (int i = 0; i < list.count(); i++) {
                assertThat(list.length(i)).isLessThanOrEqualTo(FIT);
                assertThat(list.length(i) == list.length(0) || i == list.count() - 1).isTrue();
            }
            assertThat(list.length(list.count() - 1)).isLessThanOrEqualTo(list.length(0));
        }
    }

    @Test
    void parameterSetsGoFirstInOneAggregationAndTheirImportanceIsTheHighest() {
        var frame = frame(CONFIG, true, unit(List.of(nal(0x65, 10))));
        new H264Packetizer().packetize(frame, list);
        assertThat(payloads(frame).getFirst().getByte(0)).isEqualTo((byte) 0x78);
    }

    @Test
    void hevcParameterSetsGoFirstInOneAggregationOfTheBaseLayer() {
        var frame = frame(HEVC, true, unit(List.of(hevcNal(20, 10))));
        new HevcPacketizer().packetize(frame, list);
        assertThat(ByteBufUtil.hexDump(payloads(frame).getFirst())).startsWith("6001" + "0018" + HevcSamples.VPS);
    }

    @Test
    void aNewConfigurationGoesOutWithItsKeyFrame() {
        var packetizer = new H264Packetizer();
        packetizer.packetize(frame(CONFIG, true, unit(List.of(nal(0x65, 10)))), list);
        var changed = frame(config(33), true, unit(List.of(nal(0x65, 10))));
        packetizer.packetize(changed, list);
        assertThat(ByteBufUtil.hexDump(payloads(changed).getFirst())).contains(config(33).sps().getFirst().toString());
    }

    @Test
    void aConfigurationOfAnotherCodecSendsNoParameterSets() {
        assertThat(new H264Packetizer().packetize(frame(HEVC, true, unit(List.of(nal(0x65, 10)))), list)).isTrue();
        assertThat(list.count()).isOne();
    }

    @Test
    void aHevcNalUnitWithoutAWholeHeaderCannotBeSent() {
        var frame = frame(HEVC, false, unit(List.of(hevcNal(1, 9), nal(0x02, 1))));
        assertThat(new HevcPacketizer().packetize(frame, list)).isFalse();
        assertThat(list.count()).isZero();
    }

    @Test
    void whatCannotBeSentGivesNothing() {
        var packetizer = new H264Packetizer();
        record Bad(String name, boolean key, ByteBuf payload) {}
        var bad = List.of(new Bad("empty", false, Unpooled.buffer()),
                new Bad("only parameter sets", true, unit(List.of())),
                new Bad("length beyond the end", true, unit(List.of(nal(0x65, 9))).writeInt(7)),
                new Bad("more packets than may be", false, unit(Collections.nCopies(8_193, nal(0x41, 2)))),
                new Bad("longer than may be", false, unit(List.of(nal(0x41, 8_192 * FIT)))));
        for (var one : bad) {
            assertThat(packetizer.packetize(frame(CONFIG, one.key(), one.payload()), list)).as(one.name()).isFalse();
            assertThat(list.count()).as(one.name()).isZero();
        }
    }

    @Test
    void anOpusFrameIsAPacket() {
        var packetizer = new OpusPacketizer();
        for (int size : new int[]{1, 320, OpusPacketizer.MAX_PACKET}) {
            var frame = frame(new OpusConfig(2), true, nal(0xfc, size));
            assertThat(packetizer.packetize(frame, list)).isTrue();
            assertThat(payloads(frame)).containsExactly(nal(0xfc, size));
        }
        for (int size : new int[]{0, OpusPacketizer.MAX_PACKET + 1}) {
            var frame = frame(new OpusConfig(2), true, Unpooled.buffer().writeZero(size));
            assertThat(packetizer.packetize(frame, list)).isFalse();
            assertThat(list.count()).isZero();
        }
    }

    @Test
    void aCodecHasOneFormatBothWays() {
        assertThat(Packetizer.of(Codec.H264)).isInstanceOf(H264Packetizer.class);
        assertThat(Depacketizer.of(Codec.H264)).isInstanceOf(H264Depacketizer.class);
        assertThat(Packetizer.of(Codec.HEVC)).isInstanceOf(HevcPacketizer.class);
        assertThat(Depacketizer.of(Codec.HEVC)).isInstanceOf(HevcDepacketizer.class);
        assertThat(Packetizer.of(Codec.OPUS)).isInstanceOf(OpusPacketizer.class);
        assertThat(Depacketizer.of(Codec.OPUS)).isInstanceOf(OpusDepacketizer.class);
        assertThatThrownBy(() -> Packetizer.of(Codec.AAC)).hasMessageContaining("AAC");
        assertThatThrownBy(() -> Depacketizer.of(Codec.AAC)).hasMessageContaining("AAC");
    }
}
