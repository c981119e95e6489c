package dev.sluice.whep.http;

import dev.sluice.media.MediaKind;
import dev.sluice.room.RoomKey;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.webrtc.http.Session;
import dev.sluice.webrtc.rtp.SenderStats;
import dev.sluice.whep.VideoState;
import dev.sluice.whep.WhepViewer;
import java.util.List;

/**
 * One viewer's session as the API shows it. Safe on any thread.
 */
public final class PlaySession implements Session {
    private final RoomKey room;
    private final String anchor;
    private final String peer;
    private final long startedWallMillis;
    private final WhepViewer viewer;

    PlaySession(RoomKey room, String anchor, String peer, long startedWallMillis, WhepViewer viewer) {
        this.room = room;
        this.anchor = anchor;
        this.peer = peer;
        this.startedWallMillis = startedWallMillis;
        this.viewer = viewer;
    }

    @Override
    public String id() {
        return viewer.id();
    }

    @Override
    public RoomKey room() {
        return room;
    }

    @Override
    public String userId() {
        return viewer.userId();
    }

    /** Whom it watches. */
    public String anchor() {
        return anchor;
    }

    /** Address and port from which the POST came. */
    public String peer() {
        return peer;
    }

    public long startedWallMillis() {
        return startedWallMillis;
    }

    public boolean wants(MediaKind kind) {
        return viewer.wants(kind);
    }

    /** One for each kind it asked for. */
    public List<SenderStats> stats() {
        return viewer.stats();
    }

    /** What it is shown. */
    public VideoState video() {
        return viewer.video();
    }

    @Override
    public void leave(ProtocolException reason) {
        viewer.close(reason);
    }

    /** Ends it. Idempotent. */
    public void close(ProtocolException reason) {
        viewer.close(reason);
    }

    @Override
    public String toString() {
        return "PlaySession[" + id() + " " + room + " " + userId() + "]";
    }
}
