package dev.sluice.auth;

import java.util.EnumSet;
import java.util.Set;

/** What a PrivateMapKey lets its user do in a room; each is a bit of dwPrivilegeMap. */
public enum Privilege {
    CREATE_ROOM(1), ENTER_ROOM(2), SEND_AUDIO(4), RECEIVE_AUDIO(8), SEND_VIDEO(16), RECEIVE_VIDEO(32),
    /** The screen share. */
    SEND_SUBSTREAM(64), RECEIVE_SUBSTREAM(128);

    private final int bit;

    Privilege(int bit) {
        this.bit = bit;
    }

    public int bit() {
        return bit;
    }

    /** The bits of all of them together. */
    public static int map(Set<Privilege> privileges) {
        return privileges.stream().mapToInt(Privilege::bit).sum();
    }

    /** The privileges whose bits are set; bits without a meaning are passed over. */
    public static Set<Privilege> of(int map) {
        var set = EnumSet.noneOf(Privilege.class);
        for (var privilege : values()) {
            if ((map & privilege.bit) != 0) {
                set.add(privilege);
            }
        }
        return set;
    }
}
