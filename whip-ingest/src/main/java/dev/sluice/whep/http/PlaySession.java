package dev.sluice.whep.http;

import dev.sluice.media.MediaKind;
import dev.sluice.room.RoomKey;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.webrtc.rtp.SenderStats;
import dev.sluice.whep.WhepViewer;
import java.util.List;

/**
 * One viewer's session as the API shows it. Safe on any thread.
 */
public final class PlaySession {
    private final String key;
    private final RoomKey room;
    private final String anchor;
    private final String peer;
    private final long startedWallMillis;
    private final WhepViewer viewer;

    /** @param key the last part of its URL; who knows it may end the session, so it is shown to nobody else */
    PlaySession(String key, RoomKey room, String anchor, String peer, long startedWallMillis, WhepViewer viewer) {
        this.key = key;
        this.room = room;
        this.anchor = anchor;
        this.peer = peer;
        this.startedWallMillis = startedWallMillis;
        this.viewer = viewer;
    }

    String key() {
        return key;
    }

    /** The viewer's id, as room events and the log have it. */
    public String id() {
        return viewer.id();
    }

    public RoomKey room() {
        return room;
    }

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

    /** Whether its video is held back because it does not report. */
    public boolean paused() {
        return viewer.paused();
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
