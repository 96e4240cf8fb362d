/**
 * Message selectors: the language of Jakarta Messaging 3.1 section 3.8, and reading or browsing a
 * queue by a selector without a plugin in the broker.
 *
 * <p>{@link io.rabbitra.selector.Selector} is the language. Its syntax is the grammar {@code
 * MessageSelector.g4}; what it means is in {@code Expression} and {@code Condition}.
 *
 * <p>{@link io.rabbitra.selector.QueueScan} finds messages in a queue in rounds: it consumes all
 * that is ready, keeps what is wanted and gives the rest back. {@link
 * io.rabbitra.selector.RescanPolicy} says when the next round is due, and {@link
 * io.rabbitra.selector.ScanRounds} asks it. What that costs, and what it does to the other messages
 * of the queue, is said at {@code QueueScan}; in short:
 *
 * <ul>
 *   <li>a message is found at the latest 250 ms after it arrived, a full backlog is transferred for
 *       that each time the number of messages has changed, and the queue is left alone at least as
 *       long as it was occupied;
 *   <li>an idle reader costs four small requests a second;
 *   <li>messages of other consumers keep their order and their place (not on RabbitMQ before 4.3 in
 *       quorum queues), come marked as redelivered, and do not run into a delivery limit;
 *   <li>a selector fits a queue whose backlog is short; for a long one a queue of its own, bound by
 *       a routing key or by headers, is the better filter.
 * </ul>
 */
package io.rabbitra.selector;
