/**
 * Connections that nobody uses: what they cost while their heartbeats go, {@link
 * io.rabbitra.benchmark.idle.IdleSuite}.
 */
package io.rabbitra.benchmark.idle;
