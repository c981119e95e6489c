package dev.sluice.ingest;

import dev.sluice.auth.Privilege;
import dev.sluice.media.MediaKind;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.util.EnumSet;
import java.util.Set;

/** What somebody may do in a room: what his PrivateMapKey says, or all where he needs none. */
public record Grant(Set<Privilege> privileges) {
    /** Of those who need no PrivateMapKey. */
    public static final Grant ALL = new Grant(EnumSet.allOf(Privilege.class));

    public Grant {
        privileges = Set.copyOf(privileges);
    }

    public boolean sends(MediaKind kind) {
        return privileges.contains(toSend(kind));
    }

    public boolean receives(MediaKind kind) {
        return privileges.contains(toReceive(kind));
    }

    /** Whether he may publish where nobody is yet. */
    public boolean createsRoom() {
        return privileges.contains(Privilege.CREATE_ROOM);
    }

    static Privilege toSend(MediaKind kind) {
        return switch (kind) {
            case AUDIO -> Privilege.SEND_AUDIO;
            case VIDEO -> Privilege.SEND_VIDEO;
        };
    }

    private static Privilege toReceive(MediaKind kind) {
        return switch (kind) {
            case AUDIO -> Privilege.RECEIVE_AUDIO;
            case VIDEO -> Privilege.RECEIVE_VIDEO;
        };
    }

    /** @throws ProtocolException PRIVILEGE_MISSING */
    Grant toPublish() {
        requireAny(Privilege.ENTER_ROOM);
        requireAny(Privilege.SEND_AUDIO, Privilege.SEND_VIDEO);
        return this;
    }

    /** @throws ProtocolException PRIVILEGE_MISSING */
    Grant toWatch() {
        requireAny(Privilege.ENTER_ROOM);
        requireAny(Privilege.RECEIVE_AUDIO, Privilege.RECEIVE_VIDEO);
        return this;
    }

    private void requireAny(Privilege first, Privilege... others) {
        var wanted = EnumSet.of(first, others);
        if (wanted.stream().noneMatch(privileges::contains)) {
            throw missing(wanted);
        }
    }

    ProtocolException missing(Set<Privilege> wanted) {
        var names = wanted.stream().map(each -> each + " (" + each.bit() + ")").toList();
        return ProtocolException.found(StableCode.PRIVILEGE_MISSING, "PrivateMapKey: privileges",
                Privilege.map(privileges), String.join(" or ", names));
    }
}
