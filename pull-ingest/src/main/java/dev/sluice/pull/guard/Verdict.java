package dev.sluice.pull.guard;

import java.net.InetAddress;
import java.util.List;

/** What the guard says of a URL. Reasons are fit to be shown. */
public sealed interface Verdict {
    /** @param addresses to connect to, and to no other; at least one, the preferred first */
    record Admitted(List<InetAddress> addresses) implements Verdict {
        public Admitted {
            addresses = List.copyOf(addresses);
        }
    }

    /** An address of it, or more, is not to be connected to. */
    record Refused(String reason) implements Verdict {}

    /** Its name is not known now. */
    record Unknown(String reason) implements Verdict {}
}
