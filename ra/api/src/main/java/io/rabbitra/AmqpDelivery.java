package io.rabbitra;

/** One message as basic.deliver brought it. Immutable. */
public interface AmqpDelivery {

  /** The exchange it was published to; empty for the default exchange. */
  String exchange();

  /** The routing key it was published with. */
  String routingKey();

  /** The queue it was consumed from. */
  String queue();

  /** Whether the broker has delivered it before, to whomever. */
  boolean redelivered();

  /** 1 for the first delivery; as far as broker and adapter can count. */
  int deliveryCount();

  AmqpProperties properties();

  /** The body; a copy of its own for the caller. */
  byte[] body();
}
