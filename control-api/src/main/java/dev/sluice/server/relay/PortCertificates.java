package dev.sluice.server.relay;

import dev.sluice.config.Config;
import dev.sluice.config.ConfigException;
import dev.sluice.runtime.Clock;
import dev.sluice.tls.Certificates;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The certificates of the ports that have one; where both have the same, they share it. */
public record PortCertificates(Optional<Certificates> http, Optional<Certificates> rtmp) {
    /** @throws ConfigException naming the key, what was found and what was expected */
    public static PortCertificates read(Config config, Clock clock) {
        var http = config.http().tls().map(tls -> Certificates.read("http.tls", tls, clock));
        var rtmp = config.rtmp().tls().equals(config.http().tls())
                ? http
                : config.rtmp().tls().map(tls -> Certificates.read("rtmp.tls", tls, clock));
        return new PortCertificates(http, rtmp);
    }

    /** What clients will object to. */
    public List<String> objections() {
        return all().flatMap(one -> one.objection().stream()).toList();
    }

    void report() {
        all().forEach(Certificates::report);
    }

    private Stream<Certificates> all() {
        return Stream.concat(http.stream(), rtmp.stream()).distinct();
    }
}
