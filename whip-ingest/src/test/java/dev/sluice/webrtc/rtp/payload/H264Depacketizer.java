package dev.sluice.webrtc.rtp.payload;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

/** Puts NAL units together from RFC 6184 payloads, as strictly as the RFC says; for tests. */
public final class H264Depacketizer {
    private final List<String> nals = new ArrayList<>();
    private final ByteBuf fragments = Unpooled.buffer();
    private boolean inFragments;

    /** Takes the next payload in order. */
    public void take(ByteBuf payload) {
        int type = payload.getByte(payload.readerIndex()) & 0x1f;
        assertThat(inFragments && type != 28).as("a NAL unit within fragments").isFalse();
        switch (type) {
            case 24 -> aggregation(payload.duplicate());
            case 28 -> fragment(payload.duplicate());
            default -> {
                assertThat(type).isBetween(1, 23);
                nals.add(ByteBufUtil.hexDump(payload));
            }
        }
    }

    private void aggregation(ByteBuf payload) {
        payload.skipBytes(1);
        while (payload.isReadable()) {
            nals.add(ByteBufUtil.hexDump(payload.readSlice(payload.readUnsignedShort())));
        }
    }

    private void fragment(ByteBuf payload) {
        int indicator = payload.readUnsignedByte();
        int header = payload.readUnsignedByte();
        boolean start = (header & 0x80) != 0;
        boolean end = (header & 0x40) != 0;
        assertThat(start).as("start bit").isEqualTo(!inFragments);
        assertThat(start && end).as("RFC 6184 5.8: start and end in one").isFalse();
        assertThat(payload.isReadable()).isTrue();
        if (start) {
            fragments.clear().writeByte((indicator & 0xe0) | (header & 0x1f));
        }
        inFragments = !end;
        fragments.writeBytes(payload);
        if (end) {
            nals.add(ByteBufUtil.hexDump(fragments));
        }
    }

    /** What came since the last call, in hex; no NAL unit is incomplete. */
    public List<String> drain() {
        assertThat(inFragments).isFalse();
        var all = List.copyOf(nals);
        nals.clear();
        return all;
    }
}
