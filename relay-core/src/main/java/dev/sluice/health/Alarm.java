package dev.sluice.health;

import dev.sluice.runtime.StableCode;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One code's warning of one source: raised and cleared, counted, and logged at most once a minute, however it flaps.
 * Lives on the publisher's loop.
 */
final class Alarm {
    private static final Logger LOG = LoggerFactory.getLogger(Alarm.class);
    private static final long LOG_INTERVAL = TimeUnit.MINUTES.toNanos(1);

    private final StableCode code;
    private final String whose;
    private final WarningMeters meters;
    private @Nullable Warning warning;
    private boolean standing;
    private boolean logged;
    private boolean loggedBefore;
    private long loggedNanos;

    /** @param whose room, user and session as log lines have them */
    Alarm(StableCode code, String whose, WarningMeters meters) {
        this.code = code;
        this.whose = whose;
        this.meters = meters;
    }

    /**
     * How it stands now.
     *
     * @param text null: there is nothing to warn of
     * @param count how often it happened
     */
    void set(@Nullable String text, long count, long nowNanos, long wallMillis) {
        if (text == null) {
            over();
            return;
        }
        boolean begins = !standing;
        if (begins || warning == null || warning.count() != count || !warning.text().equals(text)) {
            warning = new Warning(code, text, begins || warning == null ? wallMillis : warning.since(), count);
        }
        if (begins) {
            standing = true;
            meters.raised(code);
            log(warning, nowNanos);
        }
    }

    private void log(Warning raised, long nowNanos) {
        logged = !loggedBefore || nowNanos - loggedNanos >= LOG_INTERVAL;
        if (logged) {
            loggedBefore = true;
            loggedNanos = nowNanos;
            LOG.warn("publish warned {} code={} text=\"{}\"", whose, code, raised.text());
        }
    }

    private void over() {
        if (standing && logged && warning != null) {
            LOG.info("publish warning over {} code={} count={}", whose, code, warning.count());
        }
        clear();
    }

    /** Nobody is warned any more; the session's closing line says of what he was. */
    void clear() {
        if (standing) {
            standing = false;
            meters.cleared(code);
        }
    }

    @Nullable
    Warning standing() {
        return standing ? warning : null;
    }

    /** The last that stood, whether it stands or not. */
    @Nullable
    Warning last() {
        return warning;
    }
}
