/**
 * Faults: how long until messages come again, {@link io.rabbitra.benchmark.recovery.RecoverySuite}.
 */
package io.rabbitra.benchmark.recovery;
