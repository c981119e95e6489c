package dev.sluice.e2e.rig;

import java.util.List;
import java.util.regex.Pattern;

/**
 * What somebody knows of a live WHIP session who has read both sides' SDP; a stranger would know all but the password.
 *
 * @param username of a check for the relay, the relay's ufrag first (RFC 8445 7.2.2)
 * @param password the relay's
 * @param ssrcs of the media that the publisher sends
 */
public record Overheard(String username, String password, List<Long> ssrcs) {
    /** From the log of a {@linkplain Push#verbose() verbose} push, which prints its offer and then the answer. */
    public static Overheard of(ChildProcess push) {
        var ufrags = values(push, "a=ice-ufrag:(\\S+)");
        var passwords = values(push, "a=ice-pwd:(\\S+)");
        var ssrcs = values(push, "a=ssrc:(\\d+) cname").stream().map(Long::valueOf).toList();
        return new Overheard(ufrags.getLast() + ":" + ufrags.getFirst(), passwords.getLast(), ssrcs);
    }

    private static List<String> values(ChildProcess push, String regex) {
        return Pattern.compile(regex).matcher(push.output()).results().map(match -> match.group(1)).distinct().toList();
    }
}
