package dev.sluice.room;

import dev.sluice.event.Departure;
import dev.sluice.event.RoomEvent;
import dev.sluice.media.CodecConfig;
import dev.sluice.media.MediaKind;
import dev.sluice.media.TrackInfo;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import io.netty.channel.EventLoop;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A virtual anchor: one participant that sends media into a room. Outlives its connection: a newcomer of the same user
 * takes the place over, and a lost connection keeps it for the grace time; tracks and timeline stay. Its video may come in
 * several encodings, each a track of its own; to the outside they are one, so events tell of kinds.
 *
 * <p>Lives on the loop of its first connection; what is not said to be safe elsewhere runs there.
 */
public final class Publisher {
    /** Hears of a publisher's tracks. Called on the publisher's loop. */
    public interface Watcher {
        /** Each track there is, and each that comes later. One that is over says so to its subscribers. */
        void onTrack(Track track);

        /** The last call. */
        void onPublisherEnd(StableCode reason);
    }

    private final Room room;
    private final String userId;
    private final long graceMillis;
    private final EventLoop loop;
    private final Clock clock;
    private final Timeline timeline;
    private final Watchers watchers = new Watchers();
    private final RunningKinds kinds = new RunningKinds();
    private final TrackList tracks = new TrackList();
    private volatile Source source;
    private final Takeovers takeovers = new Takeovers();
    private final CheckUps checkUps;
    private volatile long enteredWallMillis;
    private final Encoder encoder = new Encoder() {
        @Override
        public boolean givesKeyFrames() {
            return source.encoder().givesKeyFrames();
        }

        @Override
        public void requestKeyFrame(String trackId) {
            source.encoder().requestKeyFrame(trackId);
        }
    };
    private Lease lease;
    private final Deadline deadline;
    private boolean lost;
    private @Nullable StableCode ended;

    private Publisher(Room room, Claim claim, Clock clock) {
        this.room = room;
        this.userId = claim.userId();
        this.source = claim.source();
        this.graceMillis = claim.graceMillis();
        this.loop = source.loop();
        this.clock = clock;
        this.timeline = new Timeline(clock);
        this.checkUps = new CheckUps(this, clock);
        this.deadline = new Deadline(loop);
        this.lease = new Lease(clock.nanos());
    }

    /** On the room's loop. */
    static Publisher open(Room room, Claim claim, Clock clock) {
        var publisher = new Publisher(room, claim, clock);
        publisher.awaitMedia();
        return publisher;
    }

    public RoomKey room() {
        return room.key();
    }

    public String userId() {
        return userId;
    }

    public EventLoop loop() {
        return loop;
    }

    public Timeline timeline() {
        return timeline;
    }

    /** The connection that feeds it now. Safe anywhere. */
    public Source source() {
        return source;
    }

    /** When its first media was accepted; 0 before. Safe anywhere. */
    public long enteredWallMillis() {
        return enteredWallMillis;
    }

    /** Video first, of encodings the largest. Safe anywhere. */
    public List<Track> tracks() {
        return tracks.all();
    }

    /** Whether this connection's media count. On the publisher's loop. */
    public boolean fedBy(Source candidate) {
        return ended == null && source.id().equals(candidate.id());
    }

    /**
     * A newcomer feeds from now on; the one before is closed.
     *
     * @throws ProtocolException PLACE_TAKEN when the sitting one is live and stays
     */
    void takeOver(Source newcomer, TakeoverPolicy policy) {
        long now = clock.nanos();
        if (!lost) {
            if (lease.live(now)) {
                policy.check(userId);
                takeovers.count(userId, now);
            }
            source.part(Takeovers.takenOver(userId));
        }
        checkUps.stop();
        source = newcomer;
        lost = false;
        lease = new Lease(now);
        awaitMedia();
        breakOff();
    }

    /** A claim that nobody uses ends, so that no failure between the claim and the first media keeps a place for ever. */
    private void awaitMedia() {
        deadline.set(Lease.UNUSED, () -> {
            if (!lease.used()) {
                remove(new ProtocolException(StableCode.IDLE_TIMEOUT,
                        "no media within " + TimeUnit.NANOSECONDS.toSeconds(Lease.UNUSED) + " s of the publish"));
            }
        });
    }

    /** The first media was accepted: the anchor is in the room from now on. Idempotent. */
    public void enter() {
        if (enteredWallMillis == 0 && ended == null) {
            enteredWallMillis = clock.wallMillis();
            room.entered(this, source.protocol());
        }
    }

    /**
     * The track of the codec's kind and this encoding, made or changed to this configuration.
     *
     * @param encoding empty: the only one of its kind
     */
    public Track track(String encoding, CodecConfig config, int clockRate) {
        var info = new TrackInfo(TrackInfo.id(config.codec().kind(), encoding), clockRate, config);
        var present = tracks.find(info.id());
        return present == null ? start(info) : change(present, info);
    }

    private Track start(TrackInfo info) {
        var track = new Track(loop, timeline, info, room.trackLimits(), encoder);
        tracks.add(track);
        tell(info);
        watchers.track(track);
        return track;
    }

    private Track change(Track track, TrackInfo info) {
        if (!track.info().equals(info)) {
            track.configure(info);
            tracks.rank();
            tell(info);
        }
        return track;
    }

    /** Encodings come, go and change size as the network wishes: of several only a change of codec is told. */
    private void tell(TrackInfo info) {
        var before = kinds.tell(info, clock.nanos());
        if (before == null) {
            room.tell(new RoomEvent.TrackStarted(room(), userId, info));
        } else if (before.codec() != info.codec() || encodings(info.kind()).size() == 1) {
            room.tell(new RoomEvent.TrackChanged(room(), userId, info));
        }
    }

    /** The best encoding of a kind that flows; where none does, the best. Null: there is none. Safe anywhere. */
    public @Nullable Track find(MediaKind kind) {
        return tracks.find(kind, clock.nanos());
    }

    /** Safe anywhere. */
    public @Nullable Track find(String trackId) {
        return tracks.find(trackId);
    }

    /** All encodings of a kind, the best first, whether they flow or not. Safe anywhere. */
    public List<Track> encodings(MediaKind kind) {
        return tracks.of(kind);
    }

    /** Where a frame belongs on the timeline; empties the group-of-pictures caches where the source's clock jumped. */
    public long place(Track track, long sourceNanos, long arrivalNanos) {
        lease.use(arrivalNanos);
        long jumps = timeline.jumps();
        long time = timeline.place(track.progress(), sourceNanos, arrivalNanos);
        if (timeline.jumps() != jumps) {
            tracks().forEach(Track::forgetGop);
            checkUps.jumped(arrivalNanos);
        }
        checkUps.placed(track.info().kind(), time, arrivalNanos);
        if (kinds.returned(track.info().kind(), arrivalNanos)) {
            room.tell(new RoomEvent.TrackStarted(room(), userId, track.info()));
        }
        tracks.sweep(track, arrivalNanos).forEach(silent -> silent.close(StableCode.STOPPED));
        return time;
    }

    /** Its source stands still as it was told to: its tracks run until they have begun again and stopped. */
    public void rest(Source from) {
        if (fedBy(from)) {
            kinds.rest();
        }
    }

    /** The connection brings the frames of another source from now on. */
    public void changeSource(Source from) {
        if (fedBy(from)) {
            breakOff();
        }
    }

    private void breakOff() {
        kinds.renew(clock.nanos());
        timeline.unanchor();
        tracks().forEach(Track::interrupt);
    }

    /** Looks for picture or sound that has stopped. On its loop. */
    void listen(long nowNanos) {
        kinds.stopped(nowNanos).forEach(
                kind -> room.tell(new RoomEvent.TrackStopped(room(), userId, kind, StableCode.STOPPED)));
    }

    /** Runs behind everything that was told of this publisher before. From any thread. */
    public void behindEvents(Runnable action) {
        onLoop(() -> room.behindEvents(action));
    }

    /** The connection is gone without a goodbye: the place is kept for the grace time. */
    public void lose(Source from, StableCode reason) {
        if (lost || !fedBy(from)) {
            return;
        }
        lost = true;
        checkUps.stop();
        tracks().forEach(Track::forgetGop);
        var how = Departure.LOST.unlessDraining(reason);
        if (enteredWallMillis == 0 || graceMillis == 0) {
            end(reason, how);
            return;
        }
        deadline.set(TimeUnit.MILLISECONDS.toNanos(graceMillis), () -> {
            if (lost && fedBy(from)) {
                end(reason, how);
            }
        });
    }

    /** The session said goodbye, or is parted with. */
    public void leave(Source from, StableCode reason) {
        if (fedBy(from)) {
            end(reason, Departure.of(reason));
        }
    }

    /** The session's stream cannot be let in, or go on: it is told, whether the anchor had entered or not. */
    public void reject(Source from, ProtocolException reason) {
        if (fedBy(from)) {
            room.tell(new RoomEvent.PublishRejected(room(), userId, from.id(), reason.code(),
                    String.valueOf(reason.getMessage())));
            end(reason.code(), Departure.CLOSED);
        }
    }

    /** A viewer was refused or parted with because it can't take a codec of this publisher. From any thread. */
    public void viewerRefused() {
        onLoop(checkUps::viewerRefused);
    }

    /** Ends the publisher and disconnects its session with the reason. From any thread. */
    public void remove(ProtocolException reason) {
        onLoop(() -> {
            boolean fed = ended == null && !lost;
            // First, because a session that is parted with leaves as if by itself.
            end(reason.code(), Departure.CLOSED.unlessDraining(reason.code()));
            if (fed) {
                source.part(reason);
            }
        });
    }

    /** On its loop, or once that has ended. Idempotent. */
    void end(StableCode reason, Departure how) {
        if (ended != null) {
            return;
        }
        ended = reason;
        deadline.cancel();
        checkUps.stop();
        tracks().forEach(track -> Guard.call("the end of a track", () -> track.close(reason)));
        watchers.end(reason);
        room.left(this, reason, how);
    }

    /** Whether its connection was lost and the grace time runs. On the publisher's loop. */
    boolean lost() {
        return lost;
    }

    /** Whether it is over. On the publisher's loop. */
    boolean ended() {
        return ended != null;
    }

    /** From any thread. */
    public void watch(Watcher watcher) {
        onLoop(() -> watchers.add(watcher, tracks()));
    }

    /** From any thread. */
    public void unwatch(Watcher watcher) {
        onLoop(() -> watchers.remove(watcher));
    }

    /** Runs on the publisher's loop, at once where this is it. */
    public void onLoop(Runnable action) {
        if (loop.inEventLoop()) {
            action.run();
        } else {
            loop.execute(action);
        }
    }
}
