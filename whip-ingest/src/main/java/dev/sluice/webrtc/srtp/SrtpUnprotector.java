package dev.sluice.webrtc.srtp;

import dev.sluice.runtime.DropReason;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/** Authenticates and decrypts what one peer sends, in place. Used by one event loop. */
public interface SrtpUnprotector {
    /**
     * @param packet one SRTP packet; borrowed, shrinks to the plaintext. Its contents are undefined if it is dropped
     * @return null if it is good, else why it is dropped
     */
    @Nullable
    DropReason unprotectRtp(ByteBuf packet);

    /** As {@link #unprotectRtp}, for SRTCP. */
    @Nullable
    DropReason unprotectRtcp(ByteBuf packet);
}
