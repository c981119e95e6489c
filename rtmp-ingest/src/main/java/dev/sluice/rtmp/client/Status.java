package dev.sluice.rtmp.client;

import dev.sluice.rtmp.amf.AmfValue;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * The information object of a server's answer, as it came.
 *
 * @param redirect of a refused connect: {@code ex: {code: 302, redirect: "rtmp://..."}}; empty where there is none
 */
record Status(String level, String code, String description, String redirect) {
    /** Some servers call a failure a status. */
    private static final Pattern FAILURE = Pattern.compile(
            ".*\\.(Failed|Rejected|Denied|StreamNotFound|FileStructureInvalid|BadName|InvalidApp|InvalidArg|Closed"
                    + "|AppShutdown|IdleTimeout)",
            Pattern.CASE_INSENSITIVE);

    static Status of(AmfValue information) {
        var members = information.members();
        var extension = members.getOrDefault("ex", new AmfValue.Null()).members();
        return new Status(text(members, "level"), text(members, "code"), text(members, "description"),
                text(extension, "redirect"));
    }

    private static String text(Map<String, AmfValue> members, String name) {
        return members.getOrDefault(name, new AmfValue.Null()).text("");
    }

    boolean failed() {
        return level.equals("error") || FAILURE.matcher(code).matches();
    }

    boolean asksForLogin() {
        return description.contains("authmod=");
    }

    /** Without what must not be shown. */
    ClientEnd.Refused refused(RtmpUrl url) {
        return new ClientEnd.Refused(url.shown(code), url.shown(description), redirect);
    }
}
