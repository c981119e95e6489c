package dev.sluice.webrtc.ice;

import dev.sluice.media.Bytes;
import java.net.InetSocketAddress;
import java.util.List;

/** The attributes a connectivity check and its answer have (RFC 8489 14, RFC 8445 16.1). */
public sealed interface StunAttribute {
    int USERNAME = 0x0006;
    int MESSAGE_INTEGRITY = 0x0008;
    int ERROR_CODE = 0x0009;
    int UNKNOWN_ATTRIBUTES = 0x000A;
    int MESSAGE_INTEGRITY_SHA256 = 0x001C;
    int XOR_MAPPED_ADDRESS = 0x0020;
    int PRIORITY = 0x0024;
    int USE_CANDIDATE = 0x0025;
    int FINGERPRINT = 0x8028;
    int ICE_CONTROLLED = 0x8029;
    int ICE_CONTROLLING = 0x802A;
    /** Types from here on may be ignored by who doesn't know them. */
    int COMPREHENSION_OPTIONAL = 0x8000;

    /** The attribute's type field. */
    int type();

    /** {@code ours:theirs}; part of a secret, so it is not shown. */
    record Username(String value) implements StunAttribute {
        @Override
        public int type() {
            return USERNAME;
        }

        @Override
        public String toString() {
            return "Username[hidden]";
        }
    }

    /** @param code 300..699 */
    record ErrorCode(int code, String reason) implements StunAttribute {
        @Override
        public int type() {
            return ERROR_CODE;
        }
    }

    record UnknownAttributes(List<Integer> types) implements StunAttribute {
        public UnknownAttributes {
            types = List.copyOf(types);
        }

        @Override
        public int type() {
            return UNKNOWN_ATTRIBUTES;
        }
    }

    record XorMappedAddress(InetSocketAddress address) implements StunAttribute {
        @Override
        public int type() {
            return XOR_MAPPED_ADDRESS;
        }
    }

    /** @param value unsigned 32 bits */
    record Priority(long value) implements StunAttribute {
        @Override
        public int type() {
            return PRIORITY;
        }
    }

    record UseCandidate() implements StunAttribute {
        @Override
        public int type() {
            return USE_CANDIDATE;
        }
    }

    record IceControlled(long tieBreaker) implements StunAttribute {
        @Override
        public int type() {
            return ICE_CONTROLLED;
        }
    }

    record IceControlling(long tieBreaker) implements StunAttribute {
        @Override
        public int type() {
            return ICE_CONTROLLING;
        }
    }

    /** An attribute we don't interpret. */
    record Unknown(int type, Bytes value) implements StunAttribute {}
}
