package dev.sluice.webrtc.rtp.receive;

import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/** What a publisher makes of transport-wide feedback: written from the draft alone, to check the writer by. */
record TransportFeedbackReader(long sender, long media, int base, int reference, int number, List<Integer> deltas) {
    /** Stands in {@code deltas}, which count in 250 us, for a packet that did not come. */
    static final int LOST = Integer.MIN_VALUE;

    static TransportFeedbackReader read(ByteBuf packet) {
        expect(packet.readUnsignedByte() == 0x8f && packet.readUnsignedByte() == 205, "head");
        expect(packet.readUnsignedShort() * 4 == packet.readableBytes(), "length");
        long sender = packet.readUnsignedInt();
        long media = packet.readUnsignedInt();
        int base = packet.readUnsignedShort();
        int count = packet.readUnsignedShort();
        int reference = packet.readMedium();
        int number = packet.readUnsignedByte();
        var symbols = symbols(packet, count);
        var deltas = symbols.stream().map(symbol -> switch (symbol) {
            case 0 -> LOST;
            case 1 -> (int) packet.readUnsignedByte();
            case 2 -> (int) packet.readShort();
            default -> throw new AssertionError("reserved symbol");
        }).toList();
        expect(packet.readableBytes() < 4, "behind the deltas");
        while (packet.isReadable()) {
            expect(packet.readByte() == 0, "padding");
        }
        return new TransportFeedbackReader(sender, media, base, reference, number, deltas);
    }

    private static List<Integer> symbols(ByteBuf packet, int count) {
        var symbols = new ArrayList<Integer>();
        while (symbols.size() < count) {
            int chunk = packet.readUnsignedShort();
            if (chunk >> 15 == 0) {
                int run = chunk & 0x1fff;
                expect(run > 0 && symbols.size() + run <= count, "run");
                for (int i = 0; i < run; i++) {
                    symbols.add(chunk >> 13 & 3);
                }
            } else {
                int bits = (chunk >> 14 & 1) + 1;
                for (int shift = 14 - bits; shift >= 0; shift -= bits) {
                    symbols.add(chunk >> shift & (1 << bits) - 1);
                }
            }
        }
        for (int i = count; i < symbols.size(); i++) {
            expect(symbols.get(i) == 0, "symbols behind the last");
        }
        return List.copyOf(symbols.subList(0, count));
    }

    private static void expect(boolean good, String what) {
        if (!good) {
            throw new AssertionError(what);
        }
    }
}
