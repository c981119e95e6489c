package dev.sluice.rtmp.codec;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.random.RandomGenerator;

/**
 * The client's side of the handshake, RTMP 1.0 5.2. C1 always carries a digest: a server of the plain form takes it for
 * the random bytes that it is to echo, and one that asks for the digest form (Flash Media Server before it sends H.264)
 * finds it. A digest in S1 is answered with a signed C2, every other S1 with an exact echo. S2 is read and not judged:
 * the keys are public and prove nothing. Pure; one per connection.
 */
public final class ClientHandshake {
    private static final int SIZE = Handshake.SIZE;
    private static final int VERSION = 3;
    private static final int VERSION_AT = 4;
    /** The Flash player that FFmpeg and librtmp say they are. */
    private static final byte[] PLAYER_VERSION = {9, 0, 124, 2};

    private final RandomGenerator random;
    private final int time;
    private State state = State.S0_S1;

    private enum State {
        S0_S1, S2, DONE
    }

    /** @param time milliseconds from an arbitrary origin, put into C1 */
    public ClientHandshake(int time, RandomGenerator random) {
        this.time = time;
        this.random = random;
    }

    /** Appends C0 and C1, with which the connection begins. */
    public void begin(ByteBuf out) {
        byte[] c1 = new byte[SIZE];
        random.nextBytes(c1);
        for (int i = 0; i < VERSION_AT; i++) {
            c1[i] = (byte) (time >> (24 - 8 * i));
        }
        System.arraycopy(PLAYER_VERSION, 0, c1, VERSION_AT, PLAYER_VERSION.length);
        HandshakeDigest.DIGEST_FIRST.imprintAsPlayer(c1);
        out.writeByte(VERSION).writeBytes(c1);
    }

    /**
     * Reads what there is, all of S0 and S1 at once, and appends C2 when its turn has come.
     *
     * @return whether the handshake is complete; chunks follow in the input
     * @throws ProtocolException PROTOCOL_ERROR when the other side speaks something else
     */
    public boolean read(ByteBuf in, ByteBuf out) {
        if (state == State.S0_S1) {
            answer(in, out);
        }
        if (state == State.S2 && in.readableBytes() >= SIZE) {
            in.skipBytes(SIZE);
            state = State.DONE;
        }
        return state == State.DONE;
    }

    private void answer(ByteBuf in, ByteBuf out) {
        if (in.isReadable() && in.getByte(in.readerIndex()) != VERSION) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "RTMP version",
                    in.getUnsignedByte(in.readerIndex()), VERSION);
        }
        if (in.readableBytes() < 1 + SIZE) {
            return;
        }
        in.skipBytes(1);
        byte[] s1 = ByteBufUtil.getBytes(in, in.readerIndex(), SIZE);
        in.skipBytes(SIZE);
        out.writeBytes(c2(s1));
        state = State.S2;
    }

    private byte[] c2(byte[] s1) {
        var scheme = s1[VERSION_AT] == 0 ? null : HandshakeDigest.ofServer(s1);
        if (scheme == null) {
            return s1;
        }
        byte[] c2 = new byte[SIZE];
        random.nextBytes(c2);
        scheme.signAsPlayer(s1, c2);
        return c2;
    }
}
