package dev.sluice.rtmp.flv;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import java.util.ArrayList;
import java.util.List;

/**
 * Divides the body of an enhanced tag into its packets: one, or one of each track. What ModEx brings is passed over; the
 * nanoseconds of TimestampOffsetNano too, for frames are counted in milliseconds.
 *
 * <pre>
 *  | flags 4 bits | packet type 4 |                                            E-RTMP v2, Enhanced Audio and Video
 *  [ ModEx:      | size - 1, 8 or 255 and 16 | data | ModEx type 4 | packet type 4 | ] any number of times
 *  [ Multitrack: | multitrack type 4 | packet type 4 | ]
 *  | FourCC 32 |                                  in front of each track where they are of many codecs
 *  [ Multitrack: | track id 8 | [ many tracks: | size 24 | ] ]
 *  | data |
 * </pre>
 */
final class EnhancedBody {
    /** ModEx of a tag at most; one kind is defined. */
    static final int MAX_MOD_EX = 16;
    /** Tracks of a tag at most. */
    static final int MAX_TRACKS = 32;
    static final int MOD_EX = 7;
    private static final int TYPE = 0xf;
    private static final int LONG_MOD_EX = 256;
    private static final int ONE_TRACK = 0;
    private static final int MANY_TRACKS = 1;
    private static final int MANY_TRACKS_MANY_CODECS = 2;

    /**
     * @param track 0 where the tag names none
     * @param data a view of the body
     */
    record Packet(int type, int fourCc, int track, ByteBuf data) {}

    private final String what;
    private final Fields in;
    private final int multitrack;

    private EnhancedBody(String what, ByteBuf body, int multitrack) {
        this.what = what;
        this.in = new Fields(what, body);
        this.multitrack = multitrack;
    }

    /**
     * @param what it is, for error messages
     * @param body borrowed
     * @param multitrack packet type of several tracks
     * @throws ProtocolException PROTOCOL_ERROR, LIMIT_EXCEEDED
     */
    static List<Packet> packets(String what, ByteBuf body, int multitrack) {
        return new EnhancedBody(what, body, multitrack).read();
    }

    private List<Packet> read() {
        int type = in.octet() & TYPE;
        for (int i = 0; type == MOD_EX; i++) {
            bounded("ModEx", i + 1, MAX_MOD_EX);
            type = behindModEx();
        }
        return type == multitrack ? tracks() : List.of(new Packet(type, in.fourCc(), 0, in.rest()));
    }

    private int behindModEx() {
        int size = in.octet() + 1;
        in.skip(size == LONG_MOD_EX ? in.unsignedShort() + 1 : size);
        return in.octet() & TYPE;
    }

    private List<Packet> tracks() {
        int octet = in.octet();
        int type = octet & TYPE;
        if (type == multitrack || type == MOD_EX) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, what + " packet type of tracks", type, "another");
        }
        return switch (octet >> 4) {
            case ONE_TRACK -> List.of(new Packet(type, in.fourCc(), in.octet(), in.rest()));
            case MANY_TRACKS -> manyTracks(type, in.fourCc());
            case MANY_TRACKS_MANY_CODECS -> manyCodecs(type);
            default -> throw ProtocolException.found(StableCode.PROTOCOL_ERROR, what + " multitrack type", octet >> 4,
                    "0..2");
        };
    }

    private List<Packet> manyTracks(int type, int fourCc) {
        var packets = new ArrayList<Packet>();
        while (in.hasMore()) {
            add(packets, type, fourCc);
        }
        return packets;
    }

    private List<Packet> manyCodecs(int type) {
        var packets = new ArrayList<Packet>();
        while (in.hasMore()) {
            add(packets, type, in.fourCc());
        }
        return packets;
    }

    private void add(List<Packet> packets, int type, int fourCc) {
        bounded("tracks", packets.size() + 1, MAX_TRACKS);
        int track = in.octet();
        packets.add(new Packet(type, fourCc, track, in.slice(in.unsignedMedium())));
    }

    private void bounded(String counted, int count, int max) {
        if (count > max) {
            throw ProtocolException.found(StableCode.LIMIT_EXCEEDED, what + " " + counted, "more", "at most " + max);
        }
    }
}
