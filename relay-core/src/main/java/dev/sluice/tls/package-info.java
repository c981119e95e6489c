/**
 * Certificates for the ports that speak TLS. {@code PemFile} takes a file apart, {@code PrivateKeys} makes a key of a
 * block, {@code Credentials} are a chain and the key that fits it, and {@link dev.sluice.tls.Certificates} hands them to
 * each handshake and reads them anew when their files change. What is wrong is said as configuration errors are.
 */
@NullMarked
package dev.sluice.tls;

import org.jspecify.annotations.NullMarked;
