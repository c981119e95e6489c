package dev.sluice.webrtc;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.locks.ReentrantLock;

/** A wire that is not read for a while, so that the kernel's buffers fill up. */
record StalledWire(TestWire wire, ReentrantLock reading) implements TestWire {
    StalledWire(TestWire wire) {
        this(wire, new ReentrantLock());
    }

    void stall() {
        reading.lock();
    }

    void resume() {
        reading.unlock();
    }

    @Override
    public InetSocketAddress address() {
        return wire.address();
    }

    @Override
    public void send(byte[] packet, InetSocketAddress to) throws IOException {
        wire.send(packet, to);
    }

    @Override
    public byte[] receive() throws IOException {
        var packet = wire.receive();
        reading.lock();
        try {
            return packet;
        } finally {
            reading.unlock();
        }
    }

    @Override
    public void close() {
        wire.close();
    }
}
