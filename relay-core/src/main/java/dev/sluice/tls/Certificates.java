package dev.sluice.tls;

import dev.sluice.config.Config;
import dev.sluice.config.ConfigException;
import dev.sluice.runtime.Clock;
import java.net.Socket;
import java.security.Principal;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedKeyManager;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a port shows in its TLS handshakes. A handshake looks whether the files have changed, once a second at most, and
 * takes what is new; a connection keeps what it was opened with. Files that are no good pair, half written perhaps,
 * change nothing and are tried again. Safe anywhere, but reads files: handshakes do not belong on an event loop.
 */
public final class Certificates extends X509ExtendedKeyManager {
    private static final Logger LOG = LoggerFactory.getLogger(Certificates.class);
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final String name;
    private final Config.Tls files;
    private final Clock clock;
    private final AtomicLong lookedNanos;
    private volatile InUse inUse;
    /** A handshake asks several times, by alias; it must get one pair, though another came meanwhile. */
    private volatile InUse before;
    private String told = "";

    private record InUse(int number, Stamp stamp, Credentials credentials) {
        String alias() {
            return Integer.toString(number);
        }
    }

    private Certificates(String name, Config.Tls files, Clock clock) {
        this.name = name;
        this.files = files;
        this.clock = clock;
        this.lookedNanos = new AtomicLong(clock.nanos());
        this.inUse = new InUse(0, Stamp.of(files), Credentials.read(name, files));
        this.before = inUse;
    }

    /**
     * Reads the files.
     *
     * @param name the section of the configuration, such as {@code http.tls}
     * @throws ConfigException naming the key, what was found and what was expected
     */
    public static Certificates read(String name, Config.Tls files, Clock clock) {
        return new Certificates(name, files, clock);
    }

    /** What a client will object to: that it has expired, or is not valid yet. */
    public Optional<String> objection() {
        var certificate = inUse.credentials.certificate();
        var now = Instant.ofEpochMilli(clock.wallMillis());
        var from = certificate.getNotBefore().toInstant();
        var until = certificate.getNotAfter().toInstant();
        if (now.isAfter(until)) {
            return Optional.of(objection("expired at " + until));
        }
        return now.isBefore(from) ? Optional.of(objection("is valid from " + from)) : Optional.empty();
    }

    private String objection(String what) {
        return name + ".cert: found a certificate that " + what + ", expected one that is valid now";
    }

    /** Tells the log what is in use, and what is wrong with it. */
    public void report() {
        var certificate = inUse.credentials.certificate();
        LOG.info("{}: certificate {} valid until {}", name, certificate.getSubjectX500Principal().getName(),
                certificate.getNotAfter().toInstant());
        objection().ifPresent(LOG::warn);
    }

    private void look() {
        long now = clock.nanos();
        long last = lookedNanos.get();
        if (now - last >= LOOK_NANOS && lookedNanos.compareAndSet(last, now)) {
            readAgain();
        }
    }

    private synchronized void readAgain() {
        var stamp = Stamp.of(files); // before the files: a change in between is seen the next time
        if (stamp.equals(inUse.stamp)) {
            told = "";
            return;
        }
        try {
            var fresh = Credentials.read(name, files);
            before = inUse;
            inUse = new InUse(before.number + 1, stamp, fresh);
            told = "";
            report();
        } catch (ConfigException unusable) {
            tellOnce(String.valueOf(unusable.getMessage()));
        }
    }

    private void tellOnce(String what) {
        if (!what.equals(told)) {
            told = what;
            LOG.warn("{}; the certificate that was read before stays in use", what);
        }
    }

    private @Nullable String alias(String keyType) {
        look();
        var now = inUse;
        return now.credentials.key().getAlgorithm().equals(keyType) ? now.alias() : null;
    }

    private @Nullable Credentials credentials(String alias) {
        var now = inUse;
        var found = alias.equals(now.alias()) ? now : before;
        return alias.equals(found.alias()) ? found.credentials : null;
    }

    @Override
    public @Nullable String chooseEngineServerAlias(String keyType, Principal @Nullable [] issuers,
            @Nullable SSLEngine engine) {
        return alias(keyType);
    }

    @Override
    public @Nullable String chooseServerAlias(String keyType, Principal @Nullable [] issuers,
            @Nullable Socket socket) {
        return alias(keyType);
    }

    @Override
    public X509Certificate @Nullable [] getCertificateChain(String alias) {
        var found = credentials(alias);
        return found == null ? null : found.chain().toArray(X509Certificate[]::new);
    }

    @Override
    public @Nullable PrivateKey getPrivateKey(String alias) {
        var found = credentials(alias);
        return found == null ? null : found.key();
    }

    @Override
    public String @Nullable [] getServerAliases(String keyType, Principal @Nullable [] issuers) {
        var alias = alias(keyType);
        return alias == null ? null : new String[]{alias};
    }

    /** A server's certificate is no client's. */
    @Override
    public String @Nullable [] getClientAliases(String keyType, Principal @Nullable [] issuers) {
        return null;
    }

    @Override
    public @Nullable String chooseClientAlias(String[] keyType, Principal @Nullable [] issuers,
            @Nullable Socket socket) {
        return null;
    }
}
