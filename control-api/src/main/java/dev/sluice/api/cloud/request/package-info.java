/**
 * A request of the cloud API, from bytes to typed fields. A {@link dev.sluice.api.cloud.request.Call} is what came by HTTP.
 * {@link dev.sluice.api.cloud.request.Parameters} makes one tree of it, out of JSON by {@code JsonBody} or out of a query or
 * form by {@link dev.sluice.api.cloud.request.Form}. An action's table of {@link dev.sluice.api.cloud.request.Field}s turns the
 * tree into {@link dev.sluice.api.cloud.request.Values}, or says what is wrong with it.
 */
@NullMarked
package dev.sluice.api.cloud.request;

import org.jspecify.annotations.NullMarked;
