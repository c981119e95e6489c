package dev.sluice.e2e.rig;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;

/** Makes datagrams that pretend to be of a live session, the same ones from the same seed. */
public final class Forger {
    private static final int KINDS = 14;
    private static final int DTLS_RECORD = 13;
    private static final int CLIENT_HELLO = 1;
    private final Random random;
    private final Overheard session;
    private int made;

    public Forger(long seed, Overheard session) {
        this.random = new Random(seed);
        this.session = session;
    }

    /** Of every kind in turn. */
    public byte[] next() {
        return switch (made++ % KINDS) {
            case 0 -> StunBytes.check(random, session.username(), "not-the-password-of-anybody");
            case 1 -> StunBytes.nomination(random, session.username(), "not-the-password-of-anybody");
            case 2 -> StunBytes.check(random, word() + ":" + word(), session.password());
            case 3 -> StunBytes.unproven(random, session.username());
            case 4 -> StunBytes.bare(random);
            case 5 -> truncated(StunBytes.nomination(random, session.username(), session.password()));
            case 6 -> lying(StunBytes.nomination(random, session.username(), session.password()), 2);
            case 7 -> lying(StunBytes.nomination(random, session.username(), session.password()), StunBytes.HEADER + 2);
            case 8 -> clientHello();
            case 9 -> dtlsRecord(20 + random.nextInt(4), 1 + random.nextInt(0xffff), noise(random.nextInt(1200)));
            case 10 -> media(0x80, 96 + random.nextInt(2), 1 + random.nextInt(1200));
            case 11 -> media(0x80 | random.nextInt(32), 200 + random.nextInt(8), 16 + random.nextInt(200));
            case 12 -> answered(StunBytes.check(random, session.username(), session.password()));
            default -> meaningless();
        };
    }

    private String word() {
        return Long.toString(random.nextLong(1L << 40), 36);
    }

    private byte[] truncated(byte[] whole) {
        return Arrays.copyOf(whole, random.nextInt(whole.length));
    }

    /** With another length at this place. */
    private byte[] lying(byte[] honest, int at) {
        int truth = ByteBuffer.wrap(honest).getShort(at);
        ByteBuffer.wrap(honest).putShort(at, (short) (truth + 4 + random.nextInt(0xfff0)));
        return honest;
    }

    /** A response where a request is due; what it would answer was never asked. */
    private byte[] answered(byte[] check) {
        check[0] = 1;
        check[1] = (byte) (random.nextBoolean() ? 0x01 : 0x11);
        return check;
    }

    /** RFC 6347 4.2.2; without a cookie, as every first one is. */
    private byte[] clientHello() {
        var suites = new byte[]{(byte) 0xc0, 0x2b, (byte) 0xc0, 0x2f, 0x00, (byte) 0x9c};
        var body = ByteBuffer.allocate(2 + 32 + 1 + 1 + 2 + suites.length + 2).putShort((short) 0xfefd).put(noise(32))
                .put((byte) 0).put((byte) 0).putShort((short) suites.length).put(suites).put((byte) 1).put((byte) 0);
        int length = body.position();
        var message = ByteBuffer.allocate(12 + length).putInt(CLIENT_HELLO << 24 | length).putShort((short) 0)
                .put(new byte[4]).putShort((short) length).put(body.array());
        return dtlsRecord(22, 0, message.array());
    }

    private byte[] dtlsRecord(int type, int epoch, byte[] fragment) {
        return ByteBuffer.allocate(DTLS_RECORD + fragment.length).put((byte) type).putShort((short) 0xfefd)
                .putShort((short) epoch).put(noise(6)).putShort((short) fragment.length).put(fragment).array();
    }

    /** SRTP or SRTCP of one of the session's own streams, with a tag that is none. */
    private byte[] media(int first, int second, int payload) {
        int ssrc = session.ssrcs().get(random.nextInt(session.ssrcs().size())).intValue();
        boolean rtcp = second >= 200;
        var packet = ByteBuffer.wrap(noise((rtcp ? 8 : 12) + payload + 16)).put((byte) first).put((byte) second);
        packet.putInt(rtcp ? 4 : 8, ssrc);
        return packet.array();
    }

    /** What RFC 7983 7 gives to others, or to nobody. */
    private byte[] meaningless() {
        var bytes = noise(1 + random.nextInt(1400));
        int[][] ranges = {{4, 19}, {64, 127}, {192, 255}};
        var range = ranges[random.nextInt(ranges.length)];
        bytes[0] = (byte) random.nextInt(range[0], range[1] + 1);
        return bytes;
    }

    private byte[] noise(int length) {
        var bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }
}
