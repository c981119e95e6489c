package dev.sluice.ingest;

import dev.sluice.health.SourceHealth;
import dev.sluice.media.MediaKind;
import dev.sluice.room.Claim;
import dev.sluice.room.Encoder;
import dev.sluice.room.Protocol;
import dev.sluice.room.Publisher;
import dev.sluice.room.Room;
import dev.sluice.room.RoomKey;
import dev.sluice.room.RoomRegistry;
import dev.sluice.room.Source;
import dev.sluice.room.Viewer;
import dev.sluice.runtime.Clock;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The door: nobody publishes or watches before it let him in. Checks the UserSig first, then the PrivateMapKey, then
 * everything else. Refusals
 * complete the stage with a {@link ProtocolException}; stages complete on any media loop. Safe anywhere.
 */
public final class Admission {
    private final Map<Long, App> apps;
    private final RoomRegistry rooms;
    private final SessionLog sessions;
    private final Rejections rejections;
    private final Clock clock;
    private volatile boolean draining;

    /** @param apps by sdkAppId */
    public Admission(Map<Long, App> apps, RoomRegistry rooms, SessionLog sessions, Clock clock) {
        this.apps = Map.copyOf(apps);
        this.rooms = rooms;
        this.sessions = sessions;
        this.rejections = new Rejections(clock);
        this.clock = clock;
    }

    /** Nobody new is let in from now on. */
    public void drain() {
        draining = true;
    }

    /** Checks who it is and claims the user's place in the room. */
    public CompletionStage<Publication> publish(PublishRequest request, IngestSession session) {
        try {
            var app = app(request.room());
            app.tokens().verify(request.userSig(), request.userId());
            var grant = app.toPublish(request.privateMapKey(), request.userId(), request.room().id());
            checkOpen();
            var identity = new Identity(request.room(), request.userId());
            var rejection = rejections.check(identity);
            if (rejection != null) {
                throw rejection;
            }
            return claim(app, identity, request, grant, session);
        } catch (ProtocolException refused) {
            return CompletableFuture.failedStage(refused);
        }
    }

    /**
     * Claims the place of a task's anchor; its tokens were checked when it was started, and are asked for no more.
     *
     * @param shownUrl where its media come from, as logs show it
     */
    public CompletionStage<Publication> pull(Identity identity, String shownUrl, IngestSession session) {
        try {
            checkOpen();
            return claim(app(identity.room()), identity,
                    new PublishRequest(Protocol.PULL, identity.room(), identity.userId(), "", shownUrl),
                    Grant.ALL, session);
        } catch (ProtocolException refused) {
            return CompletableFuture.failedStage(refused);
        }
    }

    private CompletionStage<Publication> claim(App app, Identity identity, PublishRequest request, Grant grant,
            IngestSession session) {
        var health = new SourceHealth("room=" + identity.room() + " user=" + identity.userId() + " session="
                + session.id(), rooms.warnings());
        var source = new Source(session.id(), request.protocol(), request.peer(), session.loop(), session::reception,
                encoder(session), reason -> close(session, reason), health);
        sessions.opened(session.id(), request, health);
        return rooms.claim(new Claim(identity.room(), identity.userId(), source, app.takeover(),
                app.graceSeconds() * 1000L, grant.createsRoom())).whenComplete((_, failure) -> {
                    if (failure != null) {
                        refused(session, failure);
                    }
                }).thenApply(publisher -> publication(publisher, source, identity, grant));
    }

    private void refused(IngestSession session, Throwable failure) {
        if (failure instanceof ProtocolException refused) {
            sessions.ended(session.id(), refused.code(), String.valueOf(refused.getMessage()));
        } else {
            sessions.ended(session.id(), StableCode.INTERNAL, "the relay failed, see its log");
        }
    }

    private static Encoder encoder(IngestSession session) {
        return new Encoder() {
            @Override
            public Optional<String> name() {
                return session.encoderName();
            }

            @Override
            public boolean givesKeyFrames() {
                return session.givesKeyFrames();
            }

            @Override
            public void requestKeyFrame(String trackId) {
                session.loop().execute(() -> session.requestKeyFrame(trackId));
            }
        };
    }

    private void close(IngestSession session, ProtocolException reason) {
        sessions.ended(session.id(), reason.code(), String.valueOf(reason.getMessage()));
        session.close(reason);
    }

    private Publication publication(Publisher publisher, Source source, Identity identity, Grant grant) {
        return new Publication(publisher, source, grant, clock, new Publication.Ending() {
            @Override
            public void rejected(ProtocolException reason) {
                rejections.remember(identity, reason);
            }

            @Override
            public void ended(StableCode code, String reason) {
                sessions.ended(source.id(), code, reason);
            }
        });
    }

    /**
     * Whom the viewer watches.
     *
     * @throws ProtocolException NOTHING_TO_PLAY, DRAINING
     */
    public Publisher anchor(WatchRequest request) {
        checkOpen();
        return rooms.find(request.room()).flatMap(room -> anchor(room, request.anchor()))
                .orElseThrow(() -> nothing(request));
    }

    /** Lets a viewer into the anchor's room. */
    public CompletionStage<Watch> watch(Publisher anchor, Viewer viewer) {
        return rooms.enter(anchor.room(), viewer).thenApply(entered -> new Watch(entered, anchor));
    }

    /**
     * Who the viewer is, by his token, and what he may do. To be asked first.
     *
     * @throws ProtocolException TOKEN_*, PRIVILEGE_MISSING, APP_UNKNOWN, USER_INVALID
     */
    public Entrant viewer(WatchRequest request) {
        var room = request.room();
        var userId = userId(room, request.userId(), request.userSig());
        return new Entrant(userId, app(room).toWatch(request.privateMapKey(), userId, room.id()));
    }

    /**
     * Who wants to publish, by his token, and what he may do. To be asked first where a request may leave the user out.
     *
     * @param named absent: whom the token names
     * @throws ProtocolException TOKEN_*, PRIVILEGE_MISSING, APP_UNKNOWN, USER_INVALID, DRAINING
     */
    public Entrant publisher(RoomKey room, Optional<String> named, String userSig, Optional<String> privateMapKey) {
        var userId = userId(room, named, userSig);
        var grant = app(room).toPublish(privateMapKey, userId, room.id());
        checkOpen();
        return new Entrant(userId, grant);
    }

    private String userId(RoomKey room, Optional<String> named, String userSig) {
        var tokens = app(room).tokens();
        var userId = named.orElseGet(() -> tokens.identifier(userSig));
        tokens.verify(userSig, userId);
        return new Identity(room, userId).userId();
    }

    private static Optional<Publisher> anchor(Room room, Optional<String> wanted) {
        var anchors = room.anchors();
        if (wanted.isPresent()) {
            return anchors.stream().filter(anchor -> anchor.userId().equals(wanted.get())).findFirst();
        }
        return anchors.stream().filter(anchor -> anchor.find(MediaKind.VIDEO) != null).findFirst()
                .or(() -> anchors.stream().findFirst());
    }

    private static ProtocolException nothing(WatchRequest request) {
        return new ProtocolException(StableCode.NOTHING_TO_PLAY,
                request.anchor().isPresent()
                        ? "this user does not publish in the room"
                        : "nobody publishes in the room");
    }

    private App app(RoomKey room) {
        var app = apps.get(room.sdkAppId());
        if (app == null) {
            throw new ProtocolException(StableCode.APP_UNKNOWN, "sdkappid " + room.sdkAppId() + " is not configured");
        }
        return app;
    }

    private void checkOpen() {
        if (draining) {
            throw new ProtocolException(StableCode.DRAINING, "the relay is shutting down");
        }
    }
}
