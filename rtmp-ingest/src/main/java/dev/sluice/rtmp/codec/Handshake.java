package dev.sluice.rtmp.codec;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.random.RandomGenerator;

/**
 * The server's side of the handshake, RTMP 1.0 5.2, and the digest form that Flash and FFmpeg use. A client whose C1
 * carries a valid digest is answered in that form, every other one with an exact echo, which librtmp compares. C2 is
 * read and not judged. Pure; one per connection.
 */
public final class Handshake {
    /** Bytes of C1, S1, C2 and S2. */
    public static final int SIZE = 1536;
    private static final int VERSION = 3;
    private static final int VERSION_AT = 4;
    /** Any version of a server from 3 on makes clients expect the digest form. */
    private static final byte[] DIGEST_VERSION = {4, 5, 0, 1};

    private final RandomGenerator random;
    private final int time;
    private State state = State.C0_C1;

    private enum State {
        C0_C1, C2, DONE
    }

    /** @param time milliseconds from an arbitrary origin, put into S1 */
    public Handshake(int time, RandomGenerator random) {
        this.time = time;
        this.random = random;
    }

    /**
     * Reads what there is, all of C0 and C1 at once, and appends S0, S1 and S2 when their turn has come.
     *
     * @return whether the handshake is complete; chunks follow in the input
     */
    public boolean read(ByteBuf in, ByteBuf out) {
        if (state == State.C0_C1) {
            hello(in, out);
        }
        if (state == State.C2 && in.readableBytes() >= SIZE) {
            in.skipBytes(SIZE);
            state = State.DONE;
        }
        return state == State.DONE;
    }

    private void hello(ByteBuf in, ByteBuf out) {
        if (in.isReadable() && in.getByte(in.readerIndex()) != VERSION) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "RTMP version",
                    in.getUnsignedByte(in.readerIndex()), VERSION);
        }
        if (in.readableBytes() < 1 + SIZE) {
            return;
        }
        in.skipBytes(1);
        byte[] c1 = ByteBufUtil.getBytes(in, in.readerIndex(), SIZE);
        in.skipBytes(SIZE);
        out.writeByte(VERSION);
        answer(c1, out);
        state = State.C2;
    }

    private void answer(byte[] c1, ByteBuf out) {
        byte[] s1 = new byte[SIZE];
        random.nextBytes(s1);
        for (int i = 0; i < 4; i++) {
            s1[i] = (byte) (time >> (24 - 8 * i));
            s1[VERSION_AT + i] = 0;
        }
        var scheme = c1[VERSION_AT] == 0 ? null : HandshakeDigest.of(c1);
        if (scheme == null) {
            out.writeBytes(s1).writeBytes(c1);
            return;
        }
        System.arraycopy(DIGEST_VERSION, 0, s1, VERSION_AT, DIGEST_VERSION.length);
        scheme.imprint(s1);
        byte[] s2 = new byte[SIZE];
        random.nextBytes(s2);
        scheme.sign(c1, s2);
        out.writeBytes(s1).writeBytes(s2);
    }
}
