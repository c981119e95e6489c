package dev.sluice.webrtc.rtp.receive;

import dev.sluice.webrtc.rtp.RtpSink;
import dev.sluice.webrtc.rtp.wire.RtcpPacket;
import dev.sluice.webrtc.rtp.wire.RtcpReader;
import dev.sluice.webrtc.sdp.ReceivedMedia;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

import static dev.sluice.webrtc.rtp.receive.TestMedia.MILLI;

/**
 * A publisher of 30 pictures and 50 audio frames a second behind a network that loses, delays, disorders and doubles
 * packets both ways, in virtual time. It answers NACKs (by RTX or plainly) and PLIs. The seed makes every run the same.
 */
final class PublisherModel implements RtpSink {
    private static final int FRAME_MILLIS = 33;
    private static final int KEPT = 4_096;

    /** Delay each way in milliseconds, and probabilities. */
    record Network(int delay, int jitter, double loss, double twice) {}

    record Out(long millis, int number, long ticks, boolean keyFrame) {}

    private record Event(long nanos, int order, Runnable action) {}

    final Receiver receiver;
    final List<Out> video = new ArrayList<>();
    final List<Out> audio = new ArrayList<>();
    final List<RtcpPacket> rtcp = new ArrayList<>();
    final boolean rtx;
    Network network;
    int videoFrames;
    int audioFrames;
    private final Random random;
    private final PriorityQueue<Event> events = new PriorityQueue<>(
            Comparator.comparingLong(Event::nanos).thenComparingInt(Event::order));
    private final Map<Integer, ByteBuf> sent = new HashMap<>();
    private final long start = 5_000 * MILLI;
    private long now = start;
    private int order;
    private int sequence = 65_000;
    private int audioSequence = 10;
    private int rtxSequence = 77;
    private short transport;
    private boolean keyFrame = true;

    PublisherModel(long seed, Network network, List<ReceivedMedia> media) {
        this.random = new Random(seed);
        this.network = network;
        this.rtx = media.getFirst().codecs().getFirst().rtx();
        var parts = new Receiver.Parts(TestMedia.OUR_SSRC, "relay", this, codec -> new NumberedFrames(codec.codec()),
                new ReceiveMetrics(new SimpleMeterRegistry()), this::onFrame);
        this.receiver = new Receiver(media, parts);
    }

    private void onFrame(ReceivedFrame frame) {
        var out = new Out(millis(), NumberedFrames.number(frame.payload()), frame.ticks(), frame.keyFrame());
        frame.payload().release();
        (frame.clockRate() == 90_000 ? video : audio).add(out);
    }

    /** Since the start. */
    long millis() {
        return (now - start) / MILLI;
    }

    void run(long forMillis) {
        for (long end = millis() + forMillis; millis() < end; now += MILLI) {
            if (millis() % FRAME_MILLIS == 0) {
                sendPicture();
            }
            if (millis() % 20 == 0) {
                sendAudio();
                receiver.tick(now);
            }
            while (!events.isEmpty() && events.peek().nanos() <= now) {
                events.poll().action().run();
            }
        }
    }

    private void sendPicture() {
        int count = keyFrame ? 20 : 2 + random.nextInt(6);
        for (int i = 0; i < count; i++) {
            var payload = NumberedFrames.payload(videoFrames, keyFrame, i, count);
            var packet = TestMedia.packet(TestMedia.VIDEO_SSRC, TestMedia.VIDEO_TYPE, sequence & 0xffff,
                    videoFrames * 2_970L - 50_000, i == count - 1, payload, 1, "v", 4, transport++);
            sent.remove(sequence - KEPT & 0xffff);
            sent.put(sequence++ & 0xffff, packet);
            send(packet, i / 4);
        }
        keyFrame = false;
        videoFrames++;
    }

    private void sendAudio() {
        var payload = NumberedFrames.payload(audioFrames, true, 0, 1);
        send(TestMedia.packet(TestMedia.AUDIO_SSRC, TestMedia.AUDIO_TYPE, audioSequence++ & 0xffff, 960L * audioFrames,
                false, payload, 1, "a"), 0);
        audioFrames++;
    }

    private void send(ByteBuf packet, int pacingMillis) {
        deliver(pacingMillis, () -> receiver.onRtp(packet, now));
        if (random.nextDouble() < network.twice()) {
            deliver(pacingMillis, () -> receiver.onRtp(packet, now));
        }
    }

    private void deliver(int pacingMillis, Runnable action) {
        if (random.nextDouble() >= network.loss()) {
            int delay = pacingMillis + network.delay() - network.jitter() + random.nextInt(2 * network.jitter() + 1);
            events.add(new Event(now + delay * MILLI, order++, action));
        }
    }

    private void onFeedback(RtcpPacket packet) {
        if (packet instanceof RtcpPacket.Nack nack) {
            for (var lost : nack.lost()) {
                resend(lost.first());
                for (int i = 0; i < 16; i++) {
                    if ((lost.following() >> i & 1) != 0) {
                        resend(lost.first() + 1 + i & 0xffff);
                    }
                }
            }
        } else if (packet instanceof RtcpPacket.PictureLoss) {
            keyFrame = true;
        }
    }

    private void resend(int number) {
        var packet = sent.get(number);
        if (packet == null || !rtx) {
            if (packet != null) {
                send(packet, 0);
            }
            return;
        }
        var original = TestMedia.read(packet);
        var payload = Unpooled.buffer().writeShort(number).writeBytes(packet, original.payloadIndex(),
                original.payloadLength());
        send(TestMedia.packet(TestMedia.RTX_SSRC, TestMedia.RTX_TYPE, rtxSequence++ & 0xffff, original.timestamp(),
                original.marker(), payload, 1, "v", 4, transport++), 0);
    }

    @Override
    public ByteBuf allocate(int plainBytes) {
        return Unpooled.buffer(plainBytes, plainBytes);
    }

    @Override
    public void writeRtp(ByteBuf packet) {
        throw new AssertionError("a receiver sends no RTP");
    }

    @Override
    public void writeRtcp(ByteBuf packet) {
        var read = new ArrayList<RtcpPacket>();
        if (!RtcpReader.read(packet, read::add)) {
            throw new AssertionError("no RTCP");
        }
        packet.release();
        rtcp.addAll(read);
        deliver(0, () -> read.forEach(this::onFeedback));
    }

    @Override
    public void flush() {}
}
