package dev.sluice.rtmp.codec;

import dev.sluice.runtime.ProtocolException;
import io.netty.buffer.ByteBuf;
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

class ClientHandshakeTest {
    private static final int SIZE = Handshake.SIZE;

    private final ClientHandshake client = new ClientHandshake(7, new Random(1));

    @Test
    void itsHelloCarriesADigest() {
        byte[] hello = hello();
        assertThat(hello).hasSize(1 + SIZE).startsWith(3, 0, 0, 0, 7, 9, 0, 124, 2);
        assertThat(HandshakeDigest.of(Arrays.copyOfRange(hello, 1, hello.length)))
                .isEqualTo(HandshakeDigest.DIGEST_FIRST);
    }

    @Test
    void ourServerAndItUnderstandEachOther() {
        var toServer = Unpooled.buffer();
        var toClient = Unpooled.buffer();
        var server = new Handshake(1, new Random(2));
        client.begin(toServer);
        assertThat(server.read(toServer, toClient)).isFalse();
        assertThat(client.read(toClient, toServer)).isTrue();
        assertThat(server.read(toServer, toClient)).isTrue();
        assertThat(toServer.isReadable() || toClient.isReadable()).isFalse();
    }

    @Test
    void aPlainServerIsEchoed() {
        byte[] s1 = s1(0);
        assertThat(answer(s1)).isEqualTo(s1);
    }

    @Test
    void aVersionWithoutADigestIsEchoed() {
        byte[] s1 = s1(4);
        assertThat(answer(s1)).isEqualTo(s1);
    }

    @ParameterizedTest
    @EnumSource(HandshakeDigest.class)
    void aDigestIsAnsweredWithASignature(HandshakeDigest scheme) throws Exception {
        byte[] s1 = s1(4);
        scheme.imprint(s1);
        byte[] c2 = answer(s1);
        assertThat(Arrays.copyOfRange(c2, SIZE - 32, SIZE)).isEqualTo(signature(scheme, s1, c2));
    }

    /** As Flash Media Server computes it. */
    private static byte[] signature(HandshakeDigest scheme, byte[] s1, byte[] c2) throws Exception {
        int at = scheme == HandshakeDigest.DIGEST_FIRST ? 8 : 772;
        int offset = at + 4 + ((s1[at] & 255) + (s1[at + 1] & 255) + (s1[at + 2] & 255) + (s1[at + 3] & 255)) % 728;
        byte[] playerKey = HexFormat.of().parseHex("47656e75696e652041646f626520466c61736820506c6179657220303031"
                + "f0eec24a8068bee82e00d0d1029e7e576eec5d2d29806fab93b8e636cfeb31ae");
        byte[] key = hmac(playerKey, Arrays.copyOfRange(s1, offset, offset + 32));
        return hmac(key, Arrays.copyOf(c2, SIZE - 32));
    }

    private static byte[] hmac(byte[] key, byte[] message) throws Exception {
        var mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }

    @Test
    void readsOneByteAtATimeAndNotBeyond() {
        byte[] all = new byte[1 + 2 * SIZE + 1];
        all[0] = 3;
        var in = Unpooled.buffer();
        var out = Unpooled.buffer();
        int doneAt = -1;
        for (int i = 0; i < all.length; i++) {
            in.writeByte(all[i]);
            if (client.read(in, out) && doneAt < 0) {
                doneAt = i;
            }
        }
        assertThat(doneAt).isEqualTo(2 * SIZE);
        assertThat(in.readableBytes()).isEqualTo(1);
        assertThat(out.readableBytes()).isEqualTo(SIZE);
    }

    @Test
    void somethingElseIsRefusedAtTheFirstByte() {
        assertThatExceptionOfType(ProtocolException.class)
                .isThrownBy(() -> client.read(Unpooled.wrappedBuffer(new byte[]{'H'}), Unpooled.buffer()))
                .withMessage("RTMP version: found 72, expected 3");
    }

    private byte[] hello() {
        var out = Unpooled.buffer();
        client.begin(out);
        return bytes(out);
    }

    private byte[] answer(byte[] s1) {
        var out = Unpooled.buffer();
        assertThat(client.read(Unpooled.wrappedBuffer(new byte[]{3}, s1), out)).isFalse();
        assertThat(client.read(Unpooled.wrappedBuffer(new byte[SIZE]), out)).isTrue();
        return bytes(out);
    }

    private static byte[] bytes(ByteBuf buffer) {
        return ByteBufUtil.getBytes(buffer);
    }

    private static byte[] s1(int version) {
        byte[] s1 = new byte[SIZE];
        new Random(2).nextBytes(s1);
        Arrays.fill(s1, 0, 8, (byte) 0);
        s1[4] = (byte) version;
        return s1;
    }
}
