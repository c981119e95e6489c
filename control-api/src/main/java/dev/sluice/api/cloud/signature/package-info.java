/**
 * Who signed a request. {@link dev.sluice.api.cloud.signature.Authenticator} takes a call: where it has an {@code
 * Authorization}, {@code Authorization} reads the header and {@code Tc3} makes the signature anew, over each host the client
 * may have meant ({@code Hosts}); where it has a parameter {@code Signature}, {@code V1} does. A match makes it {@link
 * dev.sluice.api.cloud.signature.Signed}.
 */
@NullMarked
package dev.sluice.api.cloud.signature;

import org.jspecify.annotations.NullMarked;
