/**
 * UserSig: who may enter as whom; PrivateMapKey: what he may do in one room. A token's text goes through {@link
 * dev.sluice.auth.UserSigVerifier} or {@link dev.sluice.auth.PrivateMapKeyVerifier}: unpacked (base64, zlib), read as JSON
 * claims, its HMAC compared, and only then are its application, user, expiry and the ticket inside believed.
 * {@link dev.sluice.auth.UserSig} and {@link dev.sluice.auth.PrivateMapKey} make tokens by the same steps backwards.
 */
@NullMarked
package dev.sluice.auth;

import org.jspecify.annotations.NullMarked;
