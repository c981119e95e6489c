package dev.sluice.api.cloud.signature;

import dev.sluice.api.cloud.policy.ApiKey;
import java.util.Optional;

/** Whose request it is, and what it asks for. TC3 clients do not sign the action: it is as good as the connection. */
public record Signed(ApiKey key, Optional<String> action, Optional<String> version) {}
