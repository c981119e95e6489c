/**
 * The ports a way in implements: a PublishRequest is put to Admission, an IngestSession then feeds the Publication it got.
 * What it may feed is its Grant, which the App reads from a PrivateMapKey.
 */
@NullMarked
package dev.sluice.ingest;

import org.jspecify.annotations.NullMarked;
