package dev.sluice.whep.http;

import java.security.SecureRandom;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The sessions that live, by the unguessable last part of their URL. Safe on any thread. */
public final class PlaySessions {
    private static final int KEY_BYTES = 24;
    private static final int ID_BYTES = 9;

    private final ConcurrentHashMap<String, PlaySession> byKey = new ConcurrentHashMap<>();
    private final SecureRandom random = new SecureRandom();

    PlaySessions() {}

    /** 192 bits: the only thing that stands between a session and a stranger's DELETE. */
    String newKey() {
        return text(KEY_BYTES);
    }

    /** May be shown. */
    String newId() {
        return "whep-" + text(ID_BYTES);
    }

    /** Names one ICE session of one session (RFC 9725 4.3.1). */
    String newTag() {
        return text(ID_BYTES);
    }

    private String text(int bytes) {
        var chosen = new byte[bytes];
        random.nextBytes(chosen);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(chosen);
    }

    void add(PlaySession session) {
        byKey.put(session.key(), session);
    }

    void remove(PlaySession session) {
        byKey.remove(session.key(), session);
    }

    Optional<PlaySession> byKey(String key) {
        return Optional.ofNullable(byKey.get(key));
    }

    /** A view of those that live now. */
    public Collection<PlaySession> all() {
        return Collections.unmodifiableCollection(byKey.values());
    }

    /** By the id that {@link PlaySession#id()} shows. */
    public Optional<PlaySession> find(String id) {
        return byKey.values().stream().filter(session -> session.id().equals(id)).findFirst();
    }
}
