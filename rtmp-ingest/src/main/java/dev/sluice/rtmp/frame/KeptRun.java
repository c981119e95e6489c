package dev.sluice.rtmp.frame;

import io.netty.buffer.ByteBuf;

/** Which bytes of a tag a frame keeps. Where they are one run, the frame is a slice of the tag; else it is to be copied. */
final class KeptRun {
    private int start;
    private int end;
    private int bytes;
    private int count;
    private boolean whole;

    void reset() {
        bytes = 0;
        count = 0;
        whole = true;
    }

    void add(int from, int to) {
        if (count == 0) {
            start = from;
        } else {
            whole &= from == end;
        }
        end = to;
        bytes += to - from;
        count++;
    }

    /** Whether what is kept is one run. */
    boolean whole() {
        return whole;
    }

    /** Pieces added. */
    int count() {
        return count;
    }

    int bytes() {
        return bytes;
    }

    /** The run, sharing the tag; the caller's to release. */
    ByteBuf slice(ByteBuf tag) {
        return tag.retainedSlice(start, end - start);
    }
}
