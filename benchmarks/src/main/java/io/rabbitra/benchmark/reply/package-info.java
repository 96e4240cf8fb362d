/**
 * Requests and their replies: how long a client waits, {@link
 * io.rabbitra.benchmark.reply.ReplySuite}.
 */
package io.rabbitra.benchmark.reply;
