package dev.sluice.whip.http;

import dev.sluice.ingest.PublishRequest;
import dev.sluice.room.RoomKey;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.webrtc.http.Session;
import dev.sluice.whip.WhipPublisher;

/** One publisher's session. Safe on any thread. */
public final class PublishingSession implements Session {
    private final PublishRequest request;
    private final WhipPublisher publisher;

    PublishingSession(PublishRequest request, WhipPublisher publisher) {
        this.request = request;
        this.publisher = publisher;
    }

    @Override
    public String id() {
        return publisher.id();
    }

    @Override
    public RoomKey room() {
        return request.room();
    }

    @Override
    public String userId() {
        return request.userId();
    }

    @Override
    public void leave(ProtocolException reason) {
        publisher.leave(reason);
    }

    @Override
    public void lose(ProtocolException reason) {
        publisher.lose(reason);
    }

    @Override
    public String toString() {
        return "PublishingSession[" + id() + " " + room() + " " + userId() + "]";
    }
}
