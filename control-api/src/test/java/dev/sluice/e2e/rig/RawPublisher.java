package dev.sluice.e2e.rig;

import dev.sluice.rtmp.amf.AmfValue;
import dev.sluice.rtmp.codec.Handshake;
import dev.sluice.rtmp.codec.MessageWriter;
import dev.sluice.rtmp.codec.RtmpMessage;
import dev.sluice.rtmp.codec.RtmpMessage.Command;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;

/** The least that is an RTMP encoder: publishes a picture and is gone again. Says everything at once and reads text. */
public final class RawPublisher implements AutoCloseable {
    private static final int ANSWER_BYTES = 8192;
    private static final byte[] CONFIGURATION = HexFormat.of()
            .parseHex("17000000000142c01effe100196742c01ed900a02ff970110"
                    + "000030001000003003c8f162e4801000568cb83cb20");
    private static final byte[] KEY_FRAME = HexFormat.of().parseHex("17010000000000000365b804");

    private final Socket socket;
    private final MessageWriter writer = new MessageWriter(UnpooledByteBufAllocator.DEFAULT);

    /** @param key the stream name with its query */
    public RawPublisher(int port, String key) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setSoTimeout(5000);
            socket.setTcpNoDelay(true);
            var hello = Unpooled.buffer().writeByte(3).writeZero(2 * Handshake.SIZE);
            socket.getOutputStream().write(hello.array(), 0, hello.readableBytes());
            socket.getInputStream().readNBytes(1 + 2 * Handshake.SIZE);
            send(new Command(0, "connect", 1, new AmfValue.Obj("", Map.of("app", new AmfValue.Text("push")))),
                    new Command(1, "publish", 5, new AmfValue.Null(), new AmfValue.Text(key)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public RawPublisher picture() {
        send(new RtmpMessage.Video(1, 0, Unpooled.wrappedBuffer(CONFIGURATION)),
                new RtmpMessage.Video(1, 0, Unpooled.wrappedBuffer(KEY_FRAME)));
        return this;
    }

    /** Says goodbye, as encoders do. */
    public void unpublish() {
        send(new Command(0, "deleteStream", 7, new AmfValue.Null(), new AmfValue.Num(1)));
        await("NetStream.Unpublish.Success");
    }

    private void send(RtmpMessage... messages) {
        var out = Unpooled.buffer();
        for (var message : messages) {
            writer.write(message, out);
        }
        try {
            socket.getOutputStream().write(out.array(), 0, out.readableBytes());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads until the relay has said this. */
    public RawPublisher await(String text) {
        var heard = new StringBuilder();
        var answer = new byte[ANSWER_BYTES];
        try {
            while (heard.indexOf(text) < 0) {
                int count = socket.getInputStream().read(answer);
                if (count < 0) {
                    throw new AssertionError("never said " + text + " but " + heard);
                }
                heard.append(new String(answer, 0, count, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(text + " was waited for behind " + heard, e);
        }
        return this;
    }

    /** Without a word. */
    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
