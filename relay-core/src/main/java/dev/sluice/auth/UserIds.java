package dev.sluice.auth;

import dev.sluice.runtime.ProtocolException;
import dev.sluice.runtime.StableCode;
import java.util.regex.Pattern;

/** What a user id looks like, and how one is shown that may look otherwise. */
final class UserIds {
    static final String EXPECTED = "1 to 32 of letters, digits, _ and -";
    private static final Pattern USER_ID = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    private UserIds() {}

    static boolean valid(String userId) {
        return USER_ID.matcher(userId).matches();
    }

    static void require(String userId) {
        if (!valid(userId)) {
            throw ProtocolException.found(StableCode.USER_INVALID, "user id", shown(userId), EXPECTED);
        }
    }

    /** Foreign text never reaches a message as it is. */
    static String shown(String userId) {
        return valid(userId) ? "'" + userId + "'" : "(no valid user id)";
    }
}
