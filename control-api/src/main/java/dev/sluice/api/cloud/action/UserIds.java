package dev.sluice.api.cloud.action;

import dev.sluice.api.cloud.answer.CloudException;
import dev.sluice.api.cloud.answer.Code;
import dev.sluice.api.cloud.answer.Shown;
import dev.sluice.api.cloud.request.Field;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/** Users that a request names. */
final class UserIds {
    static final Field<String> ONE = Field.text("UserId").required(Code.MISSING_PARAMETER);
    static final Field<List<String>> SEVERAL = Field.texts("UserIds").required(Code.MISSING_USER_IDS);
    private static final int MAX = 10;
    private static final String EXPECTED = "1 to 32 of letters, digits, _ and -";
    private static final Pattern USER_ID = Pattern.compile("[A-Za-z0-9_-]{1,32}");

    private UserIds() {}

    static String check(String userId) {
        return check(userId, Code.INVALID_USER_ID, "UserId");
    }

    /** At least one, at most ten. */
    static Set<String> check(List<String> userIds) {
        if (userIds.isEmpty() || userIds.size() > MAX) {
            throw CloudException.found(Code.INVALID_USER_IDS, "UserIds", userIds.size() + " of them", "1 to " + MAX);
        }
        userIds.forEach(userId -> check(userId, Code.INVALID_USER_IDS, "UserIds"));
        return Set.copyOf(userIds);
    }

    private static String check(String userId, Code code, String name) {
        if (!USER_ID.matcher(userId).matches()) {
            throw CloudException.found(code, name, Shown.of(userId), EXPECTED);
        }
        return userId;
    }
}
