package dev.sluice.room;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.util.regex.Pattern;

/**
 * The id of a room within its application. Integer 123 and string "123" are two rooms.
 */
public sealed interface RoomId {
    /** The id as URLs and logs show it. */
    String text();

    /** An integer room, 1..4294967294. */
    record Numeric(long value) implements RoomId {
        private static final long MAX = 4_294_967_294L;

        public Numeric {
            if (value < 1 || value > MAX) {
                throw ProtocolException.found(StableCode.ROOM_INVALID, "integer room id", value, "1.." + MAX);
            }
        }

        @Override
        public String text() {
            return Long.toString(value);
        }
    }

    /** A string room: 1..64 bytes from letters, digits, space and the punctuation the cloud allows. */
    record Named(String text) implements RoomId {
        private static final Pattern ALLOWED = Pattern.compile("[A-Za-z0-9 !#$%&()+\\-:;<=.>?@\\[\\]^_{}|~,]{1,64}");

        public Named {
            if (!ALLOWED.matcher(text).matches()) {
                throw ProtocolException.found(StableCode.ROOM_INVALID, "room id", Quoted.of(text),
                        "1 to 64 of letters, digits, space and !#$%&()+-:;<=.>?@[]^_{}|~,");
            }
        }
    }

    /** Parses an integer room from decimal text. */
    static RoomId numeric(String text) {
        try {
            return new Numeric(Long.parseLong(text));
        } catch (NumberFormatException _) {
            throw ProtocolException.found(StableCode.ROOM_INVALID, "integer room id", Quoted.of(text),
                    "a decimal number");
        }
    }

    static RoomId named(String text) {
        return new Named(text);
    }
}
