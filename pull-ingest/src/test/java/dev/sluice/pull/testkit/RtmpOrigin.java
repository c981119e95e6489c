package dev.sluice.pull.testkit;

import dev.sluice.rtmp.client.ClientEnd;
import dev.sluice.rtmp.client.ClientLimits;
import dev.sluice.rtmp.client.PublishListener;
import dev.sluice.rtmp.client.Publishing;
import dev.sluice.rtmp.client.RtmpClient;
import dev.sluice.rtmp.client.RtmpUrl;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.EventLoops;
import io.netty.buffer.Unpooled;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** An RTMP server that is not ours, nginx's, with streams that run until they are ended. On a free port of the loopback. */
public final class RtmpOrigin implements AutoCloseable {
    private static final String MODULE = "/usr/lib/nginx/modules/ngx_rtmp_module.so";
    private static final long START_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final int FRAME_MILLIS = 20;

    private final EventLoops loops;
    private final InetSocketAddress address;
    private final Process nginx;

    public RtmpOrigin(EventLoops loops, Path folder) throws IOException {
        this.loops = loops;
        try (var free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            address = new InetSocketAddress(InetAddress.getLoopbackAddress(), free.getLocalPort());
        }
        var configuration = Files.writeString(folder.resolve("nginx.conf"), """
                load_module %s;
                daemon off;
                master_process off;
                pid nginx.pid;
                error_log error.log;
                events {}
                rtmp { server {
                    listen 127.0.0.1:%d;
                    application live { live on; idle_streams off; }
                    application idle { live on; }
                    application closed { live on; deny play all; }
                } }
                """.formatted(MODULE, address.getPort()));
        nginx = new ProcessBuilder("/usr/sbin/nginx", "-p", folder.toString(), "-e", "error.log", "-c",
                configuration.toString()).redirectErrorStream(true).redirectOutput(folder.resolve("out.log").toFile())
                .start();
        awaitListening();
    }

    private void awaitListening() throws IOException {
        long begun = System.nanoTime();
        while (!listens()) {
            if (!nginx.isAlive() || System.nanoTime() - begun > START_NANOS) {
                close();
                throw new IOException("nginx does not listen");
            }
            Thread.onSpinWait();
        }
    }

    private boolean listens() {
        try (var socket = new Socket()) {
            socket.connect(address);
            return true;
        } catch (IOException _) {
            return false;
        }
    }

    public InetSocketAddress address() {
        return address;
    }

    /** Publishes until the publishing is closed; returns once the server has it. */
    public Publishing publish(String stream) throws Exception {
        var publisher = new Publisher(loops.next());
        var publishing = RtmpClient.of(loops, ClientLimits.DEFAULT, Clock.SYSTEM)
                .publish(RtmpUrl.parse("rtmp://origin.test/" + stream), address, publisher.loop, publisher);
        publisher.to.complete(publishing);
        publisher.begun.get(10, TimeUnit.SECONDS);
        return publishing;
    }

    /** Sends a key frame and audio over and over. */
    private static final class Publisher implements PublishListener {
        private final EventLoop loop;
        private final CompletableFuture<Publishing> to = new CompletableFuture<>();
        private final CompletableFuture<Void> begun = new CompletableFuture<>();
        private long time;

        Publisher(EventLoop loop) {
            this.loop = loop;
        }

        @Override
        public void onPublishing() {
            video(Flv.VIDEO_CONFIG);
            audio(Flv.AUDIO_CONFIG);
            begun.complete(null);
            frame();
        }

        private void frame() {
            if (video(Flv.KEY_FRAME) && audio(Flv.AUDIO_FRAME)) {
                time += FRAME_MILLIS;
                loop.schedule(this::frame, FRAME_MILLIS, TimeUnit.MILLISECONDS);
            }
        }

        private boolean video(String hex) {
            return to.join().writeVideo(time, Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", ""))));
        }

        private boolean audio(String hex) {
            return to.join().writeAudio(time, Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex.replace(" ", ""))));
        }

        @Override
        public void onWritable(boolean writable) {}

        @Override
        public void onEnd(ClientEnd end) {}
    }

    @Override
    public void close() {
        nginx.destroyForcibly();
    }
}
