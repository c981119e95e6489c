/**
 * The cloud API at {@code /}. {@link dev.sluice.api.cloud.CloudApi} takes a request from Vert.x, {@code BodyReader} its body,
 * {@code Gate} asks who signed it ({@code signature}), whether that key asks too often ({@code RateLimit}), for which action,
 * and whether it may ({@code policy}); the action's table reads the fields ({@code request}) and it runs ({@code action}).
 * Whatever comes of it goes back in one envelope ({@code answer}), always with status 200: SDKs lose the code otherwise.
 */
@NullMarked
package dev.sluice.api.cloud;

import org.jspecify.annotations.NullMarked;
