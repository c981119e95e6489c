package dev.sluice.pull.guard;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;

/** Finds the addresses of a name. Blocks. */
@FunctionalInterface
public interface Resolver {
    /** The machine's own. */
    Resolver SYSTEM = name -> List.of(InetAddress.getAllByName(name));

    /** @return at least one */
    List<InetAddress> resolve(String name) throws UnknownHostException;
}
