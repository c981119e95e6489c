/** The OpenAPI document as a test: whether an answer is one that it describes, and whether it names what is mounted. */
@NullMarked
package dev.sluice.openapi;

import org.jspecify.annotations.NullMarked;
