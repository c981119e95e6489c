package dev.sluice.media.h264;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class BFramesTest {
    @Test
    void findsTheBPicturesOfAStreamAndNoOther() {
        assertThat(judged(H264Samples.STREAM_WITH_B)).containsExactly(false, false, true, true, false, true, true);
        assertThat(judged(H264Samples.STREAM_WITHOUT_B)).hasSize(7).containsOnly(false);
    }

    /** One B slice anywhere in the access unit tells, in any slice NAL unit; likeness elsewhere does not. */
    @ParameterizedTest
    @CsvSource({"00000003419a20 00000003019e62,true", "00000003019e62 00000003419a20,true", "00000003029e62,true",
            "00000003659e62,true", "00000003069e62,false", "00000003039e62,false", "00000000 00000003019e62,true",
            "00000003419a20,false", "00000004019e62,false", "000000,false", "'',false", "0000000101,false"})
    void judgesEverySliceOfAnAccessUnit(String hex, boolean expected) {
        assertThat(BFrames.hasBSlice(H264Samples.buffer(hex.replace(" ", "")))).isEqualTo(expected);
    }

    @Test
    void judgesTheReadableBytesOnly() {
        var payload = H264Samples.buffer("00000003019e62" + "00000003419a20").readerIndex(7);
        assertThat(BFrames.hasBSlice(payload)).isFalse();
        assertThat(payload.readerIndex()).isEqualTo(7);
    }

    /** Cuts an Annex B stream into access units and judges each. */
    private static List<Boolean> judged(String hex) {
        var stream = H264Samples.buffer(hex);
        var units = new ArrayList<ByteBuf>();
        var nals = new NalUnits().annexB(stream);
        while (nals.next()) {
            if (NalType.hasSliceHeader(nals.type())) {
                if (SliceHeader.firstMb(stream, nals.index(), nals.length()) == 0) {
                    units.add(Unpooled.buffer());
                }
                units.getLast().writeInt(nals.length()).writeBytes(stream, nals.index(), nals.length());
            }
        }
        return units.stream().map(BFrames::hasBSlice).toList();
    }
}
