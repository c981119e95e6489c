package dev.sluice.api.cloud.policy;

/**
 * Text in which {@code *} stands for any run of characters; case counts.
 *
 * @param text a bare {@code *} matches all
 */
record Pattern(String text) {
    private static final char ANY = '*';

    boolean bare() {
        return text.equals("*");
    }

    /** Takes no more than the product of both lengths, whatever the pattern. */
    boolean matches(String candidate) {
        int at = 0;
        int next = 0;
        int star = -1;
        int resume = 0;
        while (at < candidate.length()) {
            if (next < text.length() && text.charAt(next) == ANY) {
                star = next++;
                resume = at;
            } else if (next < text.length() && text.charAt(next) == candidate.charAt(at)) {
                next++;
                at++;
            } else if (star >= 0) {
                next = star + 1;
                at = ++resume;
            } else {
                return false;
            }
        }
        return text.substring(next).chars().allMatch(c -> c == ANY);
    }

    /** Whether anything that begins like this can match. */
    boolean canBegin(String beginning) {
        int any = text.indexOf(ANY);
        return any < 0
                ? text.startsWith(beginning)
                : text.startsWith(beginning) || beginning.startsWith(text.substring(0, any));
    }
}
