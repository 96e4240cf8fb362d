package io.rabbitra.inbound;

import io.rabbitra.AmqpDelivery;
import io.rabbitra.AmqpProperties;
import io.rabbitra.message.RedeliveryHistory;

/** What a bean that wants AMQP as it is sees of a {@link Delivery}. */
final class NativeDelivery implements AmqpDelivery {

  private final Delivery delivery;
  private final String queue;
  private final RedeliveryHistory history;
  private final AmqpProperties properties;

  private NativeDelivery(
      Delivery delivery, String queue, RedeliveryHistory history, AmqpProperties properties) {
    this.delivery = delivery;
    this.queue = queue;
    this.history = history;
    this.properties = properties;
  }

  static AmqpDelivery of(Delivery delivery, String queue) {
    RedeliveryHistory history = RedeliveryHistory.of(delivery.envelope(), delivery.properties());
    return new NativeDelivery(
        delivery,
        queue,
        history,
        ReceivedProperties.of(
            delivery
                .properties()
                .builder()
                .headers(history.shownHeaders(delivery.properties()))
                .build()));
  }

  @Override
  public String exchange() {
    return history.exchange();
  }

  @Override
  public String routingKey() {
    return history.routingKey();
  }

  @Override
  public String queue() {
    return queue;
  }

  @Override
  public boolean redelivered() {
    return history.isRedelivered(delivery.envelope());
  }

  @Override
  public int deliveryCount() {
    return history.deliveryCount(delivery.envelope(), delivery.properties());
  }

  @Override
  public AmqpProperties properties() {
    return properties;
  }

  @Override
  public byte[] body() {
    return delivery.body().clone();
  }

  /** Without the content, which may be secret. */
  @Override
  public String toString() {
    return "AmqpDelivery[exchange="
        + exchange()
        + ", routingKey="
        + routingKey()
        + ", queue="
        + queue
        + ", bytes="
        + delivery.body().length
        + "]";
  }
}
