package io.rabbitra.amqp;

/**
 * How long a declared queue lives. There is no transient queue that connections share: RabbitMQ
 * deprecates it, and refuses it in time to come.
 */
public enum QueueLife {
  /** Until someone deletes it. */
  DURABLE(true, false, false),
  /** As long as the connection that declares it, which alone may use it. */
  EXCLUSIVE(false, true, false),
  /** Until its last consumer goes: durable and auto-delete. Without a first consumer it stays. */
  SHARED_WHILE_USED(true, false, true);

  final boolean durable;
  final boolean exclusive;
  final boolean autoDelete;

  QueueLife(boolean durable, boolean exclusive, boolean autoDelete) {
    this.durable = durable;
    this.exclusive = exclusive;
    this.autoDelete = autoDelete;
  }
}
