package dev.sluice.rtmp;

import dev.sluice.auth.UserSig;
import dev.sluice.auth.UserSigVerifier;
import dev.sluice.event.RoomEvent;
import dev.sluice.ingest.Admission;
import dev.sluice.ingest.App;
import dev.sluice.ingest.SessionLog;
import dev.sluice.media.EncodedFrame;
import dev.sluice.room.FanOut;
import dev.sluice.room.RoomLimits;
import dev.sluice.room.RoomRegistry;
import dev.sluice.room.Subscriber;
import dev.sluice.room.TakeoverPolicy;
import dev.sluice.room.Track;
import dev.sluice.room.TrackLimits;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.EventLoops;
import dev.sluice.runtime.StableCode;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.channel.EventLoop;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An RTMP port and a room to try real encoders on by hand: prints a push URL, what happens in the room, and what frames
 * each track gives. Arguments: port, seconds to run.
 */
public final class ByHand {
    private static final long APP = 1_400_000_001L;
    private static final String KEY = "a key for nothing else";
    private static final PrintStream OUT = System.out;

    private ByHand() {}

    public static void main(String[] arguments) throws Exception {
        var loops = EventLoops.create(2);
        var metrics = new SimpleMeterRegistry();
        var rooms = new RoomRegistry(loops, Clock.SYSTEM, new RoomLimits(10, 10, 10, 5),
                TrackLimits.of(4 << 20, 2000, metrics));
        rooms.observe(event -> heard(rooms, event, loops.next()));
        var tokens = new UserSigVerifier(APP, List.of(KEY), Clock.SYSTEM);
        var admission = new Admission(Map.of(APP, new App(APP, tokens, TakeoverPolicy.REPLACE, 1)), rooms,
                new SessionLog(Clock.SYSTEM), Clock.SYSTEM);
        try (loops; var server = new RtmpServer(loops, admission, RtmpLimits.DEFAULT, Clock.SYSTEM, metrics)) {
            int port = server.bind("127.0.0.1", Integer.parseInt(arguments[0]), Optional.empty());
            String signature = UserSig.sign(APP, "alice", KEY, Instant.now(), Duration.ofHours(1));
            OUT.println("rtmp://127.0.0.1:" + port + "/push/room1?sdkappid=" + APP + "&userid=alice&usersig="
                    + signature);
            OUT.flush();
            Thread.sleep(Duration.ofSeconds(Long.parseLong(arguments[1])));
        }
        metrics.getMeters().stream().filter(meter -> meter.getId().getName().contains("rtmp"))
                .forEach(meter -> OUT.println(meter.getId() + " " + meter.measure()));
    }

    private static void heard(RoomRegistry rooms, RoomEvent event, EventLoop loop) {
        OUT.println(event);
        if (event instanceof RoomEvent.TrackStarted(_, _, var info)) {
            rooms.rooms().forEach(room -> room.anchors().forEach(anchor -> anchor.tracks().stream()
                    .filter(track -> track.info().equals(info))
                    .forEach(track -> track.subscribe(new Printing(track, loop)))));
        }
    }

    /** Prints a line per second of a track. */
    private static final class Printing implements Subscriber {
        private final Track track;
        private final EventLoop loop;
        private long frames;
        private long keys;
        private long bytes;
        private long lastLine = System.nanoTime();

        Printing(Track track, EventLoop loop) {
            this.track = track;
            this.loop = loop;
        }

        @Override
        public EventLoop loop() {
            return loop;
        }

        @Override
        public void onJoin(FanOut fanOut, List<EncodedFrame> cached) {
            cached.forEach(this::onFrame);
        }

        @Override
        public void onFrame(EncodedFrame frame) {
            frames++;
            keys += frame.keyFrame() ? 1 : 0;
            bytes += frame.size();
            if (System.nanoTime() - lastLine > 1_000_000_000L) {
                lastLine = System.nanoTime();
                OUT.println(track.info().id() + " frames=" + frames + " keys=" + keys + " bytes=" + bytes + " pts="
                        + frame.pts());
            }
        }

        @Override
        public void onServed() {}

        @Override
        public void onEnd(StableCode reason) {
            OUT.println(track.info().id() + " ended " + reason + " frames=" + frames + " keys=" + keys);
        }
    }
}
