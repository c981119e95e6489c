package dev.sluice.e2e.rig;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Stands between one TCP client and the relay's TCP port, passes bytes on, and keeps what the client said. */
public final class Recorder implements AutoCloseable {
    private final ServerSocket front;
    private final int relayPort;
    private final CompletableFuture<byte[]> session = new CompletableFuture<>();

    public Recorder(int relayPort) {
        this.relayPort = relayPort;
        try {
            front = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::record);
    }

    public int port() {
        return front.getLocalPort();
    }

    /** All that the client has sent, when it has closed the connection. */
    public byte[] session(Duration limit) {
        return session.orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS).join();
    }

    private void record() {
        var heard = new ByteArrayOutputStream();
        try (var client = front.accept(); var relay = new Socket(InetAddress.getLoopbackAddress(), relayPort)) {
            Thread.ofVirtual().start(() -> answer(relay, client));
            client.getInputStream().transferTo(new Tee(heard, relay.getOutputStream()));
            session.complete(heard.toByteArray());
        } catch (IOException e) {
            session.completeExceptionally(e);
        }
    }

    private static void answer(Socket relay, Socket client) {
        try {
            relay.getInputStream().transferTo(client.getOutputStream());
            client.shutdownOutput();
        } catch (IOException _) {
            // The client has gone before the relay had said all.
        }
    }

    /** A relay that has closed takes nothing from the recording. */
    private static final class Tee extends OutputStream {
        private final OutputStream kept;
        private final OutputStream relay;
        private boolean listening = true;

        Tee(OutputStream kept, OutputStream relay) {
            this.kept = kept;
            this.relay = relay;
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[]{(byte) octet}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            kept.write(bytes, offset, length);
            try {
                if (listening) {
                    relay.write(bytes, offset, length);
                }
            } catch (IOException _) {
                listening = false;
            }
        }
    }

    @Override
    public void close() {
        try {
            front.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
