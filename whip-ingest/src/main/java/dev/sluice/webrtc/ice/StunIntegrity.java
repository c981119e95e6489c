package dev.sluice.webrtc.ice;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** MESSAGE-INTEGRITY under one short-term password (RFC 8489 14.5). Keyed once, used by one thread. */
public final class StunIntegrity {
    private static final int ATTRIBUTE_BYTES = 4 + StunReader.INTEGRITY_BYTES;

    private final Mac mac;

    /** @param pwd the ice-pwd of whoever receives the request */
    public StunIntegrity(String pwd) {
        try {
            mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(pwd.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whether the datagram, from which the message was read, carries a valid integrity. */
    public boolean verify(ByteBuf datagram, StunMessage message) {
        int at = message.integrityAt();
        if (at == StunMessage.NO_INTEGRITY) {
            return false;
        }
        int start = datagram.readerIndex();
        var found = ByteBufUtil.getBytes(datagram, start + at + 4, StunReader.INTEGRITY_BYTES);
        return MessageDigest.isEqual(found, tag(datagram, start, at));
    }

    /**
     * The tag over the first {@code length} bytes, with a header that says the message ends behind the tag, whatever
     * follows it in truth.
     */
    byte[] tag(ByteBuf in, int start, int length) {
        int said = length - StunMessage.HEADER_BYTES + ATTRIBUTE_BYTES;
        mac.update(in.nioBuffer(start, 2));
        mac.update((byte) (said >> 8));
        mac.update((byte) said);
        mac.update(in.nioBuffer(start + 4, length - 4));
        return mac.doFinal();
    }
}
