package io.rabbitra.benchmark;

/** The contenders that take part in more than one kind of work. */
public final class Names {

  /** The adapter. */
  public static final String RABBITRA = "RabbitRA";

  /** RabbitMQ's Java client, used as its guide says. */
  public static final String AMQP_CLIENT = "amqp-client";

  /** RabbitMQ's JMS client. */
  public static final String RABBITMQ_JMS = "rabbitmq-jms";

  /** Spring AMQP. */
  public static final String SPRING = "Spring AMQP";

  private Names() {}
}
