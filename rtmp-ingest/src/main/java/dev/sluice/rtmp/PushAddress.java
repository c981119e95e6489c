package dev.sluice.rtmp;

import dev.sluice.room.RoomId;
import dev.sluice.room.RoomKey;
import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What {@code rtmp://HOST/push/ROOM?sdkappid=N&userid=U&usersig=S[&privatemapkey=P]} says, in whichever of connect's app and tcUrl and
 * publish's stream name an encoder puts the query. The room's syntax is narrower here than elsewhere.
 *
 * @param userSig may be empty, which is refused later; never shown
 * @param privateMapKey never shown
 */
record PushAddress(RoomKey room, String userId, String userSig, Optional<String> privateMapKey) {
    private static final String APPLICATION = "push";
    private static final Pattern ROOM = Pattern.compile("[A-Za-z0-9_]{1,64}");
    private static final Pattern USER = Pattern.compile("[A-Za-z0-9_-]{1,32}");
    private static final Pattern SDK_APP_ID = Pattern.compile("[0-9]{1,10}");
    private static final int SHOWN = 40;

    /**
     * Checks the application name of a connect. OBS leaves one trailing slash at it.
     *
     * @throws ProtocolException PROTOCOL_ERROR
     */
    static void checkApplication(String app) {
        String name = path(app);
        if (!name.equals(APPLICATION) && !name.equals(APPLICATION + "/")) {
            throw ProtocolException.found(StableCode.PROTOCOL_ERROR, "RTMP application name", shown(name),
                    "'" + APPLICATION + "', as in rtmp://HOST/push/ROOM?sdkappid=N&userid=U&usersig=S");
        }
    }

    /**
     * Puts the parts together.
     *
     * @param streamName ROOM, with the query or without
     * @throws ProtocolException naming the part that is wrong
     */
    static PushAddress parse(String app, String tcUrl, String streamName) {
        var query = new PushQuery();
        // app is the end of tcUrl, so the query of both is one.
        query.add(query(app).or(() -> query(tcUrl)).orElse(""));
        query.add(query(streamName).orElse(""));
        String room = path(streamName);
        if (!ROOM.matcher(room).matches()) {
            throw ProtocolException.found(StableCode.ROOM_INVALID, "room", shown(room), "1 to 64 of A-Z a-z 0-9 _");
        }
        long sdkAppId = sdkAppId(query.sdkAppId());
        return new PushAddress(new RoomKey(sdkAppId, RoomId.named(room)), userId(query.userId()), query.userSig(),
                query.privateMapKey());
    }

    private static long sdkAppId(String text) {
        if (!SDK_APP_ID.matcher(text).matches()) {
            throw ProtocolException.found(StableCode.APP_UNKNOWN, "parameter sdkappid", shown(text), "a number");
        }
        return Long.parseLong(text);
    }

    private static String userId(String text) {
        if (!USER.matcher(text).matches()) {
            throw ProtocolException.found(StableCode.USER_INVALID, "parameter userid", shown(text),
                    "1 to 32 of A-Z a-z 0-9 _ -");
        }
        return text;
    }

    private static String path(String text) {
        int mark = text.indexOf('?');
        return mark < 0 ? text : text.substring(0, mark);
    }

    private static Optional<String> query(String text) {
        int mark = text.indexOf('?');
        return mark < 0 ? Optional.empty() : Optional.of(text.substring(mark + 1));
    }

    /**
     * Foreign text made safe to show. Long text is cut, so a signature in the wrong place is of no use to a reader of
     * logs.
     */
    private static String shown(String text) {
        if (text.isEmpty()) {
            return "nothing";
        }
        var out = new StringBuilder("'");
        text.codePoints().limit(SHOWN).forEach(c -> out.appendCodePoint(c <= 0x20 || c > 0x7e ? '?' : c));
        return out.append(text.length() > SHOWN ? "...'" : "'").toString();
    }

    @Override
    public String toString() {
        return "PushAddress[" + room + " " + userId + "]";
    }
}
