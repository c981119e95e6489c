package dev.sluice.event;

import dev.sluice.media.MediaKind;
import dev.sluice.room.Protocol;
import dev.sluice.runtime.StableCode;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Who is inside one room: participants, however many connections each has. Writes down what is to be told when that
 * changes. Used by one thread at a time.
 */
final class Attendance {
    /** One user. */
    private static final class Participant {
        boolean anchor;
        int viewers;
        final Set<MediaKind> running = EnumSet.noneOf(MediaKind.class);

        /** @return whether it was not inside in this role before */
        boolean enter(Role role) {
            if (role == Role.VIEWER) {
                return viewers++ == 0;
            }
            anchor = true;
            return true;
        }

        /** @return whether it is inside in this role no more */
        boolean leave(Role role) {
            if (role == Role.VIEWER) {
                return --viewers == 0;
            }
            anchor = false;
            return true;
        }

        boolean gone() {
            return !anchor && viewers == 0;
        }
    }

    private final Map<String, Participant> users = new HashMap<>();

    boolean empty() {
        return users.isEmpty();
    }

    void enter(String userId, Role role, Protocol protocol, EntryDraft draft) {
        if (users.isEmpty()) {
            draft.opened(userId);
        }
        var user = users.computeIfAbsent(userId, _ -> {
            draft.entered(userId, role, protocol);
            return new Participant();
        });
        if (user.enter(role)) {
            draft.present(userId, role);
        }
    }

    void leave(String userId, Role role, Departure how, StableCode code, EntryDraft draft) {
        var user = users.get(userId);
        if (user == null || !user.leave(role)) {
            return;
        }
        draft.absent(userId, role);
        if (user.gone()) {
            users.remove(userId);
            draft.left(userId, role, how, code);
        } else if (role == Role.ANCHOR) { // it watches on, so no 104 stands for the end of what it sent
            List.copyOf(user.running).forEach(kind -> stop(userId, kind, code, draft));
        }
        if (users.isEmpty()) {
            draft.closed();
        }
    }

    void start(String userId, MediaKind kind, EntryDraft draft) {
        var user = users.get(userId);
        if (user != null && user.running.add(kind)) {
            draft.started(userId, kind);
        }
    }

    void stop(String userId, MediaKind kind, StableCode code, EntryDraft draft) {
        var user = users.get(userId);
        if (user != null && user.running.remove(kind)) {
            draft.stopped(userId, kind, code);
        }
    }
}
