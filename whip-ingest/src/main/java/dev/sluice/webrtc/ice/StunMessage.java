package dev.sluice.webrtc.ice;

import dev.sluice.media.Bytes;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A STUN message of the Binding method (RFC 8489 5).
 *
 * @param transactionId 12 bytes
 * @param attributes those under the integrity, in order; MESSAGE-INTEGRITY and FINGERPRINT are the reader's and writer's
 * @param integrityAt offset of the MESSAGE-INTEGRITY attribute in the datagram it was read from; {@link #NO_INTEGRITY} else
 */
public record StunMessage(Kind kind, Bytes transactionId, List<StunAttribute> attributes, int integrityAt) {
    public static final int NO_INTEGRITY = -1;
    static final int HEADER_BYTES = 20;
    static final int TRANSACTION_BYTES = 12;
    static final int MAGIC_COOKIE = 0x2112A442;

    /** Class and method together, as the message type field has them. */
    public enum Kind {
        REQUEST(0x0001), INDICATION(0x0011), SUCCESS(0x0101), ERROR(0x0111);

        final int type;

        Kind(int type) {
            this.type = type;
        }

        static @Nullable Kind of(int type) {
            return switch (type) {
                case 0x0001 -> REQUEST;
                case 0x0011 -> INDICATION;
                case 0x0101 -> SUCCESS;
                case 0x0111 -> ERROR;
                default -> null;
            };
        }
    }

    public StunMessage {
        if (transactionId.length() != TRANSACTION_BYTES) {
            throw new IllegalArgumentException(
                    "transaction id: found " + transactionId.length() + " bytes, expected 12");
        }
        attributes = List.copyOf(attributes);
    }

    /** A message to be written. */
    public StunMessage(Kind kind, Bytes transactionId, List<StunAttribute> attributes) {
        this(kind, transactionId, attributes, NO_INTEGRITY);
    }

    /** The first attribute of this type; repetitions don't count (RFC 8489 14). */
    public <T extends StunAttribute> @Nullable T first(Class<T> type) {
        for (var attribute : attributes) {
            if (type.isInstance(attribute)) {
                return type.cast(attribute);
            }
        }
        return null;
    }

    public boolean has(Class<? extends StunAttribute> type) {
        return first(type) != null;
    }

    /** {@code ours:theirs} of a connectivity check; null without USERNAME. */
    public @Nullable String username() {
        var username = first(StunAttribute.Username.class);
        return username == null ? null : username.value();
    }

    /** The ufrag in front of the colon, which names the session the check is for; null without one. */
    public @Nullable String localUfrag() {
        var username = username();
        int colon = username == null ? -1 : username.indexOf(':');
        return username == null || colon < 0 ? null : username.substring(0, colon);
    }

    /** Types of attributes that must be understood and are not; empty if it can be processed. */
    public List<Integer> unknownRequired() {
        return attributes.stream().filter(StunAttribute.Unknown.class::isInstance).map(StunAttribute::type)
                .filter(type -> type < StunAttribute.COMPREHENSION_OPTIONAL).distinct().toList();
    }
}
