package dev.sluice.webrtc.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** SRTP written down from RFC 3711 and RFC 7714 over plain JCE, with the packet index given: what ours must agree with. */
final class RawSrtp {
    private RawSrtp() {}

    /** RFC 3711 4.3.3: the label goes into byte 7 of the salt; then AES in counter mode over zeros. */
    static byte[] derive(byte[] masterKey, byte[] masterSalt, int label, int length) throws GeneralSecurityException {
        var iv = Arrays.copyOf(masterSalt, 16);
        // RFC 7714 11: a 96-bit salt is padded to 112 bits behind.
        iv[7] ^= (byte) label;
        iv[14] = 0;
        iv[15] = 0;
        var cipher = Cipher.getInstance("AES/CTR/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(masterKey, "AES"), new IvParameterSpec(iv));
        return cipher.doFinal(new byte[length]);
    }

    static byte[] rtp(SrtpProfile profile, byte[] key, byte[] salt, byte[] packet, int header, long index)
            throws GeneralSecurityException {
        var sessionKey = derive(key, salt, 0, profile.keyLength());
        var sessionSalt = derive(key, salt, 2, profile.saltLength());
        return switch (profile) {
            case AEAD_AES_128_GCM -> gcmRtp(sessionKey, sessionSalt, packet, header, index);
            case AES_CM_128_HMAC_SHA1_80 ->
                cmRtp(sessionKey, sessionSalt, derive(key, salt, 1, 20), packet, header, index);
        };
    }

    /** RFC 7714 8.1: 00 00 | SSRC | ROC | SEQ, mixed with the salt; the header is the associated data. */
    static byte[] gcmRtp(byte[] key, byte[] salt, byte[] packet, int header, long index)
            throws GeneralSecurityException {
        var iv = new byte[12];
        System.arraycopy(packet, 8, iv, 2, 4);
        for (int i = 0; i < 6; i++) {
            iv[6 + i] = (byte) (index >> (40 - 8 * i));
        }
        return gcm(key, xor(iv, salt), packet, header, packet.length - header);
    }

    private static byte[] cmRtp(byte[] key, byte[] salt, byte[] authKey, byte[] packet, int header, long index)
            throws GeneralSecurityException {
        var out = packet.clone();
        counter(key, salt, Arrays.copyOfRange(packet, 8, 12), index, out, header, out.length - header);
        var mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(authKey, "HmacSHA1"));
        mac.update(out);
        int roc = (int) (index >> 16);
        return concat(out, Arrays.copyOf(mac.doFinal(word(roc)), 10));
    }

    static byte[] rtcp(SrtpProfile profile, byte[] key, byte[] salt, byte[] packet, int index)
            throws GeneralSecurityException {
        var sessionKey = derive(key, salt, 3, profile.keyLength());
        var sessionSalt = derive(key, salt, 5, profile.saltLength());
        var tail = word(index | 0x80000000);
        return switch (profile) {
            case AEAD_AES_128_GCM -> {
                // RFC 7714 9.1: 00 00 | SSRC | 00 00 | index; associated data: header and index word.
                var iv = new byte[12];
                System.arraycopy(packet, 4, iv, 2, 4);
                System.arraycopy(word(index), 0, iv, 8, 4);
                var cipher = Cipher.getInstance("AES/GCM/NoPadding");
                cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(sessionKey, "AES"),
                        new GCMParameterSpec(128, xor(iv, sessionSalt)));
                cipher.updateAAD(packet, 0, 8);
                cipher.updateAAD(tail);
                yield concat(Arrays.copyOf(packet, 8), cipher.doFinal(packet, 8, packet.length - 8), tail);
            }
            case AES_CM_128_HMAC_SHA1_80 -> {
                var out = packet.clone();
                counter(sessionKey, sessionSalt, Arrays.copyOfRange(packet, 4, 8), index, out, 8, out.length - 8);
                var mac = Mac.getInstance("HmacSHA1");
                mac.init(new SecretKeySpec(derive(key, salt, 4, 20), "HmacSHA1"));
                mac.update(out);
                yield concat(out, tail, Arrays.copyOf(mac.doFinal(tail), 10));
            }
        };
    }

    /** RFC 3711 4.1.1. */
    private static void counter(byte[] key, byte[] salt, byte[] ssrc, long index, byte[] out, int offset, int length)
            throws GeneralSecurityException {
        var iv = Arrays.copyOf(salt, 16);
        for (int i = 0; i < 4; i++) {
            iv[4 + i] ^= ssrc[i];
        }
        for (int i = 0; i < 6; i++) {
            iv[8 + i] ^= (byte) (index >> (40 - 8 * i));
        }
        var cipher = Cipher.getInstance("AES/CTR/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(iv));
        cipher.doFinal(out, offset, length, out, offset);
    }

    private static byte[] gcm(byte[] key, byte[] iv, byte[] packet, int header, int length)
            throws GeneralSecurityException {
        var cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(128, iv));
        cipher.updateAAD(packet, 0, header);
        return concat(Arrays.copyOf(packet, header), cipher.doFinal(packet, header, length));
    }

    private static byte[] xor(byte[] iv, byte[] salt) {
        for (int i = 0; i < iv.length; i++) {
            iv[i] ^= salt[i];
        }
        return iv;
    }

    private static byte[] word(int value) {
        return new byte[]{(byte) (value >> 24), (byte) (value >> 16), (byte) (value >> 8), (byte) value};
    }

    private static byte[] concat(byte[]... parts) {
        int length = Arrays.stream(parts).mapToInt(part -> part.length).sum();
        var out = new byte[length];
        int at = 0;
        for (var part : parts) {
            System.arraycopy(part, 0, out, at, part.length);
            at += part.length;
        }
        return out;
    }
}
