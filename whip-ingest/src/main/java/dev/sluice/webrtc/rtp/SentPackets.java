package dev.sluice.webrtc.rtp;

import java.util.Arrays;

/**
 * What was sent under each of the latest sequence numbers: enough to make the same packet again. Grows while its owner
 * asks it to, up to a bound. Single-threaded.
 */
final class SentPackets {
    private static final int INITIAL = 128;
    /** Two seconds at about 35 Mb/s. */
    static final int MAX = 8_192;
    private static final int SEQUENCE_MASK = 0xffff;

    private long[] frames = new long[INITIAL];
    /** Packet of the frame in the lower half, payload type in the upper. */
    private int[] packets = new int[INITIAL];
    private int[] timestamps = new int[INITIAL];
    private int newest;
    private int count;

    /** @param sequence one more than the one before, in its low 16 bits */
    void add(int sequence, long frame, int packet, int payloadType, int timestamp) {
        newest = sequence & SEQUENCE_MASK;
        int slot = slot(newest);
        frames[slot] = frame;
        packets[slot] = payloadType << 16 | packet;
        timestamps[slot] = timestamp;
        count = Math.min(count + 1, frames.length);
    }

    /** Whether the next one overwrites another, though there could be room. */
    boolean full() {
        return count == frames.length && count < MAX;
    }

    /** The frame that the oldest was a packet of. */
    long oldestFrame() {
        return frames[slot(newest - count + 1)];
    }

    void grow() {
        var old = Arrays.copyOf(frames, frames.length);
        var oldPackets = packets;
        var oldTimestamps = timestamps;
        frames = new long[2 * old.length];
        packets = new int[frames.length];
        timestamps = new int[frames.length];
        for (int i = 0; i < count; i++) {
            int from = newest - i & old.length - 1;
            int to = slot(newest - i);
            frames[to] = old[from];
            packets[to] = oldPackets[from];
            timestamps[to] = oldTimestamps[from];
        }
    }

    boolean knows(int sequence) {
        return find(sequence) >= 0;
    }

    /** A key for the getters below, or -1 where the packet is not remembered. */
    int find(int sequence) {
        int age = newest - sequence & SEQUENCE_MASK;
        return age < count ? slot(sequence) : -1;
    }

    long frame(int key) {
        return frames[key];
    }

    int packet(int key) {
        return packets[key] & 0xffff;
    }

    int payloadType(int key) {
        return packets[key] >> 16;
    }

    int timestamp(int key) {
        return timestamps[key];
    }

    void clear() {
        count = 0;
    }

    private int slot(int sequence) {
        return sequence & frames.length - 1;
    }
}
