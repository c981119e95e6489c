package dev.sluice.webrtc.srtp;

import dev.sluice.runtime.DropReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SrtpTest {
    private static final int RTP_HEADER = 12;
    private static final Random RANDOM = new Random(7);

    /** Vectors of libsrtp's test driver, which go through the key derivation of RFC 3711 B.3. */
    record Vector(SrtpProfile profile, String key, String salt, String rtp, String srtp, String rtcp, String srtcp) {
        @Override
        public String toString() {
            return profile.name();
        }
    }

    static List<Vector> vectors() {
        return List.of(
                new Vector(SrtpProfile.AES_CM_128_HMAC_SHA1_80, "e1f97a0d3e018be0d64fa32c06de4139",
                        "0ec675ad498afeebb6960b3aabe6", "800f1234decafbadcafebabe" + "ab".repeat(16),
                        "800f1234decafbadcafebabe4e55dc4ce79978d88ca4d215949d2402b78d6acc99ea179b8dbb",
                        "81c8000bcafebabe" + "ab".repeat(16),
                        "81c8000bcafebabe7128035be487b9bdbef89041f977a5a880000001993e08cd54d6c1230798"),
                new Vector(SrtpProfile.AEAD_AES_128_GCM, "000102030405060708090a0b0c0d0e0f",
                        "a0a1a2a3a4a5a6a7a8a9aaab", "800f1234decafbadcafebabe" + "ab".repeat(16),
                        "800f1234decafbadcafebabec5002ede04cfdd2eb91159e0880aa06ed2976826f796b201df3131a127e8a392",
                        "81c8000bcafebabe" + "ab".repeat(16),
                        "81c8000bcafebabec98b8b5df0392a55852b6c21ac8e7025c52c6fbea2b3b446ea31123ba88ce61e80000001"));
    }

    @ParameterizedTest
    @MethodSource("vectors")
    void agreesWithPublishedPackets(Vector vector) {
        var keys = keys(vector.profile, hex(vector.key), hex(vector.salt));
        assertThat(protectRtp(keys.protector(), hex(vector.rtp))).isEqualTo(hex(vector.srtp));
        var rtcp = keys.protector();
        protectRtcp(rtcp, hex(vector.rtcp));
        assertThat(protectRtcp(rtcp, hex(vector.rtcp))).as("index 1").isEqualTo(hex(vector.srtcp));
        var receiver = keys.unprotector();
        var packet = buffer(hex(vector.srtp));
        assertThat(receiver.unprotectRtp(packet)).isNull();
        assertThat(ByteBufUtil.getBytes(packet)).isEqualTo(hex(vector.rtp));
        var control = buffer(hex(vector.srtcp));
        assertThat(receiver.unprotectRtcp(control)).isNull();
        assertThat(ByteBufUtil.getBytes(control)).isEqualTo(hex(vector.rtcp));
    }

    @Test
    void theReferenceAgreesWithTheRfcs() throws Exception {
        // RFC 3711 B.3.
        var key = hex("e1f97a0d3e018be0d64fa32c06de4139");
        var salt = hex("0ec675ad498afeebb6960b3aabe6");
        assertThat(RawSrtp.derive(key, salt, 0, 16)).isEqualTo(hex("c61e7a93744f39ee10734afe3ff7a087"));
        assertThat(RawSrtp.derive(key, salt, 2, 14)).isEqualTo(hex("30cbbc08863d8c85d49db34a9ae1"));
        assertThat(RawSrtp.derive(key, salt, 1, 20)).isEqualTo(hex("cebe321f6ff7716b6fd4ab49af256a156d38baa4"));
        // RFC 7714 16.1.1.
        var packet = hex("8040f17b8041f8d35501a0b2" + HexFormat.of().formatHex(
                "Gallia est omnis divisa in partes tres".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));
        assertThat(RawSrtp.gcmRtp(hex("000102030405060708090a0b0c0d0e0f"), hex("517569642070726f2071756f"), packet,
                RTP_HEADER, 0xf17b)).isEqualTo(hex(
                        "8040f17b8041f8d35501a0b2f24de3a3fb34de6cacba861c9d7e4bcabe633bd5"
                                + "0d294e6f42a5f47a51c7d19b36de3adf8833899d7f27beb16a9152cf765ee4390cce"));
    }

    @ParameterizedTest
    @EnumSource
    void agreesWithTheReferenceOverWrapsAndResends(SrtpProfile profile) throws Exception {
        var key = random(16);
        var salt = random(profile.saltLength());
        var protector = keys(profile, key, salt).protector();
        // Two wraps; every step also resends the packet itself, its predecessor, and one far behind.
        for (long index = 65_000; index < 132_000; index += 1 + RANDOM.nextInt(60)) {
            for (long resend : new long[]{index, index, Math.max(65_000, index - 1),
                    Math.max(65_000, index - 30_000)}) {
                var plain = rtp(resend, (int) (resend % 400), false);
                assertThat(protectRtp(protector, plain)).as("index %d", resend)
                        .isEqualTo(RawSrtp.rtp(profile, key, salt, plain, RTP_HEADER, resend));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void controlAgreesWithTheReference(SrtpProfile profile) throws Exception {
        var key = random(16);
        var salt = random(profile.saltLength());
        var keys = keys(profile, key, salt);
        var protector = keys.protector();
        var receiver = keys.unprotector();
        for (int i = 0; i < 200; i++) {
            var plain = hex("81c8000bcafebabe" + "0a".repeat(4 * (i % 9)));
            var wire = protectRtcp(protector, plain);
            assertThat(wire).isEqualTo(RawSrtp.rtcp(profile, key, salt, plain, i));
            var packet = buffer(wire);
            assertThat(receiver.unprotectRtcp(packet)).isNull();
            assertThat(ByteBufUtil.getBytes(packet)).isEqualTo(plain);
            assertThat(receiver.unprotectRtcp(buffer(wire))).isEqualTo(DropReason.SRTP_REPLAY);
        }
    }

    @ParameterizedTest
    @EnumSource
    void extensionsStayReadableAndPayloadsDoNot(SrtpProfile profile) throws Exception {
        var key = random(16);
        var salt = random(profile.saltLength());
        var keys = keys(profile, key, salt);
        var plain = rtp(5, 100, true);
        var wire = protectRtp(keys.protector(), plain);
        assertThat(wire).isEqualTo(RawSrtp.rtp(profile, key, salt, plain, RTP_HEADER + 4 + 8, 5));
        assertThat(wire).startsWith(java.util.Arrays.copyOf(plain, 24));
        var packet = buffer(wire);
        assertThat(keys.unprotector().unprotectRtp(packet)).isNull();
        assertThat(ByteBufUtil.getBytes(packet)).isEqualTo(plain);
    }

    @ParameterizedTest
    @EnumSource
    void worksAlikeOnDirectBuffersAndBehindOtherBytes(SrtpProfile profile) {
        var keys = keys(profile, new byte[16], new byte[profile.saltLength()]);
        var plain = rtp(9, 33, false);
        var expected = protectRtp(keys.protector(), plain);
        var direct = Unpooled.directBuffer(200).writeZero(5).skipBytes(5).writeBytes(plain);
        keys.protector().protectRtp(direct);
        assertThat(ByteBufUtil.getBytes(direct)).isEqualTo(expected);
        assertThat(keys.unprotector().unprotectRtp(direct)).isNull();
        assertThat(ByteBufUtil.getBytes(direct)).isEqualTo(plain);
        direct.release();
    }

    @ParameterizedTest
    @EnumSource
    void refusesForgeriesOfEveryByteAndEveryTruncation(SrtpProfile profile) {
        var keys = keys(profile, random(16), random(profile.saltLength()));
        var wire = protectRtp(keys.protector(), rtp(9, 33, true));
        var control = protectRtcp(keys.protector(), hex("81c8000bcafebabe" + "0a".repeat(20)));
        var receiver = keys.unprotector();
        for (int i = 0; i < wire.length; i++) {
            assertThat(receiver.unprotectRtp(flipped(wire, i))).as("byte %d", i).isIn(DropReason.SRTP_AUTH,
                    DropReason.RTP_MALFORMED);
            assertThat(receiver.unprotectRtp(buffer(wire, i))).isIn(DropReason.SRTP_AUTH, DropReason.RTP_MALFORMED);
        }
        for (int i = 0; i < control.length; i++) {
            assertThat(receiver.unprotectRtcp(flipped(control, i))).as("byte %d", i).isIn(DropReason.SRTP_AUTH,
                    DropReason.RTP_MALFORMED);
            assertThat(receiver.unprotectRtcp(buffer(control, i))).isIn(DropReason.SRTP_AUTH,
                    DropReason.RTP_MALFORMED);
        }
        assertThat(receiver.unprotectRtp(buffer(wire))).as("the forgeries left no trace").isNull();
        assertThat(receiver.unprotectRtcp(buffer(control))).isNull();
    }

    @ParameterizedTest
    @EnumSource
    void replaysAreRefusedAndLateResendsAreNot(SrtpProfile profile) {
        var keys = keys(profile, random(16), random(profile.saltLength()));
        var protector = keys.protector();
        var receiver = keys.unprotector();
        var wires = new byte[3000][];
        for (int i = 0; i < wires.length; i++) {
            wires[i] = protectRtp(protector, rtp(64_000 + i, 20, false));
        }
        for (int i = 0; i < wires.length; i++) {
            if (i % 10 != 3) {
                assertThat(receiver.unprotectRtp(buffer(wires[i]))).isNull();
            }
            if (i >= 903 && i % 10 == 3) {
                assertThat(receiver.unprotectRtp(buffer(wires[i - 900]))).as("900 packets late").isNull();
                assertThat(receiver.unprotectRtp(buffer(wires[i - 900]))).isEqualTo(DropReason.SRTP_REPLAY);
            }
            assertThat(receiver.unprotectRtp(buffer(wires[i - i % 10]))).isEqualTo(DropReason.SRTP_REPLAY);
        }
        assertThat(receiver.unprotectRtp(buffer(wires[0]))).as("too old").isEqualTo(DropReason.SRTP_REPLAY);
    }

    @Test
    void anEndlessSupplyOfSsrcsIsBounded() {
        var keys = keys(SrtpProfile.AEAD_AES_128_GCM, random(16), random(12));
        var protector = keys.protector();
        var receiver = keys.unprotector();
        for (int ssrc = 0; ssrc < 2 * JitsiContexts.MAX_SSRCS; ssrc++) {
            var packet = rtp(1, 5, false);
            packet[11] = (byte) ssrc;
            assertThat(receiver.unprotectRtp(buffer(protectRtp(protector, packet))))
                    .isEqualTo(ssrc < JitsiContexts.MAX_SSRCS ? null : DropReason.RTP_MALFORMED);
        }
    }

    @Test
    void theKeyBlockIsCutAsRfc5764Says() {
        var block = new byte[SrtpProfile.AEAD_AES_128_GCM.exportLength()];
        new Random(1).nextBytes(block);
        var client = SrtpKeys.of(SrtpProfile.AEAD_AES_128_GCM, block, true);
        var server = SrtpKeys.of(SrtpProfile.AEAD_AES_128_GCM, block, false);
        var up = buffer(protectRtp(client.protector(), rtp(1, 10, false)));
        assertThat(server.unprotector().unprotectRtp(up)).isNull();
        var down = buffer(protectRtp(server.protector(), rtp(1, 10, false)));
        assertThat(client.unprotector().unprotectRtp(down)).isNull();
        assertThat(client.toString()).isEqualTo("SrtpKeys[AEAD_AES_128_GCM]");
        assertThatThrownBy(() -> SrtpKeys.of(SrtpProfile.AES_CM_128_HMAC_SHA1_80, block, true))
                .hasMessageContaining("expected 60");
    }

    @Test
    void aPacketThatCantBeProtectedIsRefusedAndNeverLeftInTheClear() {
        var protector = keys(SrtpProfile.AEAD_AES_128_GCM, new byte[16], new byte[12]).protector();
        assertThatThrownBy(() -> protector.protectRtp(Unpooled.wrappedBuffer(rtp(1, 5, false))))
                .hasMessageContaining("no room");
        assertThatThrownBy(() -> protector.protectRtp(buffer(new byte[5]))).hasMessageContaining("header");
        assertThatThrownBy(() -> protector.protectRtcp(buffer(new byte[5]))).hasMessageContaining("8 bytes");
    }

    /** Keys with which we both send and receive, as a loop-back. */
    private static SrtpKeys keys(SrtpProfile profile, byte[] key, byte[] salt) {
        var block = Unpooled.buffer().writeBytes(key).writeBytes(key).writeBytes(salt).writeBytes(salt);
        return SrtpKeys.of(profile, ByteBufUtil.getBytes(block), true);
    }

    private static byte[] rtp(long index, int payload, boolean extension) {
        var out = Unpooled.buffer();
        out.writeByte(extension ? 0x90 : 0x80).writeByte(96).writeShort((int) index).writeInt(1).writeInt(0xcafebab0);
        if (extension) {
            out.writeInt(0xbede0002).writeLong(0x1011223344556677L);
        }
        for (int i = 0; i < payload; i++) {
            out.writeByte((int) (index + i));
        }
        return ByteBufUtil.getBytes(out);
    }

    private static byte[] protectRtp(SrtpProtector protector, byte[] plain) {
        var packet = buffer(plain);
        protector.protectRtp(packet);
        return ByteBufUtil.getBytes(packet);
    }

    private static byte[] protectRtcp(SrtpProtector protector, byte[] plain) {
        var packet = buffer(plain);
        protector.protectRtcp(packet);
        return ByteBufUtil.getBytes(packet);
    }

    private static ByteBuf buffer(byte[] bytes) {
        return buffer(bytes, bytes.length);
    }

    private static ByteBuf buffer(byte[] bytes, int length) {
        return Unpooled.buffer(length + SrtpProfile.MAX_EXPANSION).writeBytes(bytes, 0, length);
    }

    private static ByteBuf flipped(byte[] bytes, int at) {
        var out = buffer(bytes);
        out.setByte(at, bytes[at] ^ 0x01);
        return out;
    }

    private static byte[] random(int length) {
        var bytes = new byte[length];
        RANDOM.nextBytes(bytes);
        return bytes;
    }

    private static byte[] hex(String text) {
        return HexFormat.of().parseHex(text);
    }
}
