package dev.sluice.webrtc.dtls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;

/**
 * Lets through the records of a datagram that the DTLS engine survives. Pure but for one piece of memory; used by the loop.
 *
 * <pre>
 * |type 1|version 2|epoch 2|sequence 6|length 2| fragment ...      (RFC 6347 4.1)
 * </pre>
 *
 * <p>bctls ends the connection over an encrypted record that is too short, which any spoofer could send; RFC 6347 4.1.2.7
 * wants it dropped in silence. And once a server's bctls has seen ChangeCipherSpec, it takes no CertificateVerify any more:
 * one lost or overtaken datagram would end the handshake. So what comes early is dropped, the client will send it again.
 */
final class RecordFilter {
    private static final int HEADER_BYTES = 13;
    private static final int MESSAGE_HEADER_BYTES = 12;
    private static final int CHANGE_CIPHER_SPEC = 20;
    private static final int HANDSHAKE = 22;
    private static final int APPLICATION_DATA = 23;
    private static final int CERTIFICATE_VERIFY = 15;
    private static final int DTLS_MAJOR = 0xfe;
    /** Explicit nonce, tag and one byte, as AES-GCM has them (RFC 5288 3); we offer no other cipher. */
    private static final int MIN_ENCRYPTED_BYTES = 8 + 16 + 1;

    private int verifyMissing;

    /** @param role ours; a server waits for the client's CertificateVerify */
    RecordFilter(DtlsRole role) {
        verifyMissing = role == DtlsRole.SERVER ? Integer.MAX_VALUE : 0;
    }

    /** The records that may pass, as one datagram again; empty if none. Borrows the datagram. */
    byte[] filter(ByteBuf datagram) {
        var in = datagram.slice();
        var out = Unpooled.buffer(in.readableBytes());
        while (in.readableBytes() >= HEADER_BYTES) {
            int length = in.getUnsignedShort(in.readerIndex() + 11);
            if (length > in.readableBytes() - HEADER_BYTES) {
                break;
            }
            var record = in.readSlice(HEADER_BYTES + length);
            if (passes(record, length)) {
                out.writeBytes(record);
            }
        }
        return ByteBufUtil.getBytes(out);
    }

    private boolean passes(ByteBuf record, int length) {
        int type = record.getUnsignedByte(0);
        if (type < CHANGE_CIPHER_SPEC || type > APPLICATION_DATA || record.getUnsignedByte(1) != DTLS_MAJOR) {
            return false;
        }
        boolean encrypted = record.getUnsignedShort(3) > 0;
        if (encrypted && length < MIN_ENCRYPTED_BYTES) {
            return false;
        }
        if (verifyMissing > 0 && (encrypted || type == CHANGE_CIPHER_SPEC)) {
            return false;
        }
        if (verifyMissing > 0 && type == HANDSHAKE) {
            seekVerify(record);
        }
        return true;
    }

    /** Counts the fragments of CertificateVerify among the record's messages (RFC 6347 4.2.2). */
    private void seekVerify(ByteBuf record) {
        int at = HEADER_BYTES;
        while (record.writerIndex() - at >= MESSAGE_HEADER_BYTES) {
            int fragment = record.getUnsignedMedium(at + 9);
            if (record.getUnsignedByte(at) == CERTIFICATE_VERIFY) {
                int whole = record.getUnsignedMedium(at + 1);
                verifyMissing = Math.max(0, Math.min(verifyMissing, whole) - fragment);
            }
            at += MESSAGE_HEADER_BYTES + fragment;
        }
    }
}
