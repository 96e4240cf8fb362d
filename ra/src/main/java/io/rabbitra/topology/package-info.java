/**
 * What the adapter declares on the broker: queues and exchanges as destinations ask for them, the
 * queues of subscriptions, and the queues in which delayed messages wait.
 */
package io.rabbitra.topology;
