package dev.sluice.webrtc.rtp.payload;

import dev.sluice.media.CodecConfig;
import dev.sluice.media.H264Config;
import dev.sluice.media.HevcConfig;
import dev.sluice.media.h264.NalType;
import dev.sluice.media.h264.NalUnits;
import dev.sluice.webrtc.rtp.wire.RtpReader;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.IntPredicate;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** What real encoders and a real muxer wrote; README.md beside the streams tells which. */
class EncoderStreamsTest {
    private record Received(boolean key, List<String> nals, CodecConfig config) {}

    @Test
    void h264FromFfmpegIsWhatX264Wrote() {
        var lifted = Set.of(NalType.SPS, NalType.PPS, NalType.ACCESS_UNIT_DELIMITER);
        var frames = received(new H264Depacketizer(), "ffmpeg-h264.rtp");
        assertWhole(frames, kept("x264.h264", header -> !lifted.contains(NalType.of(header))));
        var config = (H264Config) frames.getFirst().config();
        assertThat(config).isEqualTo(new H264Config(config.sps(), config.pps(), 100, 0, 10, 64, 48, 0));
        assertSentAgain(frames, new H264Packetizer(), new H264Depacketizer());
    }

    @Test
    void hevcFromFfmpegIsWhatX265Wrote() {
        var lifted = Set.of(dev.sluice.media.hevc.NalType.VPS, dev.sluice.media.hevc.NalType.SPS,
                dev.sluice.media.hevc.NalType.PPS, dev.sluice.media.hevc.NalType.ACCESS_UNIT_DELIMITER);
        var frames = received(new HevcDepacketizer(), "ffmpeg-hevc.rtp");
        assertWhole(frames, kept("x265.hevc", header -> !lifted.contains(dev.sluice.media.hevc.NalType.of(header))));
        var config = (HevcConfig) frames.getFirst().config();
        assertThat(config).isEqualTo(new HevcConfig(config.vps(), config.sps(), config.pps(), 1, 30, 64, 48, 0));
        assertSentAgain(frames, new HevcPacketizer(), new HevcDepacketizer());
    }

    /** Annex B as a whole access unit in one payload, which no datagram could hold. */
    @Test
    void aStreamInOnePayloadIsTakenToPieces() {
        var stream = resource("x264.h264");
        var depacketizer = new H264Depacketizer();
        assertThat(Nals.depacketized(depacketizer, List.of(stream)))
                .isEqualTo(received(new H264Depacketizer(), "ffmpeg-h264.rtp").stream()
                        .flatMap(frame -> frame.nals().stream()).toList());
    }

    private static void assertWhole(List<Received> frames, List<String> kept) {
        assertThat(frames).extracting(Received::key).containsExactly(true, false, false, true, false, false);
        assertThat(frames.stream().flatMap(frame -> frame.nals().stream())).containsExactlyElementsOf(kept);
        assertThat(frames).extracting(Received::config).containsOnly(frames.getFirst().config());
    }

    private static void assertSentAgain(List<Received> frames, Packetizer packetizer, Depacketizer depacketizer) {
        for (var frame : frames) {
            var packets = Nals.packetized(packetizer, frame.config(), frame.key(), Nals.payload(frame.nals()));
            assertThat(Nals.depacketized(depacketizer, packets)).isEqualTo(frame.nals());
            assertThat(depacketizer.config()).isEqualTo(frame.config());
        }
    }

    /** The frames of a capture; the marker ends each. */
    private static List<Received> received(Depacketizer depacketizer, String capture) {
        var in = resource(capture);
        var frames = new ArrayList<Received>();
        var reader = new RtpReader();
        while (in.isReadable()) {
            var packet = in.readSlice(in.readUnsignedShort());
            assertThat(reader.read(packet)).isTrue();
            assertThat(depacketizer.add(packet, reader.payloadIndex(), reader.payloadLength())).isTrue();
            if (reader.marker()) {
                var frame = Objects.requireNonNull(depacketizer.finish());
                var config = Objects.requireNonNull(depacketizer.config());
                frames.add(new Received(depacketizer.keyFrame(), Nals.of(frame), config));
                frame.release();
            }
        }
        return frames;
    }

    /** The NAL units of an Annex B stream that stay in frames. */
    private static List<String> kept(String stream, IntPredicate keeps) {
        var bytes = resource(stream);
        var kept = new ArrayList<String>();
        var nals = new NalUnits().annexB(bytes);
        while (nals.next()) {
            if (keeps.test(bytes.getByte(nals.index()))) {
                kept.add(ByteBufUtil.hexDump(bytes, nals.index(), nals.length()));
            }
        }
        return kept;
    }

    private static ByteBuf resource(String name) {
        try (var in = EncoderStreamsTest.class.getResourceAsStream(name)) {
            return Unpooled.wrappedBuffer(in.readAllBytes());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
