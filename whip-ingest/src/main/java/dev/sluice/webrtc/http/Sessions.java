package dev.sluice.webrtc.http;

import dev.sluice.runtime.Clock;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions that live, by the unguessable last part of their URL. Safe on any thread. */
public final class Sessions<S extends Session> {
    private static final int KEY_BYTES = 24;
    private static final int ID_BYTES = 9;

    private final String idPrefix;
    private final ConcurrentHashMap<String, Entry<S>> byKey = new ConcurrentHashMap<>();
    private final EndedSessions ended;
    private final SecureRandom random = new SecureRandom();

    /**
     * A session and what its URL reaches.
     *
     * @param key the last part of its URL; who knows it may end the session, so it is shown to nobody else
     */
    public record Entry<S extends Session>(String key, S session, IceSession ice) {
        @Override
        public String toString() {
            return session.toString();
        }
    }

    /** @param idPrefix of what {@link #newId()} gives */
    public Sessions(String idPrefix, Clock clock) {
        this.idPrefix = idPrefix;
        this.ended = new EndedSessions(clock);
    }

    /** May be shown. */
    public String newId() {
        return idPrefix + "-" + text(ID_BYTES);
    }

    /** Names one ICE session of one session (RFC 9725 4.3.1). */
    public String newTag() {
        return text(ID_BYTES);
    }

    private String text(int bytes) {
        var chosen = new byte[bytes];
        random.nextBytes(chosen);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(chosen);
    }

    /** Under a URL of 192 bits: the only thing that stands between a session and a stranger's DELETE. */
    public Entry<S> add(S session, IceSession ice) {
        var entry = new Entry<>(text(KEY_BYTES), session, ice);
        byKey.put(entry.key(), entry);
        return entry;
    }

    /** It has ended; unless the peer itself ended it, the reason can be asked for at its URL for a while. */
    public void remove(Entry<S> entry, StableCode code, String reason) {
        if (byKey.remove(entry.key(), entry) && code != StableCode.PEER_CLOSED) {
            ended.add(entry.key(), new ProtocolException(code, reason));
        }
    }

    /** The peer ended it: its URL is unknown from now on. */
    void forget(Entry<S> entry) {
        byKey.remove(entry.key(), entry);
    }

    /** @throws ProtocolException why it has ended, or SESSION_UNKNOWN */
    Entry<S> require(String key) {
        var entry = byKey.get(key);
        if (entry == null) {
            throw ended.find(key).orElseGet(() -> new ProtocolException(StableCode.SESSION_UNKNOWN,
                    "the session has ended or never was"));
        }
        return entry;
    }

    /** Those that live now. */
    public Collection<S> all() {
        return byKey.values().stream().map(Entry::session).toList();
    }

    /** By the id that {@link Session#id()} shows. */
    public Optional<S> find(String id) {
        return byKey.values().stream().map(Entry::session).filter(session -> session.id().equals(id)).findFirst();
    }
}
