/**
 * UserSig: who may enter as whom. A token's text goes through {@link dev.sluice.auth.UserSigVerifier}: unpacked
 * (base64, zlib), read as JSON claims, its HMAC compared, and only then are its application, user and expiry believed.
 * {@link dev.sluice.auth.UserSig} and {@link dev.sluice.auth.PrivateMapKey} make tokens by the same steps backwards.
 */
@NullMarked
package dev.sluice.auth;

import org.jspecify.annotations.NullMarked;
