/**
 * The configuration, read once into one immutable record tree. {@code YamlFile} makes a tree of the file, {@code
 * ConfigReader} walks it key by key through {@code Section}s, each of which asks {@code Environment} first, and builds
 * {@link dev.sluice.config.Config}; {@link dev.sluice.config.GeneratedSecrets} then fills in what nobody configured.
 */
@NullMarked
package dev.sluice.config;

import org.jspecify.annotations.NullMarked;
