package dev.sluice.tls;

import java.io.ByteArrayOutputStream;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Arrays;

/**
 * Reads private keys in PKCS #8 (PRIVATE KEY), and in the two older forms (RSA PRIVATE KEY, EC PRIVATE KEY) that OpenSSL
 * and some ACME clients write.
 */
final class PrivateKeys {
    static final String PKCS8 = "PRIVATE KEY";
    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final byte[] VERSION_0 = {0x02, 1, 0};
    private static final int LONG_FORM = 0x80;

    private PrivateKeys() {}

    static boolean known(String label) {
        return label.equals(PKCS8) || label.equals("RSA PRIVATE KEY") || label.equals("EC PRIVATE KEY");
    }

    /**
     * @param publicKey of the certificate; its algorithm is the key's
     * @throws GeneralSecurityException when it is no such key
     */
    static PrivateKey read(PemFile.Block block, PublicKey publicKey) throws GeneralSecurityException {
        byte[] der = block.der();
        byte[] pkcs8 = block.label().equals(PKCS8) ? der : wrapped(der, publicKey);
        return KeyFactory.getInstance(publicKey.getAlgorithm()).generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
    }

    /** RFC 5208 5: version, algorithm, key. The older forms are that key; the algorithm is that of the certificate. */
    private static byte[] wrapped(byte[] key, PublicKey publicKey) {
        var content = new ByteArrayOutputStream();
        content.writeBytes(VERSION_0);
        content.writeBytes(algorithm(publicKey.getEncoded()));
        content.writeBytes(element(OCTET_STRING, key));
        return element(SEQUENCE, content.toByteArray());
    }

    /** RFC 5280 4.1: a SubjectPublicKeyInfo is a sequence that begins with the algorithm, itself a short sequence. */
    private static byte[] algorithm(byte[] publicKeyInfo) {
        int at = publicKeyInfo[1] >= 0 ? 2 : 2 + (publicKeyInfo[1] & 0x7f);
        return Arrays.copyOfRange(publicKeyInfo, at, at + 2 + publicKeyInfo[at + 1]);
    }

    /** In DER: tag, length, content. */
    private static byte[] element(int tag, byte[] content) {
        var out = new ByteArrayOutputStream();
        out.write(tag);
        if (content.length < LONG_FORM) {
            out.write(content.length);
        } else {
            int octets = content.length < 1 << 8 ? 1 : content.length < 1 << 16 ? 2 : 3;
            out.write(LONG_FORM | octets);
            for (int i = octets - 1; i >= 0; i--) {
                out.write(content.length >> (8 * i));
            }
        }
        out.writeBytes(content);
        return out.toByteArray();
    }
}
