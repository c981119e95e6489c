package dev.sluice.rtmp.codec;

import dev.sluice.runtime.ProtocolException;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class HandshakeTest {
    private final Handshake handshake = new Handshake(7, new Random(1));

    @Test
    void aPlainHelloIsEchoed() {
        byte[] c1 = hello(0);
        byte[] answer = answer(c1);
        assertThat(answer[0]).isEqualTo((byte) 3);
        assertThat(Arrays.copyOfRange(answer, 1, 9)).containsExactly(0, 0, 0, 7, 0, 0, 0, 0);
        assertThat(Arrays.copyOfRange(answer, 1 + Handshake.SIZE, answer.length)).isEqualTo(c1);
    }

    @Test
    void aVersionWithoutADigestIsEchoed() {
        byte[] c1 = hello(9);
        assertThat(Arrays.copyOfRange(answer(c1), 1 + Handshake.SIZE, 1 + 2 * Handshake.SIZE)).isEqualTo(c1);
    }

    @ParameterizedTest
    @EnumSource(HandshakeDigest.class)
    void aDigestIsAnsweredInItsScheme(HandshakeDigest scheme) throws Exception {
        byte[] c1 = hello(9);
        scheme.imprintAsPlayer(c1);
        byte[] answer = answer(c1);
        byte[] s1 = Arrays.copyOfRange(answer, 1, 1 + Handshake.SIZE);
        byte[] s2 = Arrays.copyOfRange(answer, 1 + Handshake.SIZE, answer.length);
        assertThat(s1[4]).isGreaterThanOrEqualTo((byte) 3);
        byte[] imprinted = s1.clone();
        scheme.imprint(imprinted);
        assertThat(imprinted).as("the digest of S1 holds").isEqualTo(s1);
        assertThat(Arrays.copyOfRange(s2, Handshake.SIZE - 32, Handshake.SIZE)).isEqualTo(signature(scheme, c1, s2));
    }

    /** As a Flash player computes it. */
    private static byte[] signature(HandshakeDigest scheme, byte[] c1, byte[] s2) throws Exception {
        int at = scheme == HandshakeDigest.DIGEST_FIRST ? 8 : 772;
        int offset = at + 4 + ((c1[at] & 255) + (c1[at + 1] & 255) + (c1[at + 2] & 255) + (c1[at + 3] & 255)) % 728;
        byte[] serverKey = HexFormat.of().parseHex("47656e75696e652041646f626520466c617368204d6564696120536572766572"
                + "20303031f0eec24a8068bee82e00d0d1029e7e576eec5d2d29806fab93b8e636cfeb31ae");
        byte[] key = hmac(serverKey, Arrays.copyOfRange(c1, offset, offset + 32));
        return hmac(key, Arrays.copyOf(s2, Handshake.SIZE - 32));
    }

    private static byte[] hmac(byte[] key, byte[] message) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }

    @Test
    void readsOneByteAtATimeAndNotBeyond() {
        var out = Unpooled.buffer();
        var in = Unpooled.buffer();
        byte[] all = new byte[1 + 2 * Handshake.SIZE + 1];
        System.arraycopy(hello(0), 0, all, 1, Handshake.SIZE);
        all[0] = 3;
        int doneAt = -1;
        for (int i = 0; i < all.length; i++) {
            in.writeByte(all[i]);
            if (handshake.read(in, out) && doneAt < 0) {
                doneAt = i;
            }
        }
        assertThat(doneAt).isEqualTo(2 * Handshake.SIZE);
        assertThat(in.readableBytes()).isEqualTo(1);
        assertThat(out.readableBytes()).isEqualTo(1 + 2 * Handshake.SIZE);
    }

    @Test
    void anotherVersionIsRefusedAtTheFirstByte() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> handshake.read(Unpooled.wrappedBuffer(new byte[]{'G'}), Unpooled.buffer()));
    }

    private byte[] answer(byte[] c1) {
        var out = Unpooled.buffer();
        var in = Unpooled.wrappedBuffer(new byte[]{3}, c1);
        assertThat(handshake.read(in, out)).isFalse();
        assertThat(handshake.read(Unpooled.wrappedBuffer(new byte[Handshake.SIZE]), out)).isTrue();
        return ByteBufUtil.getBytes(out);
    }

    private static byte[] hello(int version) {
        byte[] c1 = new byte[Handshake.SIZE];
        new Random(2).nextBytes(c1);
        Arrays.fill(c1, 0, 8, (byte) 0);
        c1[4] = (byte) version;
        return c1;
    }
}
