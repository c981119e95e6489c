package dev.sluice.whip;

import dev.sluice.ingest.Publication;
import dev.sluice.media.AudioConfig;
import dev.sluice.media.VideoConfig;
import dev.sluice.webrtc.rtp.payload.Depacketizer;
import dev.sluice.webrtc.rtp.receive.ReceivedFrame;
import dev.sluice.webrtc.rtp.receive.Receiver;
import dev.sluice.webrtc.rtp.receive.StreamStats;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A publisher's media while it lasts: packets become frames, which are written to its publication. Lives on the transport's
 * loop; {@code stats} may be asked anywhere.
 */
final class PublisherMedia {
    /** 96 bits (RFC 7022 4.2). */
    private static final int CNAME_BYTES = 12;

    private final WhipContext context;
    private final EventLoop loop;
    private final Publication publication;
    private final Receiver receiver;
    private @Nullable ScheduledFuture<?> ticking;

    PublisherMedia(WhipContext context, PublishSession session, EventLoop loop) {
        this.context = context;
        this.loop = loop;
        this.publication = session.publication();
        this.receiver = new Receiver(session.media(), new Receiver.Parts(ssrc(session, context.random()),
                cname(context.random()), session.sink(), codec -> Depacketizer.of(codec.codec()), context.metrics(),
                this::write));
    }

    /** Of our reports; RFC 3550 8.2: none of the peer's. */
    private static long ssrc(PublishSession session, RandomGenerator random) {
        var taken = session.media().stream().flatMap(media -> media.ssrcs().stream()).collect(Collectors.toSet());
        long ssrc = 0;
        while (ssrc == 0 || taken.contains(ssrc)) {
            ssrc = random.nextInt() & 0xffff_ffffL;
        }
        return ssrc;
    }

    private static String cname(RandomGenerator random) {
        var bytes = new byte[CNAME_BYTES];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().encodeToString(bytes);
    }

    /** Packets flow from now on. */
    void start() {
        ticking = loop.scheduleAtFixedRate(() -> receiver.tick(context.clock().nanos()), Receiver.TICK_NANOS,
                Receiver.TICK_NANOS, TimeUnit.NANOSECONDS);
    }

    /** Borrows the packet. */
    void onRtp(ByteBuf packet) {
        receiver.onRtp(packet, context.clock().nanos());
    }

    /** Borrows the packet. */
    void onRtcp(ByteBuf packet) {
        receiver.onRtcp(packet, context.clock().nanos());
    }

    private void write(ReceivedFrame frame) {
        switch (frame.config()) {
            case VideoConfig video -> {
                publication.video(frame.rid(), video);
                publication.writeVideo(frame.rid(), frame.clockRate(), frame.ticks(), frame.ticks(), frame.keyFrame(),
                        frame.payload());
            }
            case AudioConfig audio -> {
                publication.audio(audio);
                publication.writeAudio(frame.clockRate(), frame.ticks(), frame.payload());
            }
        }
    }

    /** @param trackId as the room has it: a kind, and behind a slash the encoding where there are several */
    void requestKeyFrame(String trackId) {
        int slash = trackId.indexOf('/');
        receiver.requestKeyFrame(slash < 0 ? "" : trackId.substring(slash + 1), context.clock().nanos());
    }

    List<StreamStats> stats() {
        return receiver.stats();
    }

    /** Nothing is received any more. Idempotent. */
    void close() {
        if (ticking != null) {
            ticking.cancel(false);
            ticking = null;
        }
        receiver.close();
    }
}
