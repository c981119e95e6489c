/**
 * Who may do what. {@link dev.sluice.api.cloud.policy.ApiKeys} reads the configured keys; {@code PolicyReader} makes a
 * {@link dev.sluice.api.cloud.policy.Policy} of what stands beside each, or of a preset's name, and refuses what it would
 * otherwise have to ignore. An {@link dev.sluice.api.cloud.policy.ApiKey} then answers for each action and application.
 */
@NullMarked
package dev.sluice.api.cloud.policy;

import org.jspecify.annotations.NullMarked;
