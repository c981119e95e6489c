package dev.sluice.webrtc;

import dev.sluice.runtime.StableCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullUnmarked;

import static org.assertj.core.api.Assertions.assertThat;

/** A transport with its listener's events in queues. */
@NullUnmarked
final class TestSession implements PeerTransport.Listener {
    final PeerTransport transport;
    private final BlockingQueue<byte[]> rtp = new LinkedBlockingQueue<>();
    private final BlockingQueue<byte[]> rtcp = new LinkedBlockingQueue<>();
    private final BlockingQueue<String> ended = new LinkedBlockingQueue<>();
    private final BlockingQueue<Boolean> connected = new LinkedBlockingQueue<>();
    volatile boolean explosive;

    TestSession(WebRtcServer at, PeerTransport.Remote remote) {
        transport = at.open(remote, this);
    }

    void run(Runnable task) throws InterruptedException, ExecutionException {
        transport.loop().submit(task).get();
    }

    <T> T ask(Callable<T> question) throws InterruptedException, ExecutionException {
        return transport.loop().submit(question).get();
    }

    void write(byte[]... packets) throws InterruptedException, ExecutionException {
        run(() -> {
            for (var packet : packets) {
                transport.writeRtp(transport.allocate(packet.length).writeBytes(packet));
            }
            transport.flush();
        });
    }

    void writeRtcp(byte[] packet) throws InterruptedException, ExecutionException {
        run(() -> {
            transport.writeRtcp(transport.allocate(packet.length).writeBytes(packet));
            transport.flush();
        });
    }

    /** What the packet looks like on its way out. */
    byte[] protectedBytes(byte[] packet) throws InterruptedException, ExecutionException {
        return ask(() -> {
            var buffer = transport.allocate(packet.length).writeBytes(packet).retain();
            transport.writeRtp(buffer);
            var bytes = ByteBufUtil.getBytes(buffer);
            transport.flush();
            buffer.release();
            return bytes;
        });
    }

    byte[] rtp() throws InterruptedException {
        return take(rtp);
    }

    byte[] rtcp() throws InterruptedException {
        return take(rtcp);
    }

    String ended() throws InterruptedException {
        return take(ended);
    }

    int endedCount() {
        return ended.size();
    }

    void connected() throws InterruptedException {
        take(connected);
    }

    private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
        var item = queue.poll(TestPeer.PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertThat(item).as("event").isNotNull();
        return item;
    }

    @Override
    public void onConnected() {
        connected.add(true);
    }

    @Override
    public void onRtp(ByteBuf packet) {
        if (explosive) {
            throw new IllegalStateException("meant by the test");
        }
        rtp.add(ByteBufUtil.getBytes(packet));
    }

    @Override
    public void onRtcp(ByteBuf packet) {
        rtcp.add(ByteBufUtil.getBytes(packet));
    }

    @Override
    public void onClosed(StableCode code, String reason) {
        ended.add(code + ": " + reason);
    }
}
