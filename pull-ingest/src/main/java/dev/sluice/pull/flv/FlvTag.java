package dev.sluice.pull.flv;

import io.netty.buffer.ByteBuf;

/**
 * One tag.
 *
 * @param timestamp 32 bits, unsigned, in milliseconds
 * @param body owned by whoever has the tag
 */
public record FlvTag(Kind kind, long timestamp, ByteBuf body) {
    /** FLV E.4.1. */
    public enum Kind {
        AUDIO, VIDEO, SCRIPT
    }

    public boolean media() {
        return kind != Kind.SCRIPT;
    }
}
